"""The gate's rules as dated data: `planning.gate`'s own shape under "rule", and when refusals ask for a visit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shouwang.desk.base.models import Community, Rule
from shouwang.desk.gate.bridge import GateRule, Limit, Rules, State, as_json, read_rule

GATE = "gate"
AFTER, WITHIN = 3, 7  # refusals, days


@dataclass(frozen=True, slots=True)
class Held:
    """What holds on a day. Who was turned back `after` times in `within` days is visited."""

    rule: GateRule
    after: int = AFTER
    within: int = WITHIN

    def as_json(self) -> dict[str, Any]:
        return {"rule": as_json(self.rule), "visit": {"after": self.after, "within": self.within}}

    def limit(self, mode: str) -> Limit:
        """Of those of whom nothing else is asked."""
        return self.rule.limit(mode, State.OPEN)


def changed_by(before: Held, mode: str, value: Mapping[str, Any]) -> Held:
    """`before` as a proposal of `mode` changes it: "limits" for each state of a household ("limit": for those of whom
    nothing else is asked), "visit", and of every mode "exempt" and "passes_since". What it leaves out stays.

    Raises RuleProblem.
    """
    stored = before.as_json()
    limits = {**({str(State.OPEN): value["limit"]} if "limit" in value else {}), **value.get("limits", {})}
    stored["rule"]["modes"].setdefault(mode, {}).update(limits)
    stored["rule"].update({name: value[name] for name in ("exempt", "passes_since") if name in value})
    stored["visit"] |= value.get("visit", {})
    return held_from(stored)


def held_from(value: Mapping[str, Any]) -> Held:
    visit = value.get("visit", {})
    return Held(read_rule(value["rule"]), int(visit.get("after", AFTER)), int(visit.get("within", WITHIN)))


def held_on(community: Community, on: date) -> Held:
    """What holds on the day `on`; where nobody has decided, everybody may go. One query."""
    rule = Rule.objects.in_force(community, GATE, on)
    return held_from(rule.value) if rule else Held(GateRule())


def rules_of(community: Community) -> Rules:
    """All that was ever decided, and what is coming. One query."""
    stored = Rule.objects.filter(community=community, name=GATE)
    return Rules((day, held_from(value).rule) for day, value in stored.values_list("from_day", "value"))
