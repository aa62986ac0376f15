"""What a way from node to node takes and costs. Many nodes lie at one place: by places the matrices stay small."""

from shouwang.planning.rides.kernel.compiling import compiled
from shouwang.planning.rides.kernel.flat import Flat


@compiled
def leg(flat: Flat, before: int, node: int) -> float:
    """Minutes from node to node at the fastest hour."""
    return float(flat.time[flat.place[before], flat.place[node]])


@compiled
def fare(flat: Flat, before: int, node: int) -> float:
    """What driving from node to node costs, weighted, at the fastest hour."""
    return float(flat.cost[flat.place[before], flat.place[node]])


@compiled
def timed_leg(flat: Flat, hour: int, before: int, node: int) -> float:
    """Minutes from node to node at one of the hours that are given."""
    return float(flat.timed[hour, flat.place[before], flat.place[node]])
