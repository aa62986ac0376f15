"""A plan of rides in sentences: the day, each car, one rider on request, and who is left and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise

from shouwang.planning.rides.exact.running import arrival
from shouwang.planning.rides.model.day import Day, Ride
from shouwang.planning.rides.model.result import Call, Carried, Costs, Plan, Route, What
from shouwang.planning.rides.telling.binding import Binding, Held, what_binds
from shouwang.planning.rides.telling.sentences import tell_left
from shouwang.planning.rides.telling.words import Voice, clock, nearest, number

MOST_NAMED = 8  # of those who are left, in one sentence
_SIDES = (What.PICK_UP, What.SET_DOWN)


@dataclass(frozen=True, slots=True)
class Explained:
    """What a plan says, a sentence each: of the day, of every car in use, of every ride that is left."""

    summary: tuple[str, ...]
    vehicles: Mapping[str, tuple[str, ...]]
    left: Mapping[str, tuple[str, ...]]

    def __str__(self) -> str:
        """Paragraphs with an empty line between: the day, who is left, car by car."""
        paragraphs = [self.summary, *self.left.values()]
        paragraphs += [(f"{vehicle}:", *sentences) for vehicle, sentences in self.vehicles.items()]
        return "\n\n".join("\n".join(lines) for lines in paragraphs)


def explain(plan: Plan, *, language: str = "en") -> Explained:
    """Every sentence about `plan`, in one pass over it. Raises ValueError for a language that is not spoken."""
    voice = Voice(language)
    rides = {ride.id: ride for ride in plan.day.rides}
    return Explained(
        tuple(summary(plan, voice)),
        {route.vehicle: tuple(_vehicle(plan.day, route, rides, voice)) for route in plan.routes},
        {left.ride: tuple(tell_left(plan.day, rides[left.ride], left, voice)) for left in plan.left},
    )


def explain_ride(plan: Plan, ride_id: str, *, language: str = "en") -> tuple[str, ...]:
    """How one rider fares and why not sooner, or why they are left. Raises KeyError for a ride not of this plan."""
    voice = Voice(language)
    rides = {ride.id: ride for ride in plan.day.rides}
    for left in plan.left:
        if left.ride == ride_id:
            return tuple(tell_left(plan.day, rides[ride_id], left, voice))
    carried = plan.carried[ride_id]
    route = next(route for route in plan.routes if route.vehicle == carried.vehicle)
    return tuple(_rider(plan.day, route, rides, carried, voice))


def driven(route: Route) -> float:
    """Minutes on the way, whatever `Travel.cost` counts. Before the start a car rests, or stands."""
    ways = [(before, after) for before, after in pairwise(route.calls) if after.what is not What.START]
    return sum(max(0.0, after.arrive - before.leave) for before, after in ways)


def summary(plan: Plan, voice: Voice) -> list[str]:
    """The day in a few sentences."""
    if not plan.day.rides:
        return [voice.say("nothing")]
    cars, rides = voice.count(len(plan.routes), "car"), voice.count(len(plan.carried), "ride")
    told = [voice.say("carried", rides=rides, cars=cars)]
    if plan.left:
        told.append(_left(plan, voice))
    else:
        told.append(voice.say("all"))
    if plan.carried:
        told += _figures(plan, voice)
    return told


def _left(plan: Plan, voice: Voice) -> str:
    names, rides = [left.ride for left in plan.left], voice.count(len(plan.left), "ride")
    if len(names) <= MOST_NAMED + 1:
        return voice.say("left", rides=rides, names=voice.names(names))
    more = str(len(names) - MOST_NAMED)
    return voice.say("left_many", rides=rides, names=voice.join(names[:MOST_NAMED]), more=more)


def _figures(plan: Plan, voice: Voice) -> list[str]:
    """Lateness, the longest ride, driving, waiting, cost."""
    told, carried = [], sorted(plan.carried.values(), key=lambda one: one.ride)
    late = max(carried, key=lambda one: one.late)
    if late.late > 0:
        total, most = voice.span(sum(one.late for one in carried)), voice.span(late.late)
        told.append(voice.say("late", minutes=total, ride=late.ride, most=most))
    else:
        told.append(voice.say("in_time"))
    longest = max(carried, key=lambda one: one.minutes)
    told.append(voice.say("longest", ride=longest.ride, minutes=voice.minutes(longest.minutes)))
    told.append(voice.say("driving", driving=voice.span(sum(map(driven, plan.routes)))))
    waiting = sum(route.waiting for route in plan.routes)
    if nearest(waiting) > 0:
        told.append(voice.say("waiting", waiting=voice.span(waiting)))
    told.append(_cost(plan.costs, voice))
    return told


def _cost(costs: Costs, voice: Voice) -> str:
    parts = [(part.name, getattr(costs, part.name)) for part in fields(costs)]
    named = [f"{voice.part(name)} {number(value)}" for name, value in parts if value >= 0.05]
    return voice.say("cost", total=number(costs.total), parts=voice.join(named) or "0")


def _vehicle(day: Day, route: Route, rides: Mapping[str, Ride], voice: Voice) -> list[str]:
    told: list[str] = []
    for group in _groups(route.calls):
        told += _stop(day, route, group, rides, voice)
    duration, driving = voice.span(route.duration), voice.span(driven(route))
    told.append(voice.say("day", rides=voice.count(len(route.rides), "ride"), duration=duration, driving=driving))
    return told


def _groups(calls: Sequence[Call]) -> list[list[Call]]:
    """Stops that follow each other at one place and do the same are told together."""
    groups: list[list[Call]] = []
    for call in calls:
        before = groups[-1][-1] if groups else None
        if before and before.what is call.what and call.what in _SIDES and before.place == call.place:
            groups[-1].append(call)
        else:
            groups.append([call])
    return groups


def _stop(day: Day, route: Route, group: Sequence[Call], rides: Mapping[str, Ride], voice: Voice) -> list[str]:
    call = group[0]
    at, name = clock(call.begin), day.names.get(call.place)
    if call.what is What.START:
        return [voice.say("start", at=clock(call.leave), vehicle=route.vehicle, place=voice.at(name, "from"))]
    if call.what is What.END:
        if route.calls[0].place == call.place:
            return [voice.say("end" if name else "end_home", at=at, place=voice.at(name, "to"))]
        return [voice.say("end_there", at=at, place=voice.at(name))]
    if call.what not in _SIDES:
        return [voice.say(call.what, at=at, minutes=voice.minutes(call.leave - call.begin))]
    told, there = [], arrival(call)
    waits = call.begin - there
    if nearest(waits) > 0:
        told.append(voice.say("wait", at=clock(there), minutes=voice.span(waits), place=voice.at(name)))
    told.append(voice.say(call.what, at=at, names=_names(rides, _riders(group), voice), place=voice.at(name)))
    return told + _late(group, rides, voice) + _together(route, group, rides, voice)


def _late(group: Sequence[Call], rides: Mapping[str, Ride], voice: Voice) -> list[str]:
    late = [(name, past_due(call, rides[name])) for call in group if (name := call.ride) is not None]
    return [voice.say("late_here", ride=name, minutes=voice.span(by)) for name, by in late if nearest(by) > 0]


def past_due(call: Call, ride: Ride) -> float:
    """Minutes by which a stop of `ride` begins after it was due; 0: in time."""
    side = ride.pick_up if call.what is What.PICK_UP else ride.set_down
    return max(0.0, call.begin - side.window.due)


def _riders(group: Sequence[Call]) -> list[str]:
    return [call.ride for call in group if call.ride is not None]


def _names(rides: Mapping[str, Ride], names: Sequence[str], voice: Voice) -> str:
    """Everybody of `names`, and how many come along with whom."""
    return voice.names([voice.rider(name, rides[name].companions) for name in names])


def _together(route: Route, group: Sequence[Call], rides: Mapping[str, Ride], voice: Voice) -> list[str]:
    """Who is in the car once those of `group` got in, where that is more than one."""
    if group[0].what is not What.PICK_UP:
        return []
    aboard = aboard_after(route.calls, route.calls.index(group[-1]))
    return [voice.say("together", names=_names(rides, aboard, voice))] if len(aboard) > 1 else []


def aboard_after(calls: Sequence[Call], index: int) -> list[str]:
    """The rides in the car when the stop `index` is left, in the order in which they got in."""
    aboard: dict[str, None] = {}
    for call in calls[: index + 1]:
        if call.what is What.PICK_UP and call.ride is not None:
            aboard[call.ride] = None
        elif call.what is What.SET_DOWN and call.ride is not None:
            del aboard[call.ride]
    return list(aboard)


def _rider(day: Day, route: Route, rides: Mapping[str, Ride], carried: Carried, voice: Voice) -> list[str]:
    ride, calls = rides[carried.ride], route.calls
    at = {call.what: number for number, call in enumerate(calls) if call.ride == carried.ride}
    got_in, got_out = at[What.PICK_UP], at[What.SET_DOWN]
    between = calls[got_in + 1 : got_out]
    told = [
        voice.say(
            "ride",
            vehicle=route.vehicle,
            ride=carried.ride,
            at=clock(carried.picked_up),
            there=clock(carried.set_down),
            pick_up=voice.at(day.names.get(ride.pick_up.place)),
            set_down=voice.at(day.names.get(ride.set_down.place)),
        )
    ]
    if ride.companions:
        told.append(voice.say("companions", companions=voice.count(ride.companions, "companion")))
    told.append(_in_car(carried, voice))
    beside = aboard_after(calls, got_in) + [call.ride for call in between if call.what is What.PICK_UP and call.ride]
    others = [one for one in beside if one != carried.ride]
    told.append(voice.say("with", names=_names(rides, others, voice)) if others else voice.say("alone"))
    if between:
        told.append(
            voice.say("stops_between", stops=voice.join([_between(group, rides, voice) for group in _groups(between)]))
        )
    if nearest(carried.late) > 0:
        told.append(voice.say("ride_late", minutes=voice.span(carried.late)))
    vehicle = next(one for one in day.vehicles if one.id == route.vehicle)
    told.append(_bound(what_binds(calls, rides, vehicle, carried.ride), route.vehicle, voice))
    slack = calls[got_in].slack
    if slack < 24 * 60:
        told.append(
            voice.say("slack", minutes=voice.count(int(slack), "minute")) if slack >= 1 else voice.say("no_slack")
        )
    return told


def _in_car(carried: Carried, voice: Voice) -> str:
    facts = {"minutes": voice.minutes(carried.minutes), "direct": voice.minutes(carried.direct)}
    if carried.most >= 24 * 60:
        return voice.say("in_car", **facts)
    return voice.say("in_car_most", most=voice.minutes(carried.most), **facts)


def _between(group: Sequence[Call], rides: Mapping[str, Ride], voice: Voice) -> str:
    names, at = _names(rides, _riders(group), voice), clock(group[0].begin)
    if group[0].what in _SIDES:
        return voice.say(f"stop_{group[0].what}", names=names, at=at)
    return voice.say(group[0].what, at=at, minutes=voice.minutes(group[0].leave - group[0].begin)).rstrip(".。")


def _bound(binding: Binding, vehicle: str, voice: Voice) -> str:
    at, other = clock(binding.at), binding.ride or ""
    key = f"bound_{binding.held}"
    if binding.held is Held.OTHER:
        key = f"bound_{binding.what}"
    elif binding.held is Held.OWN:
        key = f"bound_own_{binding.what}"
    return voice.say(key, at=at, other=other, vehicle=vehicle)
