"""A running plan in the kernel's arrays, so that one ride more is asked of all its routes in a few milliseconds.

The arrays are made once for a plan and handed on to those that follow from it by taking an offer. What is past is
pinned by its windows, so that the kernel needs to know only how many stops of a route come before anything new.
"""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from shouwang.planning.rides.exact.running import arrival, idle_breaks
from shouwang.planning.rides.kernel.calling import cheapest_places, load
from shouwang.planning.rides.kernel.flat import (
    BREAKS,
    EARLY,
    END,
    FROZEN,
    LATE,
    SERVICE,
    SHIFT_EARLY,
    START,
    Ints,
)
from shouwang.planning.rides.kernel.placing import UNDER
from shouwang.planning.rides.kernel.state import SIZE, SLOT
from shouwang.planning.rides.live.inserting_board import Board
from shouwang.planning.rides.model.day import ALWAYS, Ride
from shouwang.planning.rides.model.result import Plan, Route, What
from shouwang.planning.rides.search.flattening import FAR


@dataclass(frozen=True, slots=True)
class Place:
    """Of `vehicle`'s stops: gets in behind the first `after`, and out behind the first `until` of the old ones."""

    vehicle: str
    after: int
    until: int


class Standing:
    """A plan on its board: where its stops stand in the arrays, and what of them is past at some minute.

    A car goes to a stop at its `gate`, is there to `arrive`, and has nothing to do there any more when it is `done`.
    Rows of vehicles: `first` stop, `counts` of stops, `leaves` the start, `ends` the day. `rests`: (vehicle, which,
    begin, end) of each break.
    """

    def __init__(self, plan: Plan, board: Board, numbers: dict[str, int]) -> None:
        self.board, self.numbers = board, numbers
        flat = board.flat
        self.seq: Ints = np.zeros((flat.m, board.longest), np.int64)
        self.size: Ints = np.full(flat.m, 2, np.int64)
        self.seq[:, 0], self.seq[:, 1] = flat.crew[:, START], flat.crew[:, END]
        self.leaves, self.ends = np.full(flat.m, ALWAYS), np.full(flat.m, -ALWAYS)
        self.first: Ints = np.zeros(flat.m, np.int64)
        self.counts: Ints = np.zeros(flat.m, np.int64)
        self.rests: list[tuple[int, int, float, float]] = []
        self.closed: Ints = np.zeros(flat.m, np.int64)
        self.resting = np.full(flat.m, -ALWAYS)
        stops: list[tuple[int, int, float, float, float, float]] = []
        for route in plan.routes:
            v = board.flattened.vehicle_number[route.vehicle]
            self.first[v] = len(stops)
            stops += self._stops(v, route)
            count = self.counts[v] = len(stops) - self.first[v]
            self.seq[v, 1 : count + 1] = [node for _, node, *_ in stops[-count:]]
            self.seq[v, count + 1] = flat.crew[v, END]
            self.size[v] = count + 2
        for v, vehicle in enumerate(plan.day.vehicles):
            if not self.counts[v]:
                self.rests += [(v, k, begin, leave) for k, (begin, leave) in enumerate(idle_breaks(vehicle))]
        columns = np.array(stops, np.float64).reshape(-1, 6).T
        self.vehicle, self.nodes = columns[0].astype(np.int64), columns[1].astype(np.int64)
        self.begin, self.gate, self.arrive, self.done = columns[2:]

    def _stops(self, v: int, route: Route) -> list[tuple[int, int, float, float, float, float]]:
        """(vehicle, node, begin, gate, arrive, done) of each stop; notes what else is known of the vehicle's day."""
        stops: list[tuple[int, int, float, float, float, float]] = []
        gate, rested = ALWAYS, 0
        for call in route.calls:
            if call.what is What.BREAK:
                self.rests.append((v, rested, call.begin, call.leave))
                rested += 1
                gate = call.leave if self.leaves[v] < ALWAYS else ALWAYS
                continue
            if call.what is What.START:
                self.leaves[v] = call.leave
            elif call.what is What.END:
                self.ends[v] = call.begin
            elif call.what is What.DISINFECT:
                stops[-1] = (*stops[-1][:5], call.leave)
            elif call.ride is not None:
                node = self.numbers[call.ride] + (0 if call.what is What.PICK_UP else self.board.flat.n)
                stops.append((v, node, call.begin, gate, arrival(call), call.leave))
            gate = call.leave
        return stops

    def show(self, at: float) -> None:
        """Load the plan into the kernel as it stands at the minute `at`."""
        board, flat = self.board, self.board.flat
        if board.shown is not None and board.shown[0] is self and board.shown[1] == at:
            return
        flat.node[:], flat.car[:] = board.node, board.car
        is_first = np.isin(np.arange(len(self.begin)), self.first[self.counts > 0])
        is_fixed = (self.begin <= at) | ((self.gate <= at) & ((at < self.arrive) | is_first))
        pinned = self.nodes[is_fixed]
        flat.node[pinned, EARLY] = flat.node[pinned, LATE] = self.begin[is_fixed]
        flat.crew[:, FROZEN] = np.bincount(self.vehicle[is_fixed], minlength=flat.m)
        flat.car[:, SHIFT_EARLY] = np.where(self.leaves > at, np.maximum(flat.car[:, SHIFT_EARLY], at), self.leaves)
        self._hold_breaks(at)
        self._hold_cars(at)
        load(flat, board.state, self.seq, self.size)
        self.closed[:] = board.state.slots[board.state.fleet[:, SLOT], SIZE] != self.size
        board.shown = self, at

    def _hold_breaks(self, at: float) -> None:
        """A break that was taken is none any more; one that was not begins from now on."""
        car = self.board.flat.car
        self.resting[:] = -ALWAYS
        if not self.rests:
            return
        car[:, BREAKS::3] = np.maximum(car[:, BREAKS::3], at)
        for v, number, begin, leave in self.rests:
            if begin <= at:
                car[v, BREAKS + 3 * number : BREAKS + 3 * number + 3] = -FAR, FAR, 0.0
                self.resting[v] = max(self.resting[v], leave)
                if self.leaves[v] > at:
                    car[v, SHIFT_EARLY] = max(car[v, SHIFT_EARLY], leave)

    def _hold_cars(self, at: float) -> None:
        """A car with nothing to do goes on no sooner than now.

        The kernel sends it off from its last stop, so early that it is where it stands when it can go on from there: no
        later anywhere than it really is.
        """
        flat = self.board.flat
        frozen = flat.crew[:, FROZEN]
        some = np.flatnonzero(frozen > 0)
        last = self.first[some] + frozen[some] - 1
        done, is_over = self.done[last], frozen[some] == self.counts[some]
        ahead = np.minimum(last + 1, len(self.begin) - 1)
        waits_for = np.where(is_over | (self.gate[ahead] > at), 0.0, self.arrive[ahead] - self.gate[ahead])
        home = self.ends[some] - done
        idle_until = np.where(is_over, np.maximum(self.ends[some], at) - home, at - waits_for)
        ready = np.maximum(np.where(done <= at, idle_until, done), self.resting[some])
        holds = ready > done
        flat.node[self.nodes[last[holds]], SERVICE] = (ready - self.begin[last])[holds]

    def cheapest(self, ride: Ride, at: float, most: int) -> list[Place]:
        """Up to `most` places, one a vehicle, the cheapest first as far as the kernel sees."""
        number = self.board.write(ride)
        self.show(at)
        flat, state = self.board.flat, self.board.state
        if flat.plain and (ride.disinfect or min(ride.pick_up.window.due, ride.set_down.window.due) < ALWAYS):
            flat = flat._replace(plain=False)
        places = cheapest_places(flat, state, number, self.closed, most)
        cars = self.board.flattened.day.vehicles
        return [Place(cars[v].id, where // UNDER, where % UNDER) for v, where in places]


_standings: WeakKeyDictionary[Plan, Standing] = WeakKeyDictionary()


def standing_of(plan: Plan) -> Standing:
    """The plan on a board; made on the first asking, which takes as long as the day is large."""
    found = _standings.get(plan)
    if found is None:
        longest = max((len(order) for order in plan.sequences.values()), default=0) + 2
        board = Board(plan.day, longest)
        found = _standings[plan] = Standing(plan, board, dict(board.flattened.ride_number))
    return found


def hand_on(plan: Plan, ride: Ride, following: Plan) -> None:
    """Let `following`, which is `plan` with `ride`, stand on the same board, while it has blanks and room."""
    before = _standings.get(plan)
    if before is None:
        return
    board = before.board
    longest = max(len(order) for order in following.sequences.values()) + 2
    if board.blank + 1 >= board.flat.n or longest + 2 > board.longest:
        return
    number = board.write(ride)
    board.blank += 1
    board.shown = None
    _standings[following] = Standing(following, board, before.numbers | {ride.id: number})
