"""The rule as it is stored: read with a code and a sentence for whatever is wrong with it."""

from collections.abc import Mapping
from datetime import date, time
from enum import StrEnum
from typing import Any, TypeVar

from shouwang.planning.gate.rule import AS_IT_COMES, GateRule, Limit, Limits
from shouwang.planning.gate.words import Guests, Reason, State, Who

MOST_TIMES, LONGEST_DAYS, LONGEST_HOURS = 20, 31, 24

FAULTS: Mapping[str, str] = {
    "no_rule": "This is no list of names and values.",
    "unknown": "Nothing of this name is known.",
    "out_of_bounds": "This is no whole number, or it is too small or too large.",
    "no_choice": "This is yes or no.",
    "no_hours": "Hours are written as 08:00, the earlier first.",
    "no_day": "A day is written as 2020-02-17.",
    "no_list": "This is a list of reasons.",
}

OF_A_RULE = {"states", "modes", "exempt", "passes_since"}
OF_A_LIMIT = {"times", "days", "hours", "per_person", "open", "needs_pass", "guests"}

Word = TypeVar("Word", bound=StrEnum)


class RuleProblem(ValueError):
    """A rule that cannot be followed. `why` is a code of `FAULTS`, `where` the way to it: "states.open.days"."""

    def __init__(self, why: str, where: str) -> None:
        super().__init__(f"{where}: {FAULTS[why]}")
        self.why, self.where = why, where


def read_rule(value: Any) -> GateRule:
    """The rule that `value` says; what is left out is as it comes (`as_json` has the shape). Raises RuleProblem."""
    said = _mapping(value, "rule", OF_A_RULE)
    limits = _read_limits(said.get("states", {}), AS_IT_COMES, "states")
    modes = _mapping(said.get("modes", {}), "modes")
    since = said.get("passes_since")
    return GateRule(
        limits={**AS_IT_COMES, **limits},
        modes={mode: _read_limits(states, limits, f"modes.{mode}") for mode, states in modes.items()},
        exempt=_read_exempt(said.get("exempt", [])),
        passes_since=None if since is None else _day(since, "passes_since"),
    )


def as_json(rule: GateRule) -> dict[str, Any]:
    """What is stored of `rule`: read back by `read_rule`."""
    return {
        "states": _limits_json(rule.limits),
        "modes": {mode: _limits_json(limits) for mode, limits in rule.modes.items()},
        "exempt": sorted(rule.exempt),
        "passes_since": rule.passes_since.isoformat() if rule.passes_since else None,
    }


def _read_limits(said: Any, comes: Limits, where: str) -> Limits:
    states = _mapping(said, where)
    return {
        (state := _word(State, name, f"{where}.{name}")): _read_limit(
            limit, comes.get(state, AS_IT_COMES[state]), f"{where}.{name}"
        )
        for name, limit in states.items()
    }


def _read_limit(value: Any, comes: Limit, where: str) -> Limit:
    said = _mapping(value, where, OF_A_LIMIT)
    opens, shuts = _read_open(said["open"], f"{where}.open") if "open" in said else (comes.opens, comes.shuts)
    return Limit(
        times=_number(said, "times", comes.times, 0, MOST_TIMES, where),
        days=_number(said, "days", comes.days, 1, LONGEST_DAYS, where) or 1,
        hours=_number(said, "hours", comes.hours, 1, LONGEST_HOURS, where),
        per_person=_choice(said, "per_person", comes.per_person, where),
        opens=opens, shuts=shuts, needs_pass=_choice(said, "needs_pass", comes.needs_pass, where),
        guests={**comes.guests, **_read_guests(said.get("guests", {}), f"{where}.guests")},
    )  # fmt: skip


def _read_guests(value: Any, where: str) -> Mapping[Who, Guests]:
    said = _mapping(value, where, set(Who) - {Who.RESIDENT})
    return {Who(who): _word(Guests, how, f"{where}.{who}") for who, how in said.items()}


def _read_open(said: Any, where: str) -> tuple[time | None, time | None]:
    if said is None:
        return None, None
    try:
        opens, shuts = (time.fromisoformat(clock) for clock in said)
    except (TypeError, ValueError):
        raise RuleProblem("no_hours", where) from None
    if opens >= shuts or opens.tzinfo or shuts.tzinfo:
        raise RuleProblem("no_hours", where)
    return opens, shuts


def _read_exempt(said: Any) -> frozenset[str]:
    if not isinstance(said, list):
        raise RuleProblem("no_list", "exempt")
    return frozenset(_word(Reason, reason, "exempt") for reason in said)


def _mapping(value: Any, where: str, known: set[Any] | None = None) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise RuleProblem("no_rule", where)
    if unknown := set(value) - known if known is not None else None:
        raise RuleProblem("unknown", f"{where}.{min(map(str, unknown))}")
    return value


def _number(said: Mapping[str, Any], name: str, comes: int | None, least: int, most: int, where: str) -> int | None:
    number = said.get(name, comes)
    if number is None and name != "days":
        return None  # as often, or as long, as they like
    if isinstance(number, bool) or not isinstance(number, int) or not least <= number <= most:
        raise RuleProblem("out_of_bounds", f"{where}.{name}")
    return number


def _choice(said: Mapping[str, Any], name: str, comes: bool, where: str) -> bool:
    choice = said.get(name, comes)
    if not isinstance(choice, bool):
        raise RuleProblem("no_choice", f"{where}.{name}")
    return choice


def _day(said: Any, where: str) -> date:
    try:
        return date.fromisoformat(said)
    except (TypeError, ValueError):
        raise RuleProblem("no_day", where) from None


def _word(words: type[Word], said: Any, where: str) -> Word:
    try:
        return words(said)
    except ValueError:
        raise RuleProblem("unknown", where) from None


def _limits_json(limits: Limits) -> dict[str, Any]:
    return {
        str(state): {
            "times": limit.times, "days": limit.days, "hours": limit.hours, "per_person": limit.per_person,
            "open": _hours_json(limit), "needs_pass": limit.needs_pass,
            "guests": {str(who): str(how) for who, how in limit.guests.items()},
        }
        for state, limit in limits.items()
    }  # fmt: skip


def _hours_json(limit: Limit) -> list[str] | None:
    if limit.opens is None or limit.shuts is None:
        return None
    return [clock.isoformat("minutes") for clock in (limit.opens, limit.shuts)]
