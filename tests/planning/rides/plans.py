"""Plans quickly made, for tests that need one and do not mind which."""

from shouwang.planning.rides.exact.timing import Timed, lay_out, time_route
from shouwang.planning.rides.model.result import Plan
from shouwang.planning.rides.why.reasons import Reasons


def greedy(day) -> Plan:
    """Everybody in the first place where they fit, ride by ride; the others left, with the reason."""
    orders = {car.id: [] for car in day.vehicles}
    left = []
    for ride in day.rides:
        found = next((each for car in orders for each in with_ride(day, car, orders[car], ride.id)), None)
        if found is None:
            left.append(ride.id)
        else:
            orders[found[0]] = found[1]
    reasons = Reasons(day, orders)
    return lay_out(day, orders, left=[reasons.why_left(ride) for ride in left])


def with_ride(day, car, order, ride):
    """(car, order) with the ride behind the stops there are, or at most three sooner."""
    for i in range(len(order), max(-1, len(order) - 4), -1):
        for j in range(len(order), i - 1, -1):
            tried = [*order[:i], (ride, True), *order[i:j], (ride, False), *order[j:]]
            if isinstance(time_route(day, car, tried), Timed):
                yield car, tried
