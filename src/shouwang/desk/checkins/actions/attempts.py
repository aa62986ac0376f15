"""What came of trying to hear from somebody: the one way in which an attempt is stored, and its undo.

Whatever was said is kept, however late it arrives: no state refuses it. Unclear never counts as well.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.checkins.actions import attempts_state as state
from shouwang.desk.checkins.actions.attempts_follow import follow, unfollow
from shouwang.desk.checkins.models import Attempt, CheckIn
from shouwang.desk.checkins.models.checkins import STATE_AFTER, Outcome, Sign
from shouwang.desk.needs.actions.alerts import raise_alert
from shouwang.desk.needs.actions.capture import Wish, add_need
from shouwang.desk.needs.actions.life import withdraw_need
from shouwang.desk.needs.bridge import speaks_of_self_harm
from shouwang.desk.needs.models import Kind, Need, Sensitivity, Source
from shouwang.desk.needs.models.needs import LIVE
from shouwang.desk.people.models import Person

UNDO_FOR = timedelta(minutes=1)
HEARD = frozenset(STATE_AFTER)
NOT_FOR_GROUPS = frozenset({Kind.MEDICINE, Kind.RIDE, Kind.TALK})


class TooLateToUndo(Refused):
    """The minute is over, or what came of it has gone on."""


class NotYours(Refused):
    """Somebody else said it."""


@use_case
def say_outcome(
    *, checkin: CheckIn, outcome: Outcome, by: Actor, at: datetime, said_at: datetime | None = None,
    sign: Sign = Sign.CALL, words: str = "", wishes: Sequence[Wish] = (), kind: str | None = None,
    degrees: Decimal | None = None, symptoms: str = "", answered_by: Person | None = None,
) -> Attempt:  # fmt: skip
    """Somebody tried to hear from the person of `checkin`, and this came of it.

    `said_at`: when, by the caller's own clock, where it was said before it was heard. `kind`, `wishes` and `words`
    tell what WELL_NEEDS needs; `words` what TALK is about; `degrees` (Celsius) and `symptoms` how UNWELL feels.
    `answered_by`: who spoke for the person. Saying the same of the same moment twice changes nothing. Being heard
    also ends what was expected of the person before and stayed silent. Raises
    NothingWanted, NoTemperature.
    """
    state.hold(checkin)
    if (before := _said_before(checkin, outcome, by, at, said_at)) is not None:
        return before
    attempt = _attempt(checkin, outcome, by, at, said_at, sign, words.strip(), answered_by)
    attempt.need = _need_of(attempt, outcome, f"{words}\n{symptoms}".strip(), wishes, kind, by, at)
    attempt.save(force_insert=True)
    state.settle_state(checkin)
    if outcome in HEARD:
        _settle_older(attempt)
    record(
        "checkins.attempted", checkin, by=by, at=at, said_at=said_at, household_id=checkin.household_id, sign=sign,
        how="heard" if outcome in HEARD else outcome, person=checkin.person_id,
    )  # fmt: skip
    follow(attempt, by=by, at=at, degrees=degrees, symptoms=symptoms)
    return attempt


@use_case
def say_for_all(
    *, said: Sequence[tuple[CheckIn, Outcome]], answered_by: Person, by: Actor, at: datetime,
    said_at: datetime | None = None, sign: Sign = Sign.CALL,
) -> list[Attempt]:  # fmt: skip
    """What `answered_by` told of each one they answer for, stored for each singly."""
    return [
        say_outcome(
            checkin=checkin, outcome=outcome, by=by, at=at, said_at=said_at, sign=sign,
            answered_by=None if checkin.person_id == answered_by.pk else answered_by,
        )
        for checkin, outcome in said
    ]  # fmt: skip


@use_case
def undo_attempt(*, attempt: Attempt, by: Actor, at: datetime, said_at: datetime | None = None) -> Attempt:
    """It was not so: everything stands as before, as long as nothing that came of it has gone on.

    Undoing twice changes nothing. Raises TooLateToUndo a minute after it was said, NotYours.
    """
    state.hold(attempt.checkin)
    attempt.refresh_from_db()
    if attempt.undone_at is not None:
        return attempt
    if attempt.by_id != (by.account.pk if by.account else None) or by.account is None:
        raise NotYours(_("Only who said it takes it back. Say what is true instead."))
    if not can_be_undone(attempt, said_at or at):
        raise TooLateToUndo(_("The minute is over. Say what is true instead."))
    _withdraw(attempt, by=by, at=at)
    together = Attempt.objects.filter(person=attempt.person_id, by=attempt.by_id, at=attempt.at, undone_at=None)
    for one in together.filter(outcome=attempt.outcome, said_at=attempt.said_at).select_related("checkin__plan"):
        Attempt.objects.filter(pk=one.pk).update(undone_at=at)
        state.settle_state(one.checkin)
    attempt.refresh_from_db()
    unfollow(attempt, by=by, at=at)
    record(
        "checkins.undone", attempt.checkin, by=by, at=at, said_at=said_at, household_id=attempt.checkin.household_id,
        person=attempt.person_id,
    )  # fmt: skip
    return attempt


def can_be_undone(attempt: Attempt, at: datetime) -> bool:
    return attempt.undone_at is None and at <= state.moment_of(attempt) + UNDO_FOR


def _said_before(
    checkin: CheckIn, outcome: Outcome, by: Actor, at: datetime, said_at: datetime | None
) -> Attempt | None:
    same = Attempt.objects.filter(checkin=checkin, outcome=outcome, by=by.account, link=by.link, undone_at=None)
    return (same.filter(said_at=said_at) if said_at else same.filter(said_at=None, at=at)).first()


def _attempt(
    checkin: CheckIn, outcome: Outcome, by: Actor, at: datetime, said_at: datetime | None, sign: Sign, words: str,
    answered_by: Person | None,
) -> Attempt:  # fmt: skip
    attempt = Attempt(
        community_id=checkin.community_id, checkin=checkin, person_id=checkin.person_id, at=at, said_at=said_at,
        by=by.account, link=by.link, sign=sign, outcome=outcome, answered_by=answered_by,
    )  # fmt: skip
    attempt.words = words
    return attempt


def _need_of(
    attempt: Attempt, outcome: Outcome, words: str, wishes: Sequence[Wish], kind: str | None, by: Actor, at: datetime
) -> Need | None:
    """What they need becomes a need; words of somebody who may harm themselves reach a person whatever was pressed."""
    checkin = attempt.checkin
    household, source = checkin.household, Source.HOUSEHOLD if attempt.sign == Sign.LINK else Source.CALL
    if outcome not in (Outcome.WELL_NEEDS, Outcome.TALK):
        if speaks_of_self_harm(words):
            raise_alert(words=words, who=checkin.person.name, need=None, door=household.door, by=by, at=at)
        return None
    if outcome == Outcome.TALK:
        with translation.override(settings.LANGUAGE_CODE):  # read by whoever listens, not by whoever called
            kind, wishes, words = Kind.TALK, (), words.strip() or _("would like somebody to talk to")
    kind = kind or (Kind.GOODS if wishes else Kind.OTHER)
    return add_need(
        kind=kind, source=source, household=household, person=checkin.person, words=words, wishes=wishes, by=by, at=at,
        sensitivity=Sensitivity.SENSITIVE if kind in NOT_FOR_GROUPS else Sensitivity.ORDINARY,
    )  # fmt: skip


def _settle_older(attempt: Attempt) -> None:
    """Whoever was heard now need not be called for this morning any more."""
    for checkin in state.older_ones(attempt.checkin, state.moment_of(attempt)):
        state.hold(checkin)
        Attempt.objects.create(
            community_id=attempt.community_id, checkin=checkin, person_id=attempt.person_id, at=attempt.at,
            said_at=attempt.said_at, by=attempt.by, link=attempt.link, sign=attempt.sign, outcome=attempt.outcome,
            answered_by=attempt.answered_by,
        )  # fmt: skip
        state.settle_state(checkin)


def _withdraw(attempt: Attempt, *, by: Actor, at: datetime) -> None:
    """What came of it is taken back. Raises TooLateToUndo where somebody has set out already."""
    need = attempt.need
    if need is not None and need.state in LIVE:
        if need.taken_by_id is not None or need.state != "open":
            raise TooLateToUndo(_("Somebody sees to it already. Tell the desk what is true."))
        withdraw_need(need=need, by=by, at=at)
