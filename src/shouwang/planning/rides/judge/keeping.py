"""Can this order of stops be kept at all, and by how much could each stop begin later?

The judge's own reading of a route's rules, sharing nothing with `timing` or the kernel. Every rule of time says "this
moment no sooner than that one, moved on by a rising function"; Bellman-Ford from the earliest times finds the least
moments that keep them all, or that there are none (Cormen et al., Introduction to Algorithms, ch. 24: difference
constraints; for travel by time of day the same rounds climb to the least fixed point, Tarski 1955).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement

from shouwang.planning.rides.model.day import ALWAYS, Break, Day, Ride, Stop, Travel, Vehicle

EPS = 1e-6
LONG_AGO = -1e7  # stands for "no earliest": minutes before any day
ROUNDS = 5_000  # by time of day the rounds may converge without end; a constant system needs one a stop

Order = Sequence[tuple[str, bool]]


def can_be_kept(day: Day, vehicle: Vehicle, sequence: Order) -> bool:
    """Whether any schedule at all keeps every rule for `vehicle` driving these stops in this order.

    `sequence`: (ride id, gets in here?) from first to last. By time of day the driving limit is held against the
    fewest minutes that each leg can take, so that there only a "no" is certain.
    """
    rides = {ride.id: ride for ride in day.rides}
    if not sequence:
        return True
    if any(name not in rides for name, _ in sequence) or not _can_be_carried(day, vehicle, rides, sequence):
        return False
    return any(track.is_possible() for track in tracks(day, vehicle, rides, sequence))


def _can_be_carried(day: Day, vehicle: Vehicle, rides: Mapping[str, Ride], sequence: Order) -> bool:
    """Whether everybody gets in once and out after it, and may and does fit beside whoever is on board."""
    done: set[str] = set()
    on_board: list[Ride] = []
    for name, gets_in in sequence:
        ride = rides[name]
        if not gets_in:
            if ride not in on_board:
                return False
            on_board.remove(ride)
            continue
        if name in done or not ride.needs <= vehicle.abilities:
            return False
        if any(are_apart(day, ride, other) for other in on_board):
            return False
        done.add(name)
        on_board.append(ride)
        if any(load > most for load, most in zip(load_of(day, on_board), vehicle.capacity, strict=True)):
            return False
    return not on_board


def are_apart(day: Day, one: Ride, other: Ride) -> bool:
    """Whether these two may not share a car."""
    return (one.kind, other.kind) in day.apart or (other.kind, one.kind) in day.apart


def load_of(day: Day, on_board: Sequence[Ride]) -> tuple[int, ...]:
    """What these riders take, a number for each load of the day."""
    return tuple(sum(ride.load[which] for ride in on_board) for which in range(len(day.loads)))


@dataclass(frozen=True, slots=True)
class Way:
    """From one place to another: minutes by the minute of departure; nowhere (`way` None) costs nothing."""

    travel: Travel
    ends: tuple[int, int] | None

    def minutes(self, departure: float) -> float:
        if self.ends is None:
            return 0.0
        table, at = self.travel.minutes, self.travel.at
        if not at:
            return float(table[self.ends])
        after = next((k for k, knot in enumerate(at) if knot >= departure), len(at) - 1)
        before = max(after - 1, 0) if departure < at[after] else after
        low, high = float(table[before][self.ends]), float(table[after][self.ends])
        if before == after or low == high:
            return high
        return low + (high - low) * (departure - at[before]) / (at[after] - at[before])

    def fewest(self) -> float:
        if self.ends is None:
            return 0.0
        table = self.travel.minutes
        return float(table[..., self.ends[0], self.ends[1]].min())

    def last_departure(self, arrival: float) -> float:
        """The latest moment to leave and be there by `arrival`."""
        at = self.travel.at
        if self.ends is None or not at:
            return arrival - self.minutes(0.0)
        there = [knot + self.minutes(knot) for knot in at]
        late = max((k for k in range(len(at)) if there[k] <= arrival), default=-1)
        if late in (-1, len(at) - 1) or there[late + 1] == ALWAYS:
            return arrival - self.minutes(at[max(late, 0)])
        share = (arrival - there[late]) / (there[late + 1] - there[late])
        return at[late] + share * (at[late + 1] - at[late])


@dataclass(frozen=True, slots=True)
class Leg:
    """What lies between two moments that follow each other: service and disinfection, breaks, the way."""

    stay: float
    breaks: tuple[Break, ...]
    way: Way

    def leave(self, begin: float) -> float:
        """The earliest departure; inf where a break can no longer begin in time."""
        now = begin + self.stay
        for rest in self.breaks:
            now = max(now, rest.earliest)
            if now > rest.latest + EPS:
                return ALWAYS
            now += rest.minutes
        return now

    def arrive(self, begin: float) -> float:
        leave = self.leave(begin)
        return leave + self.way.minutes(leave) if leave < ALWAYS else ALWAYS

    def last_begin(self, arrival: float) -> float:
        """The latest moment before this leg from which `arrival` can still be kept; -inf: none."""
        now = self.way.last_departure(arrival)
        for rest in reversed(self.breaks):
            now = min(now - rest.minutes, rest.latest)
            if now < rest.earliest - EPS:
                return -ALWAYS
        return now - self.stay


@dataclass(frozen=True, slots=True)
class Track:
    """A route with its breaks in their places: moments (leaving the start, stops' begins, the end) and what binds them.

    `binds`: (i, j, most): moment j is at most `most` after moment i. Leg k leads from moment k to k + 1.
    """

    lows: tuple[float, ...]
    highs: tuple[float, ...]
    legs: tuple[Leg, ...]
    binds: tuple[tuple[int, int, float], ...]
    max_driving: float

    def least(self) -> list[float] | None:
        """The earliest of all schedules; None where there is none."""
        now = list(self.lows)
        for _ in range(len(now) + 1 if not self.legs[0].way.travel.at else ROUNDS):
            before = list(now)
            for k, leg in enumerate(self.legs):
                now[k + 1] = max(now[k + 1], leg.arrive(now[k]))
            for i, j, most in self.binds:
                now[i] = max(now[i], now[j] - most)
            if not all(moment <= high + EPS for moment, high in zip(now, self.highs, strict=True)):
                return None
            if not all(moment < ALWAYS for moment in now):
                return None
            if all(moment <= old + 1e-9 for moment, old in zip(now, before, strict=True)):
                return now
        return None

    def latest(self) -> list[float]:
        """The latest of all schedules, inf where nothing ends it; only where there is one."""
        now = list(self.highs)
        for _ in range(len(now) + 1 if not self.legs[0].way.travel.at else ROUNDS):
            before = list(now)
            for i, j, most in self.binds:
                now[j] = min(now[j], now[i] + most)
            for k in range(len(self.legs) - 1, -1, -1):
                now[k] = min(now[k], self.legs[k].last_begin(now[k + 1]))
            if all(moment >= old - 1e-9 for moment, old in zip(now, before, strict=True)):
                break
        if self.legs[-1].way.ends is None:  # an open end is when the last stop is left, no later
            now[-1] = min(now[-1], self.legs[-1].arrive(now[-2]))
        return now

    def is_possible(self) -> bool:
        return sum(leg.way.fewest() for leg in self.legs) <= self.max_driving + EPS and self.least() is not None


def tracks(day: Day, vehicle: Vehicle, rides: Mapping[str, Ride], sequence: Order) -> Iterator[Track]:
    """The route with its breaks in each place where they may be, the earliest places first."""
    empty, on_board = [0], 0
    for k, (_, gets_in) in enumerate(sequence, start=1):
        on_board += 1 if gets_in else -1
        if not on_board:
            empty.append(k)
    for where in combinations_with_replacement([*empty, len(sequence) + 1], len(vehicle.breaks)):
        track = track_of(day, vehicle, rides, sequence, where)
        if track:
            yield track


def track_of(
    day: Day, vehicle: Vehicle, rides: Mapping[str, Ride], sequence: Order, where: Sequence[int]
) -> Track | None:
    """The route with break k at moment `where[k]`: 0 before the start, then after that stop, last after the end."""
    stops = [rides[name].pick_up if gets_in else rides[name].set_down for name, gets_in in sequence]
    last = len(stops) + 1
    resting = [tuple(vehicle.breaks[k] for k, at in enumerate(where) if at == moment) for moment in range(last + 1)]
    begin = Leg(0.0, resting[0], Way(day.travel, None)).leave(max(vehicle.shift.earliest, LONG_AGO))
    if begin == ALWAYS:
        return None
    places = [vehicle.start, *(stop.place for stop in stops)]
    goals = [*(stop.place for stop in stops), vehicle.end if vehicle.end is not None else places[-1]]
    ways = [Way(day.travel, (a, b)) for a, b in zip(places, goals, strict=True)]
    if vehicle.end is None:
        ways[-1] = Way(day.travel, None)
    stays = [0.0, *(stop.service + extra for stop, extra in zip(stops, disinfections(rides, sequence), strict=True))]
    legs = [Leg(stays[k], resting[k] if k else (), way) for k, way in enumerate(ways)]
    return Track(
        lows=(begin, *(max(stop.window.earliest, LONG_AGO) for stop in stops), LONG_AGO),
        highs=(ALWAYS, *(stop.window.latest for stop in stops), _latest_end(vehicle, resting[last])),
        legs=tuple(legs),
        binds=(*_ride_times(day, rides, sequence, stops), (0, last, vehicle.max_duration)),
        max_driving=vehicle.max_driving,
    )


def _latest_end(vehicle: Vehicle, resting: tuple[Break, ...]) -> float:
    return min([vehicle.shift.latest, *(rest.latest for rest in resting)])


def _ride_times(
    day: Day, rides: Mapping[str, Ride], sequence: Order, stops: Sequence[Stop]
) -> Iterator[tuple[int, int, float]]:
    moment = {step: k for k, step in enumerate(sequence, start=1)}
    for (name, gets_in), k in moment.items():
        if gets_in:
            yield k, moment[name, False], stops[k - 1].service + day.max_ride(rides[name])


def disinfections(rides: Mapping[str, Ride], sequence: Order) -> list[float]:
    """Minutes of disinfection after each stop: the most that is pending, right before somebody else gets in."""
    spent, pending = [0.0] * len(sequence), 0.0
    for k, (name, gets_in) in enumerate(sequence):
        if not gets_in:
            pending = max(pending, rides[name].disinfect)
        elif pending:
            spent[k - 1], pending = pending, 0.0
    return spent
