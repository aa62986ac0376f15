"""An instance of the benchmark as the planner's day, and the planner's plan as routes of nodes."""

from collections.abc import Mapping, Sequence

import numpy as np

from benchmarks._rides_instance import Instance
from shouwang.planning.rides.model.day import Day, Ride, Stop, Travel, Vehicle, Weights, Window

Point = tuple[float, float]
ONLY_DRIVING = Weights(waiting=0.0, vehicle=0.0)  # what the literature counts; every ride must still be served


def day_of(instance: Instance, requests: int | None = None) -> Day:
    """The instance's day, with its first `requests` rides (None: all) and the places of all."""
    row = row_of(instance)
    points = np.array(list(row))
    minutes = instance.pace * np.hypot(*(points[:, None, :] - points[None, :, :]).transpose(2, 0, 1))
    rides = range(1, 1 + (instance.requests if requests is None else requests))
    depot, last = row[instance.points[0]], 2 * instance.requests + 1
    shift = Window(instance.earliest[0], instance.latest[last])
    return Day(
        rides=tuple(ride_of(instance, request, row) for request in rides),
        vehicles=tuple(
            Vehicle(str(number), depot, depot, shift, (instance.capacity,), max_duration=instance.duration)
            for number in range(instance.vehicles)
        ),
        travel=Travel(minutes),
        weights=ONLY_DRIVING,
        points=tuple(row),
    )


def row_of(instance: Instance) -> dict[Point, int]:
    """Which row of the travel matrix a point is: stops at one point share it."""
    row: dict[Point, int] = {}
    for point in instance.points:
        row.setdefault(point, len(row))
    return row


def ride_of(instance: Instance, request: int, row: Mapping[Point, int]) -> Ride:
    """One request; `row` is `row_of` the instance."""

    def stop(node: int) -> Stop:
        window = Window(instance.earliest[node], instance.latest[node])
        return Stop(row[instance.points[node]], window, instance.service[node])

    return Ride(
        str(request),
        stop(request),
        stop(request + instance.requests),
        load=(instance.load[request],),
        max_ride=instance.ride[request - 1],
    )


def routes_of(instance: Instance, sequences: Mapping[str, Sequence[tuple[str, bool]]]) -> list[list[int]]:
    """`Plan.sequences` as node numbers."""
    return [
        [int(ride) if gets_in else int(ride) + instance.requests for ride, gets_in in sequence]
        for sequence in sequences.values()
    ]
