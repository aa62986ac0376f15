"""The gate's rules as dated data: `planning.gate`'s own shape under "rule", and when refusals ask for a visit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shouwang.desk.base.models import Community, Mode, Rule
from shouwang.desk.gate.bridge import GateRule, Limit, Rules, State, as_json, read_rule

GATE = "gate"
AFTER, WITHIN = 3, 7  # refusals, days


Part = tuple[str, ...]
"""What of a rule changes as a whole: ("limit", mode, state), ("visit",), ("exempt",), ("passes_since",)."""


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


def parts_of(held: Held) -> dict[Part, Any]:
    """All of it, part by part, as it is stored."""
    stored = held.as_json()
    rule = stored["rule"]
    parts: dict[Part, Any] = {
        ("visit",): stored["visit"], ("exempt",): rule["exempt"], ("passes_since",): rule["passes_since"],
    }  # fmt: skip
    for mode in Mode:
        said = rule["modes"].get(mode, {})
        parts |= {("limit", str(mode), str(one)): said.get(str(one), rule["states"][str(one)]) for one in State}
    return parts


def changes_of(before: Held, after: Held) -> dict[Part, Any]:
    """What `after` says otherwise."""
    was = parts_of(before)
    return {part: value for part, value in parts_of(after).items() if was[part] != value}


def with_changes(held: Held, changes: Mapping[Part, Any]) -> Held:
    """`held`, with `changes` made to it."""
    stored = held.as_json()
    for part, value in changes.items():
        if part[0] == "limit":
            stored["rule"]["modes"].setdefault(part[1], {})[part[2]] = value
        elif part == ("visit",):
            stored["visit"] = value
        else:
            stored["rule"][part[0]] = value
    return held_from(stored)


def proposed_by(changes: Mapping[Part, Any], mode: str) -> dict[str, Any]:
    """`changes` as a proposal of `mode` has them: nothing but what is new."""
    limits = {part[2]: value for part, value in changes.items() if part[:2] == ("limit", mode)}
    rest = {part[0]: value for part, value in changes.items() if part[0] != "limit"}
    return ({"limits": limits} if limits else {}) | rest


def held_from(value: Mapping[str, Any]) -> Held:
    visit = value.get("visit", {})
    return Held(read_rule(value["rule"]), int(visit.get("after", AFTER)), int(visit.get("within", WITHIN)))


def held_on(community: Community, on: date) -> Held:
    """What holds on the day `on`; where nobody has decided, everybody may go. One query."""
    rule = Rule.objects.in_force(community, GATE, on)
    return held_from(rule.value) if rule else Held(GateRule())


def dated_rules(community: Community) -> list[tuple[date, Held]]:
    """All that was ever decided, and what is coming, the earliest first. One query."""
    stored = Rule.objects.filter(community=community, name=GATE).order_by("from_day")
    return [(day, held_from(value)) for day, value in stored.values_list("from_day", "value")]


def held_among(dated: Iterable[tuple[date, Held]], on: date) -> Held:
    """What of `dated` holds on the day `on`."""
    return next((held for day, held in reversed(list(dated)) if day <= on), Held(GateRule()))


def rules_of(community: Community) -> Rules:
    """All that was ever decided, and what is coming. One query."""
    stored = Rule.objects.filter(community=community, name=GATE)
    return Rules((day, held_from(value).rule) for day, value in stored.values_list("from_day", "value"))
