"""The judge of one route: its stops against the day's rules, and its figures against its stops.

The route is read as nodes (start, stops, end); breaks and disinfection stand behind the node they follow.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from shouwang.planning.rides.judge.keeping import EPS, Way, are_apart, disinfections, load_of, track_of
from shouwang.planning.rides.model.clock import write_clock as clock
from shouwang.planning.rides.model.day import ALWAYS, Day, Ride, Stop, Vehicle, Window
from shouwang.planning.rides.model.result import Call, Route, What

BOARDING = (What.PICK_UP, What.SET_DOWN)
CLOSE = 1e-5  # figures are sums of times: what they may be off, and by what share


def is_close(said: float, true: float) -> bool:
    """Whether a told figure is the true one."""
    return math.isclose(said, true, rel_tol=CLOSE * CLOSE, abs_tol=CLOSE)


def name_of(call: Call) -> str:
    """How a fault speaks of a stop."""
    names = {What.PICK_UP: "picking up", What.SET_DOWN: "setting down", What.BREAK: "the break"}
    names |= {What.START: "the start", What.END: "the end", What.DISINFECT: "the disinfection"}
    return f"{names[call.what]} ride {call.ride}" if call.what in BOARDING else names[call.what]


@dataclass(frozen=True, slots=True)
class RouteJudge:
    """One vehicle's route: `nodes` are the start, the stops and the end; `after[k]` what stands behind node k."""

    day: Day
    vehicle: Vehicle
    route: Route
    rides: Mapping[str, Ride]
    nodes: tuple[Call, ...]
    sides: tuple[Stop, ...]  # of node 1 to the last but one
    places: tuple[int, ...]  # where each node truly is
    after: tuple[tuple[Call, ...], ...]

    @classmethod
    def of(cls, day: Day, vehicle: Vehicle, route: Route, rides: Mapping[str, Ride]) -> "RouteJudge":
        """For a route whose shape is sound: the breaks before the start are kept behind node 0."""
        nodes: list[Call] = []
        after: list[list[Call]] = [[]]
        for call in route.calls:
            if call.what in (What.BREAK, What.DISINFECT):
                after[-1].append(call)
            else:
                after += [[]] if nodes else []
                nodes.append(call)
        boarding = [(rides[str(call.ride)], call.what) for call in nodes[1:-1]]
        sides = [ride.pick_up if what is What.PICK_UP else ride.set_down for ride, what in boarding]
        end = sides[-1].place if vehicle.end is None else vehicle.end
        places = (vehicle.start, *(side.place for side in sides), end)
        return cls(day, vehicle, route, rides, tuple(nodes), tuple(sides), places, tuple(map(tuple, after)))

    def faults(self) -> list[str]:
        said = [*self._places(), *self._people(), *self._times(), *self._windows(), *self._disinfection()]
        said += [*self._breaks(), *self._limits()]
        return [f"vehicle {self.vehicle.id}: {fault}" for fault in said + ([] if said else [*self._figures()])]

    @property
    def stops(self) -> tuple[Call, ...]:
        return self.nodes[1:-1]

    def _places(self) -> Iterator[str]:
        for call, place, after in zip(self.nodes, self.places, self.after, strict=True):
            for each in (call, *after):
                if each.place != place:
                    yield f"{name_of(each)} is at place {each.place} instead of {place}"

    def _people(self) -> Iterator[str]:
        """Loads, abilities, and who may share."""
        on_board: list[Ride] = []
        for call, after in zip(self.nodes, self.after, strict=True):
            if call.what is What.PICK_UP:
                ride = self.rides[str(call.ride)]
                if not ride.needs <= self.vehicle.abilities:
                    lacking = ", ".join(sorted(ride.needs - self.vehicle.abilities))
                    yield f"ride {ride.id} needs {lacking}, which it lacks"
                for other in on_board:
                    if are_apart(self.day, ride, other):
                        yield f"rides {other.id} ({other.kind}) and {ride.id} ({ride.kind}) must not share a car"
                on_board.append(ride)
            elif call.what is What.SET_DOWN:
                on_board.remove(self.rides[str(call.ride)])
            load = load_of(self.day, on_board)
            for name, now, most in zip(self.day.loads, load, self.vehicle.capacity, strict=True):
                if now > most:
                    yield f"{name_of(call)} makes {now} {name}, and there are {most}"
            for each in (call, *after):
                if each.load != load:
                    yield f"{name_of(each)} tells the load {each.load}, and it is {load}"

    def _times(self) -> Iterator[str]:
        """From node to node: arriving is leaving and the way, nobody begins before that, each thing takes its time."""
        services = [0.0, *(side.service for side in self.sides), 0.0]
        for k, (call, after) in enumerate(zip(self.nodes, self.after, strict=True)):
            there = self._leave(k - 1) + self._way(k - 1).minutes(self._leave(k - 1)) if k else call.begin
            ready = call.begin + services[k]
            steps = [(call, there, ready), *((each, each.begin, each.leave) for each in after if not k)]
            for each in after if k else ():
                steps.append((each, ready, each.leave))
                ready = each.leave
            for each, arrive, leave in steps:
                if not abs(each.arrive - arrive) <= EPS:
                    yield f"{name_of(each)} is reached at {clock(arrive)}, not at {clock(each.arrive)}"
                if not each.begin >= each.arrive - EPS:
                    yield f"{name_of(each)} begins at {clock(each.begin)}, reached at {clock(each.arrive)}"
                if not abs(each.leave - leave) <= EPS:
                    yield f"{name_of(each)} is over at {clock(leave)}, and is said to be left at {clock(each.leave)}"
        if self.vehicle.end is None and not abs(self.nodes[-1].begin - self._leave(-2)) <= EPS:
            yield f"the end is at {clock(self.nodes[-1].begin)}, and the last stop is left at {clock(self._leave(-2))}"

    def _way(self, k: int) -> Way:
        is_open = self.vehicle.end is None and k == len(self.nodes) - 2
        return Way(self.day.travel, None if is_open else (self.places[k], self.places[k + 1]))

    def _leave(self, k: int) -> float:
        """When node k is left for the next, breaks and disinfection done."""
        return self.after[k][-1].leave if k and self.after[k] else self.nodes[k].leave

    def _windows(self) -> Iterator[str]:
        """Hard windows, the shift, and everybody's longest ride."""
        got_in: dict[str | None, float] = {}
        for call, side in zip(self.stops, self.sides, strict=True):
            yield from _outside(name_of(call), call.begin, side.window)
            if call.what is What.PICK_UP:
                got_in[call.ride] = call.begin + side.service
                continue
            ride = self.rides[str(call.ride)]
            minutes, most = call.begin - got_in[call.ride], self.day.max_ride(ride)
            if not minutes <= most + EPS:
                yield f"ride {ride.id} is {minutes:.2f} minutes on board, and {most:.2f} are the most"
        if not self.nodes[0].leave >= self.vehicle.shift.earliest - EPS:
            yield f"it leaves at {clock(self.nodes[0].leave)}, before its shift at {clock(self.vehicle.shift.earliest)}"
        if not self.nodes[-1].begin <= self.vehicle.shift.latest + EPS:
            yield f"it is back at {clock(self.nodes[-1].begin)}, after its shift at {clock(self.vehicle.shift.latest)}"

    def _disinfection(self) -> Iterator[str]:
        """After an infectious rider the car is cleaned before anybody else gets in, and only then."""
        due = [0.0, *disinfections(self.rides, self.sequence), 0.0]
        for call, after, minutes in zip(self.nodes, self.after, due, strict=True):
            cleaned = [each for each in after if each.what is What.DISINFECT]
            spent = sum(each.leave - each.begin for each in cleaned)
            if not abs(spent - minutes) <= EPS or len(cleaned) > 1:
                yield f"after {name_of(call)} it is disinfected for {spent:g} minutes instead of {minutes:g}"

    def _breaks(self) -> Iterator[str]:
        """Each break once, in order, in its window, long enough, with nobody on board."""
        taken = [(k, call) for k, after in enumerate(self.after) for call in after if call.what is What.BREAK]
        if len(taken) != len(self.vehicle.breaks):
            yield f"it takes {len(taken)} breaks of {len(self.vehicle.breaks)}"
            return
        start, end, until, riders = self.nodes[0], self.nodes[-1], -ALWAYS, self.on_board
        for (k, call), rest in zip(taken, self.vehicle.breaks, strict=True):
            yield from _outside("the break", call.begin, Window(rest.earliest, rest.latest))
            if not abs(call.leave - call.begin - rest.minutes) <= EPS:
                yield f"the break at {clock(call.begin)} lasts {call.leave - call.begin:g} minutes of {rest.minutes:g}"
            if riders[k]:
                yield f"the break at {clock(call.begin)} is taken with somebody on board"
            if not call.begin >= until - EPS:
                yield f"the break at {clock(call.begin)} begins before the one before is over"
            if k == 0 and not (call.leave <= start.leave + EPS and call.begin >= self.vehicle.shift.earliest - EPS):
                yield f"the break at {clock(call.begin)} is not between the shift's beginning and leaving the start"
            if k == len(self.nodes) - 1 and not call.begin >= end.begin - EPS:
                yield f"the break at {clock(call.begin)} begins before the end at {clock(end.begin)}"
            until = call.leave

    def _limits(self) -> Iterator[str]:
        """The driver's own limits."""
        if not self.duration() <= self.vehicle.max_duration + EPS:
            yield f"it is out for {self.duration():.2f} minutes, and {self.vehicle.max_duration:.2f} are the most"
        if not self._driving() <= self.vehicle.max_driving + EPS:
            yield f"it drives for {self._driving():.2f} minutes, and {self.vehicle.max_driving:.2f} are the most"

    def _figures(self) -> Iterator[str]:
        """What the route says of itself; looked at only where it keeps every rule."""
        for what, said, true in (
            ("driving", self.route.driving, self.driving_cost()),
            ("waiting", self.route.waiting, self.waiting()),
        ):
            if not is_close(said, true):
                yield f"{what} is told as {said:g}, and it is {true:g}"
        where = [k for k, after in enumerate(self.after) for call in after if call.what is What.BREAK]
        track = track_of(self.day, self.vehicle, self.rides, self.sequence, where)
        if track is None:
            yield "its breaks before the start leave no time for it"
            return
        for call, latest in zip(self.nodes, track.latest(), strict=True):
            if not is_close(call.slack, latest - call.begin):
                yield f"{name_of(call)} is told a slack of {call.slack:g} minutes, and it is {latest - call.begin:g}"

    @property
    def sequence(self) -> tuple[tuple[str, bool], ...]:
        return tuple((str(call.ride), call.what is What.PICK_UP) for call in self.stops)

    def lateness(self) -> float:
        """Minutes past what is due, at the stops and at the end."""
        dues = [*(side.window.due for side in self.sides), self.vehicle.shift.due]
        return sum(max(0.0, call.begin - due) for call, due in zip(self.nodes[1:], dues, strict=True))

    def _driving(self) -> float:
        return sum(self._way(k).minutes(self._leave(k)) for k in range(len(self.nodes) - 1))

    def driving_cost(self) -> float:
        """Minutes of driving, or units of `Travel.cost`."""
        cost = self.day.travel.cost
        if cost is None:
            return self._driving()
        ends = [self._way(k).ends for k in range(len(self.nodes) - 1)]
        return sum(float(cost[pair]) for pair in ends if pair)

    def waiting(self) -> float:
        """Minutes standing before a stop with somebody on board."""
        steps = list(zip(self.on_board, self.nodes[1:], strict=False))
        return sum(call.begin - call.arrive for riders, call in steps if riders)

    @property
    def on_board(self) -> list[int]:
        """How many riders are on board after each node."""
        boarding = {What.PICK_UP: 1, What.SET_DOWN: -1}
        return list(accumulate(boarding.get(call.what, 0) for call in self.nodes))

    def duration(self) -> float:
        return self.nodes[-1].begin - self.nodes[0].leave


def _outside(what: str, begin: float, window: Window) -> Iterator[str]:
    if not begin >= window.earliest - EPS:
        yield f"{what} begins at {clock(begin)}, before its earliest {clock(window.earliest)}"
    if not begin <= window.latest + EPS:
        yield f"{what} begins at {clock(begin)}, after its latest {clock(window.latest)}"
