"""Which gate alone is open, in a mode and from a day on."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.models import Rule
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.gate.exits import EXITS, exits_on
from shouwang.desk.gate.models import Gate


class ExitCannotChange(Refused):
    """Not from that day, or not at that gate; the sentence says why."""


@use_case
def name_open_exit(*, mode: str, gate: Gate | None, from_day: date, by: Actor, at: datetime) -> Rule:
    """From `from_day` on all go through `gate` in `mode`; None opens every gate again. Of a later day that was decided
    before, what it says of `mode` holds. Raises ExitCannotChange."""
    if from_day < by.community.today(at):
        raise ExitCannotChange(_("A rule begins today or later, not on a day that is over."))
    if gate is not None and gate.community_id != by.community.pk:
        raise ExitCannotChange(_("There is no such gate."))
    named = str(gate.pk) if gate else None
    rule, _is_new = Rule.objects.update_or_create(
        community=by.community, name=EXITS, from_day=from_day,
        defaults={"value": {**exits_on(by.community, from_day), mode: named}},
    )  # fmt: skip
    record("gate.exit_named", gate or by.community, by=by, at=at, mode=mode, from_day=from_day.isoformat(), gate=named)
    return rule
