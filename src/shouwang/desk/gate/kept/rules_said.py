"""The rules in the words in which a guard reads them under "Rules", of the mode that holds: now, and what comes."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from shouwang.desk.base.models import Community
from shouwang.desk.gate.bridge import GateRule
from shouwang.desk.gate.rules import Held
from shouwang.desk.gate.rules_shown import lines_of, rest_of


def rules_said(dated: Sequence[tuple[date, Held]], community: Community, at: datetime) -> list[list[Any]]:
    """[from which day or null, [[of whom, words, of guests]…], what holds besides] of `dated`, which is what
    `gate.rules.dated_rules` gives, the earliest first; the first one holds already."""
    today = community.today(at)
    begun: list[tuple[date | None, Held]] = [*[one for one in dated if one[0] <= today][-1:]]
    coming = [one for one in dated if one[0] > today]
    return [_said(day, held, community) for day, held in [*(begun or [(None, Held(GateRule()))]), *coming]]


def _said(day: date | None, held: Held, community: Community) -> list[Any]:
    now = next(line for line in lines_of(held, community) if line.is_now)
    states = [[str(one.label), one.words, one.guests] for one in now.states]
    return [day and day.isoformat(), states, rest_of(held)]
