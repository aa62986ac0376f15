"""What the attempts of a check-in come to: its state is counted from them, so that an undo is exact."""

from datetime import datetime
from uuid import UUID

from django.db.models import F

from shouwang.desk.checkins.models import Attempt, CheckIn
from shouwang.desk.checkins.models.checkins import STATE_AFTER, CheckState, Outcome


def hold(checkin: CheckIn) -> None:
    """Nobody else says anything of `checkin` until this transaction ends; it is as it stands now."""
    CheckIn.objects.filter(pk=checkin.pk).update(attempts_count=F("attempts_count"))
    checkin.refresh_from_db()


def settle_state(checkin: CheckIn) -> CheckIn:
    """Count the state of a held check-in from its attempts that stand.

    Unwell outweighs well, and being heard outweighs silence, in whatever order they were told: a call without
    answer that arrives late does not silence anybody. Whom nobody expects any more stays so until heard.
    """
    stand = sorted(Attempt.objects.filter(checkin=checkin, undone_at=None), key=lambda one: (moment_of(one), one.pk))
    heard = [one for one in stand if state_after(one) == CheckState.UNWELL]
    heard = heard or [one for one in stand if state_after(one) == CheckState.WELL]
    checkin.attempts_count, checkin.tried_at = len(stand), moment_of(stand[-1]) if stand else None
    if heard:
        first = heard[0]
        checkin.state = state_after(first)
        checkin.heard_at, checkin.heard_how, checkin.heard_by = moment_of(first), first.sign, first.by
    else:
        checkin.state = _silent_state(checkin, was_tried=bool(stand))
        checkin.heard_at, checkin.heard_how, checkin.heard_by = None, "", None
    checkin.claimed_by = checkin.claimed_until = None
    checkin.save(
        update_fields=[
            "state", "heard_at", "heard_how", "heard_by", "attempts_count", "tried_at", "claimed_by", "claimed_until",
        ]
    )  # fmt: skip
    return checkin


def state_after(attempt: Attempt) -> CheckState:
    return STATE_AFTER.get(Outcome(attempt.outcome), CheckState.NO_ANSWER)


def moment_of(attempt: Attempt) -> datetime:
    """When it was, by the clock of whoever tried."""
    return attempt.said_at or attempt.at


def older_ones(checkin: CheckIn, moment: datetime) -> list[CheckIn]:
    """What was expected of the same person before `moment` and has stayed silent: heard now, it is late and over."""
    mine = CheckIn.objects.filter(person=checkin.person_id, not_before__lte=moment).open()
    return list(mine.exclude(pk=checkin.pk).order_by("day", "slot"))


def is_latest(person: UUID, moment: datetime) -> bool:
    """Whether nobody tried in vain after `moment`: what was said before a silence says nothing about it."""
    later = Attempt.objects.filter(person=person, undone_at=None, at__gte=moment).exclude(outcome__in=STATE_AFTER)
    return not any(moment_of(one) > moment for one in later)


def _silent_state(checkin: CheckIn, *, was_tried: bool) -> CheckState:
    if checkin.plan.ended_at is not None or checkin.state == CheckState.CANCELLED:
        return CheckState.CANCELLED
    return CheckState.NO_ANSWER if was_tried else CheckState.NOT_CALLED
