"""What keeps a rider from being there sooner: the stop, the shift or the break that the times hang on.

Times are told so that every block ends as early as it can and nobody sits in the car for nothing, so whoever asks
"why not sooner?" is led along the stops that follow each other without a wait, to the one that could not begin sooner.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shouwang.planning.rides.exact.running import arrival
from shouwang.planning.rides.model.day import Ride, Vehicle
from shouwang.planning.rides.model.result import Call, What

CLOSE = 1e-3


class Held(StrEnum):
    """By what."""

    OWN = "own"  # side, at: its own window
    OTHER = "other"  # ride, side, at: the window of somebody in the same car then
    BUSY = "busy"  # ride, at: the car has somebody else until then
    SHIFT = "shift"  # at
    BREAK = "break"  # at: the end of the break
    OTHERS = "others"  # nobody's window: to be sooner is to sit longer


@dataclass(frozen=True, slots=True)
class Binding:
    held: Held
    at: float = 0.0
    ride: str | None = None
    what: What | None = None


def what_binds(calls: Sequence[Call], rides: Mapping[str, Ride], vehicle: Vehicle, ride_id: str) -> Binding:
    """Why `ride_id`, whom the route of `calls` carries, is not set down sooner."""
    got_out = next(n for n, call in enumerate(calls) if call.ride == ride_id and call.what is What.SET_DOWN)
    block = _block(calls, got_out)
    start = next(n for n, call in enumerate(calls) if call.what is What.START)
    first = got_out
    while first > start and calls[first].begin - arrival(calls[first]) <= CLOSE:
        first -= 1
    if first < block and block - 1 > start:
        return _before(calls, block - 1)
    if first == start and start and calls[start].leave <= calls[start - 1].leave + CLOSE:
        return Binding(Held.BREAK, calls[start - 1].leave)
    if first == start and calls[start].leave <= vehicle.shift.earliest + CLOSE:
        return Binding(Held.SHIFT, vehicle.shift.earliest)
    for call in _tight(calls, first):
        if call.ride is not None and _begins_with_its_window(call, rides[call.ride]):
            return Binding(Held.OWN if call.ride == ride_id else Held.OTHER, call.begin, call.ride, call.what)
    return Binding(Held.OTHERS)


def _block(calls: Sequence[Call], got_out: int) -> int:
    """The first stop from which on somebody is in the car until `got_out`."""
    aboard, first = 0, 0
    for index in range(got_out):
        if calls[index].what is What.PICK_UP:
            first = first if aboard else index
            aboard += 1
        elif calls[index].what is What.SET_DOWN:
            aboard -= 1
    return first


def _before(calls: Sequence[Call], index: int) -> Binding:
    """What the car does until it sets off for the block that begins after `index`."""
    if calls[index].what is What.BREAK:
        return Binding(Held.BREAK, calls[index].leave)
    rider = next(call.ride for call in reversed(calls[: index + 1]) if call.ride is not None)
    return Binding(Held.BUSY, calls[index].leave, rider)


def _tight(calls: Sequence[Call], first: int) -> list[Call]:
    """The stop `first` and those that follow without a wait; the first stop that waits is the last of them."""
    found = [calls[first]]
    for call in calls[first + 1 :]:
        found.append(call)
        if call.begin - arrival(call) > CLOSE:
            break
    return found


def _begins_with_its_window(call: Call, ride: Ride) -> bool:
    stop = ride.pick_up if call.what is What.PICK_UP else ride.set_down
    return call.begin <= stop.window.earliest + CLOSE
