"""A paper sheet typed back: every stop at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.rounds.actions.walk import end_stop
from shouwang.desk.rounds.models import Outcome, Round


class SheetRefused(Refused):
    """One stop of it cannot be entered so; nothing was. The message names the door."""


@dataclass(frozen=True, slots=True)
class Entered:
    """What the paper says of one stop."""

    outcome: Outcome
    words: str = ""
    quantities: Mapping[UUID, Decimal] = field(default_factory=dict)
    not_done: tuple[UUID, ...] = ()


@use_case
def enter_back_sheet(*, round: Round, entered: Mapping[UUID, Entered], by: Actor, at: datetime) -> int:
    """End every stop that `entered` names (stop id → what the paper says); how many were.

    Stops that ended on a phone in the meantime stay as they are. All or nothing: raises SheetRefused.
    """
    count = 0
    for stop in round.stops.select_related("door", "round").order_by("position"):
        said = entered.get(stop.pk)
        if said is None or stop.outcome:
            continue
        try:
            end_stop(
                stop=stop, outcome=said.outcome, quantities=said.quantities, not_done=said.not_done, words=said.words,
                by=by, at=at,
            )  # fmt: skip
        except Refused as refusal:
            raise SheetRefused(
                _("%(door)s: %(why)s Nothing has been saved yet.") % {"door": stop, "why": refusal}
            ) from None
        count += 1
    return count
