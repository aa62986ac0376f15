"""The rule of the gate once more, by brute force and from the stored data: every way to read the book, hour after
hour. It shares no line with the package; only what residents ask who go out is judged."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import product

ALWAYS = "hospital dialysis chemotherapy antenatal funeral essential_work emergency".split()
ORDINARY = "shopping medicine walk work cash parcel visit delivery".split()
STATES = "open sealed arrived isolated".split()


@dataclass(frozen=True)
class Entry:
    person: str | None
    way: str
    at: datetime
    reason: str | None
    back_by: datetime | None


@dataclass
class World:
    """`dated`: (day, stored value), the earliest first, each with a limit for every state."""

    dated: list[tuple[date, dict]]
    entries: list[Entry]
    zone: tzinfo
    person: str | None
    household: bool
    state: str | None
    reason: str | None
    issued_on: date | None

    def verdict(self, at: datetime) -> str:
        entries = sorted((one for one in self.entries if one.at <= at), key=lambda one: one.at)
        value = self._value(self._day(at))
        if self.reason in ALWAYS + value["exempt"]:
            return "allowed"
        states = [self.state] if self.state in STATES else STATES
        found = {self._in_state(value["states"][state], value, entries, at) for state in states}
        verdict = found.pop() if len(found) == 1 else "senior"
        return "senior" if verdict == "no" and self.reason not in ORDINARY else verdict

    def next_allowed(self, at: datetime, within: int) -> datetime | None:
        """The first whole hour of the `within` days after `at` in which it is allowed, if all are back by then."""
        back = [Entry(person, "in", at, None, None) for person in {one.person for one in self.entries}]
        later = World(**{**self.__dict__, "entries": [one for one in self.entries if one.at <= at] + back})
        hours = (at + timedelta(hours=ahead) for ahead in range(1, 24 * within))
        return next((hour for hour in hours if later.verdict(hour) == "allowed"), None)

    def _in_state(self, limit: dict, value: dict, entries: list[Entry], at: datetime) -> str:
        void = self.issued_on is None or (value["passes_since"] and str(self.issued_on) < value["passes_since"])
        if limit["times"] == 0 or (limit["needs_pass"] and void):
            return "no"
        local = f"{at.astimezone(self.zone):%H:%M}"
        if limit["open"] and not limit["open"][0] <= local < limit["open"][1]:
            return "no"
        if limit["times"] is None:
            return "allowed"
        if not self.household:
            return "senior"
        over = {self._count(reading, limit, at) >= limit["times"] for reading in self._readings(entries, limit)}
        if over == {True}:
            return "no"
        return "senior" if True in over else self._others(entries, limit, at)

    def _readings(self, entries: list[Entry], limit: dict):
        """Every way to read the book: which ways out happened, and were of whom this limit counts."""
        runs: dict[tuple, list[Entry]] = {}
        ways_in: dict[str | None, int] = {}
        for one in entries:
            if one.way == "in":
                ways_in[one.person] = ways_in.get(one.person, 0) + 1
            elif one.reason not in ALWAYS + self._value(self._day(one.at))["exempt"]:
                runs.setdefault((one.person, self._day(one.at), ways_in.get(one.person, 0)), []).append(one)
        outs = [one for run in runs.values() for one in run]
        for chosen in product([True, False], repeat=len(outs)):
            happened = {id(one) for one, is_chosen in zip(outs, chosen, strict=True) if is_chosen}
            if any(
                any(one.reason in ORDINARY for one in run)
                and self._is_surely_theirs(person, limit)
                and not any(id(one) in happened and one.reason in ORDINARY for one in run)
                for (person, _day, _nth), run in runs.items()
            ):
                continue  # an entry may be the copy of another, but one of them happened
            yield [one for one in outs if id(one) in happened and self._may_be_theirs(one.person, limit)]

    def _is_surely_theirs(self, person: str | None, limit: dict) -> bool:
        return not limit["per_person"] or (person == self.person and person is not None)

    def _may_be_theirs(self, person: str | None, limit: dict) -> bool:
        return not limit["per_person"] or None in (person, self.person) or person == self.person

    def _count(self, outs: list[Entry], limit: dict, at: datetime) -> int:
        window = {self._day(at) - timedelta(days=back) for back in range(limit["days"])}
        return sum(self._day(one.at) in window for one in outs)

    def _others(self, entries: list[Entry], limit: dict, at: datetime) -> str:
        verdicts = {"allowed"}
        for one in entries:
            if one.way == "in" or any(
                later.way == "in" and later.person == one.person and later.at >= one.at for later in entries
            ):
                continue
            due_later = one.back_by is not None and one.back_by > at
            if not due_later and self._day(one.at) != self._day(at):
                continue
            exempt = one.reason in ALWAYS + self._value(self._day(one.at))["exempt"]
            if one.person == self.person and one.person is not None:
                verdicts.add("senior")
            elif not limit["per_person"] and not exempt:
                sure = due_later and one.person and self.person and one.reason in ORDINARY
                verdicts.add("no" if sure else "senior")
        return next(verdict for verdict in ("no", "senior", "allowed") if verdict in verdicts)

    def _value(self, day: date) -> dict:
        return [value for since, value in self.dated if since <= day][-1]

    def _day(self, at: datetime) -> date:
        return at.astimezone(UTC).astimezone(self.zone).date()
