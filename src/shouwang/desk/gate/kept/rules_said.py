"""The rules in the words in which a guard reads them under "Rules", of the mode that holds: now, and what comes."""

from datetime import date, datetime
from typing import Any

from shouwang.desk.base.models import Community, Rule
from shouwang.desk.gate.bridge import GateRule
from shouwang.desk.gate.rules import GATE, Held, held_from
from shouwang.desk.gate.rules_shown import lines_of, rest_of

Dated = list[tuple[date, Held]]


def dated_rules(community: Community) -> Dated:
    """All that was ever decided, and what is coming, the earliest first. One query."""
    stored = Rule.objects.filter(community=community, name=GATE).order_by("from_day").values_list("from_day", "value")
    return [(day, held_from(value)) for day, value in stored]


def rules_said(dated: Dated, community: Community, at: datetime) -> list[list[Any]]:
    """[from which day or null, [[of whom, words, of guests]…], what holds besides], the earliest first; the first one
    holds already."""
    today = community.today(at)
    begun: list[tuple[date | None, Held]] = [*[one for one in dated if one[0] <= today][-1:]]
    coming = [one for one in dated if one[0] > today]
    return [_said(day, held, community) for day, held in [*(begun or [(None, Held(GateRule()))]), *coming]]


def _said(day: date | None, held: Held, community: Community) -> list[Any]:
    now = next(line for line in lines_of(held, community) if line.is_now)
    states = [[str(one.label), one.words, one.guests] for one in now.states]
    return [day and day.isoformat(), states, rest_of(held)]
