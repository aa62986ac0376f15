"""What was said and could not be taken over is kept, and a person settles it."""

import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.rounds.actions.walk import end_stop, reopen_stop
from shouwang.desk.rounds.models import Outcome, Round, Stop, UnappliedSaying


class AlreadySettled(Refused):
    """Somebody else has settled it."""


class OffTheRound(Refused):
    """The stop had been taken off the round before this was heard."""

    def __init__(self, door: str) -> None:
        super().__init__(_("%(door)s had been taken off this round before that was heard.") % {"door": door})


class NothingToApply(Refused):
    """An undo, or a stop that is gone: it can only be set aside."""


@use_case
def keep_unapplied(
    *, round: Round, stop: Stop | None, what: UnappliedSaying.What, said: Mapping[str, Any], refusal: Refused,
    by: Actor, at: datetime, said_at: datetime,
) -> UnappliedSaying:  # fmt: skip
    """Keep what `by` said of `stop` (None: it is gone) on their `round`, beside the sentence they were told."""
    kept = UnappliedSaying(
        community=by.community, round=round, stop=stop, what=what, reason=type(refusal).__name__,
        said_by=by.account, said_at=said_at, received_at=at,
    )  # fmt: skip
    kept.words = json.dumps(said, ensure_ascii=False, default=str)
    kept.refusal = str(refusal)
    kept.save(force_insert=True)
    record(
        "rounds.not_applied", round, by=by, at=at, said_at=said_at, household_id=stop.household_id if stop else None,
        stop=stop.pk if stop else None, reason=kept.reason,
    )  # fmt: skip
    return kept


@use_case
def apply_saying(*, saying: UnappliedSaying, by: Actor, at: datetime) -> UnappliedSaying:
    """It was as they said: what stands now is undone, and theirs counts. Raises AlreadySettled, NothingToApply and
    whatever ending the stop raises."""
    said = json.loads(saying.words)
    if saying.stop is None or saying.what != UnappliedSaying.What.END:
        raise NothingToApply(_("This can only be set aside."))
    _settle(saying, UnappliedSaying.Settled.APPLIED, by=by, at=at)
    stop = saying.stop
    if stop.outcome:
        reopen_stop(stop=stop, by=by, at=at)
    end_stop(
        stop=stop, outcome=Outcome(said["outcome"]), by=by, at=at, said_at=saying.said_at, words=said.get("words", ""),
        quantities={UUID(line): Decimal(quantity) for line, quantity in said.get("quantities", {}).items()},
        not_done=[UUID(need) for need in said.get("not_done", [])],
    )  # fmt: skip
    return saying


@use_case
def set_aside(*, saying: UnappliedSaying, by: Actor, at: datetime) -> UnappliedSaying:
    """What stands, stands. Setting aside twice changes nothing. Raises AlreadySettled."""
    if saying.settled_as == UnappliedSaying.Settled.SET_ASIDE:
        return saying
    _settle(saying, UnappliedSaying.Settled.SET_ASIDE, by=by, at=at)
    return saying


def _settle(saying: UnappliedSaying, how: UnappliedSaying.Settled, *, by: Actor, at: datetime) -> None:
    waiting = UnappliedSaying.objects.filter(pk=saying.pk, settled_at=None)
    if waiting.update(settled_at=at, settled_by=by.account, settled_as=how) != 1:
        raise AlreadySettled(_("Somebody else has just settled this."))
    saying.refresh_from_db()
    household = saying.stop.household_id if saying.stop else None
    record("rounds.settled", saying.round, by=by, at=at, household_id=household, saying=saying.pk, how=how)
