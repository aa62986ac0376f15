"""OR-Tools' routing solver on an instance of rides: the only other planner pip offers that holds a longest ride.

Guided local search after a first solution, pick-up and delivery on one vehicle, capacity, time windows, ride time
(cumul of the set-down minus that of the pick-up and its service), duration as the span of time. Its numbers are whole:
minutes × FINE, travel rounded up so that what it finds holds in exact minutes too; its routes are priced and judged again.

A first solution of OR-Tools' own strategies fails on large days; a request may therefore be dropped at a price, and the
strategy that serves most is where the search begins.
"""

import math
import time
from collections.abc import Sequence
from typing import Any

from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from benchmarks._rides_instance import Instance

FINE = 1000
STRATEGIES = ("PARALLEL_CHEAPEST_INSERTION", "LOCAL_CHEAPEST_INSERTION", "PATH_CHEAPEST_ARC")


def solve(instance: Instance, seconds: float, strategy: str = STRATEGIES[0]) -> list[list[int]]:
    """The routes OR-Tools finds in `seconds` of wall time, as node numbers without depots."""
    start = time.perf_counter()
    nodes = 2 * instance.requests + 1
    manager = pywrapcp.RoutingIndexManager(nodes, instance.vehicles, 0)
    routing = pywrapcp.RoutingModel(manager)
    _describe(instance, manager, routing)
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = getattr(routing_enums_pb2.FirstSolutionStrategy, strategy)
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.time_limit.FromMilliseconds(max(1, round(1000 * (seconds - (time.perf_counter() - start)))))
    solution = routing.SolveWithParameters(parameters)
    return _routes(manager, routing, solution) if solution else []


def _describe(instance: Instance, manager: Any, routing: Any) -> None:
    """Tell the model the costs, the loads and the times of the instance."""
    nodes = range(2 * instance.requests + 1)
    travel = [[math.ceil(FINE * instance.travel(a, b)) for b in nodes] for a in nodes]
    service = [round(FINE * instance.service[node]) for node in nodes]
    driving = routing.RegisterTransitMatrix(travel)
    routing.SetArcCostEvaluatorOfAllVehicles(driving)
    load = routing.RegisterUnaryTransitVector([instance.load[node] for node in nodes])
    routing.AddDimension(load, 0, instance.capacity, True, "load")
    spent = routing.RegisterTransitMatrix([[service[a] + leg for leg in row] for a, row in zip(nodes, travel, strict=True)])
    horizon = math.floor(FINE * max(instance.latest))
    routing.AddDimension(spent, horizon, horizon, False, "time")
    times = routing.GetDimensionOrDie("time")
    _keep_windows(instance, manager, routing, times)
    price = 100 * max(map(max, travel)) + horizon
    solver = routing.solver()
    for request in range(1, instance.requests + 1):
        here, there = manager.NodeToIndex(request), manager.NodeToIndex(request + instance.requests)
        routing.AddPickupAndDelivery(here, there)
        solver.Add(routing.VehicleVar(here) == routing.VehicleVar(there))
        solver.Add(times.CumulVar(here) <= times.CumulVar(there))
        most = math.floor(FINE * instance.ride[request - 1]) + service[request]
        solver.Add(times.CumulVar(there) - times.CumulVar(here) <= most)
        for index in (here, there):
            routing.AddDisjunction([index], price)


def _keep_windows(instance: Instance, manager: Any, routing: Any, times: Any) -> None:
    for node in range(1, 2 * instance.requests + 1):
        times.CumulVar(manager.NodeToIndex(node)).SetRange(*_whole(instance, node))
    last = 2 * instance.requests + 1
    for vehicle in range(instance.vehicles):
        times.CumulVar(routing.Start(vehicle)).SetRange(*_whole(instance, 0))
        times.CumulVar(routing.End(vehicle)).SetRange(*_whole(instance, last))
        times.SetSpanUpperBoundForVehicle(math.floor(FINE * instance.duration), vehicle)


def _whole(instance: Instance, node: int) -> tuple[int, int]:
    return math.ceil(FINE * instance.earliest[node]), math.floor(FINE * instance.latest[node])


def _routes(manager: Any, routing: Any, solution: Any) -> list[list[int]]:
    routes: list[Sequence[int]] = []
    for vehicle in range(routing.vehicles()):
        route, index = [], solution.Value(routing.NextVar(routing.Start(vehicle)))
        while not routing.IsEnd(index):
            route.append(manager.IndexToNode(index))
            index = solution.Value(routing.NextVar(index))
        routes.append(route)
    return [list(route) for route in routes if route]
