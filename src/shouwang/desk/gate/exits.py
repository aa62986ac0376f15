"""The only gate that is open: a dated rule of each mode. Where none is named, all are."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from shouwang.desk.base.models import Community, Rule
from shouwang.desk.gate.models import Gate

EXITS = "gate_exits"  # {mode: number of the gate, or null where all are open}

EXIT, WAS = "exit", "was"  # of a proposal: the gate that is to be open alone; what was, where it holds already

Exits = Mapping[str, str | None]


def exits_on(community: Community, on: date) -> Exits:
    """By mode, the number of the only open gate on the day `on`. One query."""
    rule = Rule.objects.in_force(community, EXITS, on)
    return dict(rule.value) if rule else {}


def open_exit(community: Community, at: datetime) -> Gate | None:
    """The gate through which all go at `at`; None where every gate is open. Two queries."""
    named = exits_on(community, community.today(at)).get(community.mode)
    return Gate.objects.filter(community=community, pk=UUID(named)).first() if named else None
