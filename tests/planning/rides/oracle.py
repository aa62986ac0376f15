"""The least cost of a small day, by trying everything: all vehicles, sets of riders, orders and places of breaks.

Written from the words of the contract (docs/rides.md), with its own evaluation, and only as quick as the tests need.
A vehicle's cost does not depend on what the others do, so each set of riders is tried once a kind of vehicle and the
sets are then put together; an order is given up where its beginning is late, too full, or dear already.
"""

from dataclasses import dataclass, replace
from itertools import combinations_with_replacement
from math import inf

NEAR = 1e-7  # minutes by which a limit may be passed


@dataclass(frozen=True)
class Told:
    """The times that are told of one route, and what they cost. `begins[0]` is leaving the start, the last the end."""

    cost: float
    begins: tuple[float, ...]
    arrives: tuple[float, ...]
    lateness: float
    driving: float  # as it costs
    waiting: float
    where: tuple[int, ...]  # after which node each break is

    @property
    def duration(self):
        return self.begins[-1] - self.begins[0]


def best(day):
    """(cost, {vehicle: order}) of the best plan of at most 5 rides, unserved rides counted."""
    rides = [ride.id for ride in day.rides]
    everyone = frozenset(range(len(rides)))
    price = day.weights.unserved
    plans = {frozenset(): (0.0, {})}  # who is driven -> least cost of driving them, how
    routes = {}
    for vehicle in day.vehicles:
        like = replace(vehicle, id="")
        if like not in routes:
            routes[like] = {who: route_of(day, vehicle, who) for who in subsets(everyone) if who}
        for driven, (cost, orders) in list(plans.items()):
            for who in subsets(everyone - driven):
                found = routes[like].get(who)
                if found and cost + found[0] < plans.get(driven | who, (inf,))[0]:
                    plans[driven | who] = (cost + found[0], orders | {vehicle.id: found[1]})
    costs = []
    for driven, (cost, orders) in plans.items():
        names = {rides[k] for k in driven}
        if all(ride.pair is None or ride.pair in names for ride in day.rides if ride.id in names):
            left = sum(price * ride.priority for ride in day.rides if ride.id not in names)
            costs.append((cost + left, orders))
    return min(costs, key=lambda each: each[0])


def subsets(of):
    of = sorted(of)
    return [frozenset(k for bit, k in enumerate(of) if mask >> bit & 1) for mask in range(1 << len(of))]


def route_of(day, vehicle, who):
    """(cost, order) of the cheapest route of `vehicle` with exactly these riders; None where there is none."""
    rides = [day.rides[k] for k in who]
    if any(not ride.needs <= vehicle.abilities for ride in rides):
        return None
    direct = cheapest_ways(day)
    used = day.weights.vehicle + vehicle.fixed
    found = [None]

    def go_on(order, place, now, waiting_for, on_board, driven):
        if found[0] and used + day.weights.driving * driven >= found[0][0] - 1e-9:
            return
        if not waiting_for and not on_board:
            told = tell(day, vehicle, order)
            if told and (found[0] is None or told.cost < found[0][0]):
                found[0] = (told.cost, order)
            return
        for ride in (*on_board, *waiting_for):
            gets_in = ride in waiting_for
            if gets_in and not may_board(day, vehicle, ride, on_board):
                continue
            stop = ride.pick_up if gets_in else ride.set_down
            begin = max(now + float(day.travel.minutes[..., place, stop.place].min()), stop.window.earliest)
            if begin > stop.window.latest + NEAR or begin > vehicle.shift.latest + NEAR:
                continue
            go_on(
                (*order, (ride.id, gets_in)),
                stop.place,
                begin + stop.service,
                [each for each in waiting_for if each is not ride],
                [*on_board, ride] if gets_in else [each for each in on_board if each is not ride],
                driven + direct[place, stop.place],
            )

    go_on((), vehicle.start, vehicle.shift.earliest, rides, [], 0.0)
    return found[0]


def cheapest_ways(day):
    """What driving from place to place costs at least."""
    if day.travel.cost is not None:
        return day.travel.cost
    return day.travel.minutes if day.travel.minutes.ndim == 2 else day.travel.minutes.min(axis=0)


def may_board(day, vehicle, ride, on_board):
    for which, most in enumerate(vehicle.capacity):
        if sum(each.load[which] for each in (*on_board, ride)) > most:
            return False
    return not any({(ride.kind, each.kind), (each.kind, ride.kind)} & day.apart for each in on_board)


def tell(day, vehicle, order):
    """The told times of an order with its breaks where they cost least; None where it cannot be kept."""
    rides = {ride.id: ride for ride in day.rides}
    empty, riders = [0], 0
    for k, (_, gets_in) in enumerate(order, 1):
        riders += 1 if gets_in else -1
        empty += [] if riders else [k]
    told = None
    for where in combinations_with_replacement([*empty, len(order) + 1], len(vehicle.breaks)):
        each = Line(day, vehicle, [(rides[name], gets_in) for name, gets_in in order], where).told()
        if each and (told is None or each.cost < told.cost - 1e-9):
            told = each
    return told


class Line:
    """A route as a line of nodes: 0 the start, then the stops, last the end."""

    def __init__(self, day, vehicle, stops, where):
        self.day, self.vehicle, self.stops, self.where = day, vehicle, stops, where
        self.sides = [ride.pick_up if gets_in else ride.set_down for ride, gets_in in stops]
        self.last = len(stops) + 1
        end = self.sides[-1].place if vehicle.end is None else vehicle.end
        self.places = [vehicle.start, *(side.place for side in self.sides), end]
        self.rests = [[r for r, k in zip(vehicle.breaks, where, strict=True) if k == n] for n in range(self.last + 1)]
        self.stay = [0.0] * self.last
        pending = 0.0
        for k, (ride, gets_in) in enumerate(stops, 1):
            self.stay[k] += self.sides[k - 1].service
            if gets_in:
                self.stay[k - 1] += pending
            pending = 0.0 if gets_in else max(pending, ride.disinfect)
        node = {(ride.id, gets_in): k for k, (ride, gets_in) in enumerate(stops, 1)}
        self.on_board_at_most = [
            (node[ride.id, True], k, ride.pick_up.service + day.max_ride(ride))
            for k, (ride, gets_in) in enumerate(stops, 1)
            if not gets_in
        ]

    def minutes(self, k, departure):
        """From node k to the next."""
        if self.vehicle.end is None and k == self.last - 1:
            return 0.0
        travel, a, b = self.day.travel, self.places[k], self.places[k + 1]
        if not travel.at:
            return float(travel.minutes[a, b])
        row, at = [float(table[a, b]) for table in travel.minutes], travel.at
        if inf in row or departure <= at[0]:
            return row[0]
        for n in range(1, len(at)):
            if departure <= at[n]:
                share = (departure - at[n - 1]) / (at[n] - at[n - 1])
                return row[n - 1] * (1 - share) + row[n] * share
        return row[-1]

    def leave(self, k, begin):
        """inf: a break begins too late."""
        now = begin + self.stay[k]
        for rest in self.rests[k] if k else ():
            now = max(now, rest.earliest)
            if now > rest.latest + NEAR:
                return inf
            now += rest.minutes
        return now

    def arrive(self, k, begin):
        """At node k + 1, node k begun at `begin`."""
        leave = self.leave(k, begin)
        return leave + self.minutes(k, leave) if leave < inf else inf

    def last_begin(self, k, by, guess):
        """The latest begin of node k from which node k + 1 is reached by `by`; at least `guess`."""
        if not self.day.travel.at and not (k and self.rests[k]):
            return by - self.minutes(k, 0.0) - self.stay[k]
        low, high = guess, by
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if self.arrive(k, middle) <= by + 1e-11 else (low, middle)
        return low

    def earliest(self):
        """The least times; None where a limit is passed or they rise without end."""
        start = self.vehicle.shift.earliest
        for rest in self.rests[0]:
            start = max(start, rest.earliest)
            if start > rest.latest + NEAR:
                return None
            start += rest.minutes
        begins = [start, *(side.window.earliest for side in self.sides), -inf]
        ends = [inf, *(side.window.latest for side in self.sides)]
        ends.append(min([self.vehicle.shift.latest, *(rest.latest for rest in self.rests[-1])]))
        for _ in range(20_000):
            before = list(begins)
            for k in range(self.last):
                begins[k + 1] = max(begins[k + 1], self.arrive(k, begins[k]))
            for up, down, most in self.on_board_at_most:
                begins[up] = max(begins[up], begins[down] - most)
            begins[0] = max(begins[0], begins[-1] - self.vehicle.max_duration)
            if any(begin > end + NEAR for begin, end in zip(begins, ends, strict=True)) or inf in begins:
                return None
            if all(now <= old + 1e-11 for now, old in zip(begins, before, strict=True)):
                return begins
        return None

    def without_waiting(self, begins):
        """In each stretch with somebody on board all but its last stop begin as late as the lateness allows."""
        told, riders, first = list(begins), 0, 1
        for last, (_, gets_in) in enumerate(self.stops, 1):
            riders += 1 if gets_in else -1
            if riders:
                continue
            for k in range(first, last):
                window = self.sides[k - 1].window
                told[k] = max(begins[k], min(window.latest, window.due))
            is_settled = False
            while not is_settled:
                before = told[first:last]
                for k in range(last - 1, first - 1, -1):
                    told[k] = min(told[k], max(begins[k], self.last_begin(k, told[k + 1], begins[k])))
                for up, down, most in self.on_board_at_most:
                    if first <= up and down < last:
                        told[down] = min(told[down], told[up] + most)
                is_settled = all(abs(old - now) < 1e-11 for old, now in zip(before, told[first:last], strict=True))
            first = last + 1
        return told

    def told(self):
        """Times and costs by the contract; None where a limit is passed."""
        begins = self.earliest()
        if begins is None:
            return None
        begins = self.without_waiting(begins)
        begins[0] = max(begins[0], self.last_begin(0, begins[1], begins[0]))
        leaves = [self.leave(k, begins[k]) for k in range(self.last)]
        ways = [self.minutes(k, leaves[k]) for k in range(self.last)]
        if sum(ways) > self.vehicle.max_driving + NEAR:
            return None
        arrives = [begins[0], *(leave + way for leave, way in zip(leaves, ways, strict=True))]
        return self.costed(begins, arrives, ways)

    def costed(self, begins, arrives, ways):
        day, weights = self.day, self.day.weights
        dues = [*(side.window.due for side in self.sides), self.vehicle.shift.due]
        lateness = sum(max(0.0, begin - due) for begin, due in zip(begins[1:], dues, strict=True))
        driving = sum(ways)
        if day.travel.cost is not None:
            many = self.last - (self.vehicle.end is None)
            driving = sum(float(day.travel.cost[self.places[k], self.places[k + 1]]) for k in range(many))
        waiting, riders = 0.0, 0
        for k, (_, gets_in) in enumerate(self.stops, 1):
            waiting += begins[k] - arrives[k] if riders else 0.0
            riders += 1 if gets_in else -1
        cost = weights.vehicle + self.vehicle.fixed + weights.balance * ((begins[-1] - begins[0]) / 60) ** 2
        cost += weights.lateness * lateness + weights.driving * driving + weights.waiting * waiting
        return Told(cost, tuple(begins), tuple(arrives), lateness, driving, waiting, tuple(self.where))
