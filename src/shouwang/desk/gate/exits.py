"""The only gate that is open: a dated rule of each mode. Where none is named, all are."""

from datetime import datetime
from uuid import UUID

from shouwang.desk.base.models import Community, Rule
from shouwang.desk.gate.models import Gate

EXITS = "gate_exits"  # {mode: number of the gate, or null where all are open}


def open_exit(community: Community, at: datetime) -> Gate | None:
    """The gate through which all go at `at`; None where every gate is open. Two queries."""
    rule = Rule.objects.in_force(community, EXITS, community.today(at))
    named = rule.value.get(community.mode) if rule else None
    return Gate.objects.filter(community=community, pk=UUID(named)).first() if named else None
