"""The rule of the gate: how often, how long and at which hours, for each mode and each state of a household."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from shouwang.planning.gate.words import ALWAYS, Guests, State, Who

DAY = timedelta(days=1)
WELCOME: Mapping[Who, Guests] = {
    Who.VISITOR: Guests.YES, Who.COURIER: Guests.YES, Who.WORKER: Guests.YES, Who.VEHICLE: Guests.YES,
}  # fmt: skip
KEPT_AWAY: Mapping[Who, Guests] = {
    Who.VISITOR: Guests.NO, Who.COURIER: Guests.GATE, Who.WORKER: Guests.YES, Who.VEHICLE: Guests.SENIOR,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limit:
    """`times` out in any `days` calendar days, for `hours` each: (1, 3) is every three days, (2, 7) twice a week.

    `times`: None is as often as they like, 0 is nobody. `per_person`: counted for each person, not for the household;
    else one of them goes at a time. `opens`, `shuts`: the hours of the day; None is the whole day.
    """

    times: int | None = None
    days: int = 1
    hours: int | None = None
    per_person: bool = False
    opens: time | None = None
    shuts: time | None = None
    needs_pass: bool = False
    guests: Mapping[Who, Guests] = field(default_factory=lambda: WELCOME, hash=False)

    def opening(self, day: date, zone: tzinfo) -> tuple[datetime, datetime]:
        """From when until when the gate is open on `day`."""
        begins = start_of(day, zone, self.opens or time.min)
        return begins, start_of(day, zone, self.shuts) if self.shuts else start_of(day + DAY, zone)

    def back_by(self, at: datetime, zone: tzinfo) -> datetime | None:
        """When whoever goes out at `at` is to be back; None where no time is set."""
        ends = [at + timedelta(hours=self.hours)] if self.hours else []
        if self.shuts:
            ends.append(self.opening(day_of(at, zone), zone)[1])
        return min(ends, default=None)


Limits = Mapping[State, Limit]

AS_IT_COMES: Limits = {state: Limit(times=0, guests=KEPT_AWAY) for state in State} | {State.OPEN: Limit()}


@dataclass(frozen=True, slots=True)
class GateRule:
    """`limits` hold unless `modes` has others. `exempt`: further reasons, besides `ALWAYS`, that are never refused.

    Passes issued before `passes_since` are void.
    """

    limits: Limits = field(default_factory=lambda: AS_IT_COMES)
    modes: Mapping[str, Limits] = field(default_factory=dict)
    exempt: frozenset[str] = frozenset()
    passes_since: date | None = None

    def limit(self, mode: str, state: State) -> Limit:
        return self.modes.get(mode, {}).get(state) or self.limits[state]

    @property
    def never_refused(self) -> frozenset[str]:
        return ALWAYS | self.exempt


class Rules:
    """The dated rules of a community: each holds from its day until the next begins; before the first, all is free."""

    def __init__(self, dated: Iterable[tuple[date, GateRule]]) -> None:
        ordered = sorted(dated, key=lambda one: one[0])
        self._days = [day for day, _rule in ordered]
        self._rules = [GateRule(), *(rule for _day, rule in ordered)]

    def on(self, day: date) -> GateRule:
        return self._rules[bisect_right(self._days, day)]

    def since(self, day: date) -> list[tuple[date | None, GateRule]]:
        """What holds on `day` (None: from whenever it does), and what is dated later: all that a gate has to know."""
        first = bisect_right(self._days, day)
        return [(None, self._rules[first]), *zip(self._days[first:], self._rules[first + 1 :], strict=True)]


def day_of(at: datetime, zone: tzinfo) -> date:
    return at.astimezone(zone).date()


def start_of(day: date, zone: tzinfo, clock: time = time.min) -> datetime:
    """The moment at which the clocks of `zone` show `clock` on `day`."""
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)
