"""When each node of a course begins: the earliest times, then no waiting on board, and the latest times.

Every rule is "node i begins no sooner than a rising function of when node j does", so the schedules that keep all of
them are closed under taking the lesser, or the greater, of two node by node: there is an earliest and a latest one
(Tarski 1955). Both are reached by going round until nothing moves. A round settles every way forward, so that with
constant travel each further round settles one more ride time (Bellman-Ford, on the backward arcs alone): O(rides)
rounds of O(stops), in practice two or three. With travel by time of day the rounds may close in on the last
thousandths without end; they stop at EPS.
"""

from collections.abc import Sequence

from shouwang.planning.rides.exact.timing_course import EPS, CannotBeKept, Course
from shouwang.planning.rides.model.day import ALWAYS, Break

CLOSING_IN = 20_000  # rounds, where travel changes with the hour

Rests = Sequence[Sequence[Break]]
"""The breaks taken after each node, before the start for node 0."""


def clock(minute: float) -> str:
    """A minute of the day as a dispatcher reads it, seconds only where there are some."""
    seconds = round(minute * 60)
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02d}" + (f":{rest % 60:02d}" if rest % 60 else "")


def departure(course: Course, rests: Rests, node: int, begin: float) -> float:
    """When the car goes on from a node begun at `begin`; inf where a break would begin too late."""
    now = begin + course.stay[node]
    if node:
        for rest in rests[node]:
            now = max(now, rest.earliest)
            if now > rest.latest + EPS:
                return ALWAYS
            now += rest.minutes
    return now


def latest_begin(course: Course, rests: Rests, node: int, leave: float) -> float:
    """The latest begin of a node from which the car can go on at `leave`."""
    if node:
        for rest in reversed(rests[node]):
            leave = min(rest.latest, leave - rest.minutes)
    return leave - course.stay[node]


def start_low(course: Course, rests: Rests) -> float:
    """The earliest start, after the breaks before it."""
    now = course.low[0]
    if course.is_fixed[0]:
        return now
    for rest in rests[0]:
        now = max(now, rest.earliest)
        if now > rest.latest + EPS:
            raise course.refusal(f"the break must begin by {clock(rest.latest)}, and the shift begins at {clock(now)}.")
        now += rest.minutes
    return max(now, course.past.at)


def arrival(course: Course, rests: Rests, node: int, begin: float) -> float:
    """When the car is at `node`, its predecessor begun at `begin`."""
    return course.ways[node - 1].arrives(departure(course, rests, node - 1, begin))


def earliest(course: Course, rests: Rests) -> list[float]:
    """The least schedule: no other begins any stop sooner, so none is less late. Raises CannotBeKept where none is."""
    begin = list(course.low)
    begin[0] = start_low(course, rests)
    enough = len(course.stops) // 2 + 3
    changes_until = course.ways[0].at[-1] if course.ways[0].at else -ALWAYS
    rounds = enough
    for _ in range(CLOSING_IN):
        raised = min(_settle_up(course, rests, begin), _settle_duration(course, begin))
        if raised == ALWAYS:
            if departure(course, rests, course.last, begin[-1]) == ALWAYS:
                raise course.refusal(f"the car is back at {clock(begin[-1])}, too late for the break after it.")
            return begin
        rounds = enough if raised < changes_until else rounds - 1
        if not rounds:
            break
    raise _endless(course, rests, begin)


def _settle_up(course: Course, rests: Rests, begin: list[float]) -> float:
    """One round: every stop after the one before it, and every pick-up not too long before its set-down.

    Returns the least moment that a pick-up was moved to, inf where none was.
    """
    raised, by_hour = ALWAYS, bool(course.ways[0].at)
    stay, ways, high, partner = course.stay, course.ways, course.high, course.partner
    for node in range(1, course.last + 1):
        if course.is_fixed[node]:
            continue
        if by_hour or rests[node - 1]:
            there = arrival(course, rests, node, begin[node - 1])
        else:
            there = begin[node - 1] + stay[node - 1] + ways[node - 1].minutes[0]
        now = begin[node] = max(begin[node], there)
        if now == ALWAYS or now > high[node] + EPS:
            raise _too_late(course, rests, node, begin)
        mate = partner[node]
        if mate and now - course.most[node] > begin[mate] + EPS:
            begin[mate] = now - course.most[node]
            raised = min(raised, begin[mate])
            if begin[mate] > course.high[mate] + EPS:
                raise _too_long(course, node)
    return raised


def _settle_duration(course: Course, begin: list[float]) -> float:
    """Delay the start until the day is no longer than it may be."""
    least = begin[-1] - course.vehicle.max_duration
    if least <= begin[0] + EPS:
        return ALWAYS
    if course.is_fixed[0]:
        raise _out_too_long(course)
    begin[0] = least
    return least


def snug(course: Course, begin: Sequence[float]) -> list[float]:
    """Of an earliest schedule: the same with the least waiting on board, and the start as late as that allows.

    While somebody is on board, the last of them gets out when they did, and everything before moves as late as it can
    without anybody being later than they were. O(stops) for most blocks.
    """
    moved = list(begin)
    first = 1
    for node in range(1, course.last):
        if course.is_empty[node]:
            _move_later(course, moved, first, node)
            first = node + 1
    if not course.is_fixed[0]:
        moved[0] = max(moved[0], course.ways[0].leaves_by(moved[1]))
    return moved


def _move_later(course: Course, begin: list[float], first: int, end: int) -> None:
    """Nobody is on board before `first` or after `end`, so no break lies between."""
    for node in range(first, end):
        if not course.is_fixed[node]:
            begin[node] = min(course.high[node], max(course.due[node], begin[node]))
    _settle_down(course, [()] * (course.last + 1), begin, first, end)


def latest(course: Course, rests: Rests) -> list[float]:
    """The greatest schedule: no other begins any stop later; inf where nothing ends it. There must be a schedule."""
    begin = list(course.high)
    last = course.last
    begin[last] = latest_begin(course, rests, last, ALWAYS)
    begin[last] = min(begin[last], course.high[last])
    while True:
        _settle_down(course, rests, begin, 0, last)
        if begin[last] <= begin[0] + course.vehicle.max_duration + EPS:
            break
        begin[last] = begin[0] + course.vehicle.max_duration
    if course.vehicle.end is None:
        begin[last] = min(begin[last], departure(course, rests, last - 1, begin[last - 1]))
    return begin


def _settle_down(course: Course, rests: Rests, begin: list[float], first: int, end: int) -> None:
    """Lower the begins from `first` to `end` until each leaves time for the next and no ride is too long."""
    for _ in range(CLOSING_IN):
        is_settled = True
        for node in range(end, first, -1):
            mate = course.partner[node]
            if mate and not course.is_fixed[node] and begin[node] > begin[mate] + course.most[node] + EPS:
                begin[node] = begin[mate] + course.most[node]
            if course.is_fixed[node] or course.is_fixed[node - 1]:
                continue
            by = latest_begin(course, rests, node - 1, course.ways[node - 1].leaves_by(begin[node]))
            if by < begin[node - 1]:
                begin[node - 1] = by
        for node in range(first + 1, end + 1):
            mate = course.partner[node]
            if mate and not course.is_fixed[node] and begin[node] > begin[mate] + course.most[node] + EPS:
                is_settled = False
        if is_settled:
            return


def _too_late(course: Course, rests: Rests, node: int, begin: Sequence[float]) -> CannotBeKept:
    if begin[node] == ALWAYS:
        gone = departure(course, rests, node - 1, begin[node - 1])
        if gone < ALWAYS:
            return course.refusal(f"there is no way from {course.place(node - 1)} after {clock(gone)}.")
        return course.refusal(f"a break would begin too late after {clock(begin[node - 1])}.")
    limit = "shift ends" if node == course.last else "window closes"
    return course.refusal(
        f"{course.name(node)} before {clock(begin[node])}, and the {limit} at {clock(course.high[node])}."
    )


def _too_long(course: Course, node: int) -> CannotBeKept:
    ride, _ = course.stops[node - 1]
    most = course.most[node] - ride.pick_up.service
    return course.refusal(f"{ride.id} would be in the car for longer than {most:g} minutes.")


def _endless(course: Course, rests: Rests, begin: Sequence[float]) -> CannotBeKept:
    """Everything could move later for ever without fitting: the way alone is too long for a ride or for the day."""
    for node in range(1, course.last):
        if mate := course.partner[node]:
            there = begin[mate]
            for between in range(mate + 1, node + 1):
                there = arrival(course, rests, between, there)
            if there - begin[mate] > course.most[node] + EPS:
                return _too_long(course, node)
    return _out_too_long(course)


def _out_too_long(course: Course) -> CannotBeKept:
    return course.refusal(f"the car would be out for longer than {course.vehicle.max_duration:g} minutes.")
