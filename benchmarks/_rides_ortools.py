"""OR-Tools' routing solver on an instance of rides: the only other planner pip offers that holds a longest ride.

Guided local search, pick-up and delivery on one vehicle, capacity, time windows, ride time (the set-down's cumul minus
the pick-up's and its service), duration as the span of time. Its numbers are whole: minutes × FINE, travel rounded up
so that what it finds holds in exact minutes too; its routes are priced and judged like ours.

It begins with its own parallel cheapest insertion. A request may be dropped at a high price: where none may, it often
answers nothing at all. On days of more than `HELPED` requests none of its first solutions (path cheapest arc, savings,
sequential, parallel and local cheapest insertion were tried) comes to an end within a minute; there it is helped along.
"""

import math
from typing import Any

import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from benchmarks._rides_greedy import STARTS
from benchmarks._rides_instance import Instance

FINE = 100_000
HELPED = 300


def solve(instance: Instance, seconds: float, start: str = "alone") -> list[list[int]]:
    """The routes OR-Tools finds in `seconds` of search (its model is built before), as node numbers without depots.

    `start`: the plan that a large day begins with, a name of `STARTS`.
    """
    manager = pywrapcp.RoutingIndexManager(2 * instance.requests + 1, instance.vehicles, 0)
    routing = pywrapcp.RoutingModel(manager)
    _describe(instance, manager, routing)
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.time_limit.FromMilliseconds(round(1000 * seconds))
    routing.CloseModelWithParameters(parameters)
    if instance.requests > HELPED:
        begun = routing.ReadAssignmentFromRoutes(STARTS[start](instance), True)
        solution = routing.SolveFromAssignmentWithParameters(begun, parameters)
    else:
        solution = routing.SolveWithParameters(parameters)
    return _routes(manager, routing, solution) if solution else []


def _describe(instance: Instance, manager: Any, routing: Any) -> None:
    """Tell the model the costs, the loads and the times of the instance."""
    nodes = range(2 * instance.requests + 1)
    points, service = np.array(instance.points)[nodes], np.array(instance.service)[nodes]
    minutes = instance.pace * np.hypot(*(points[:, None, :] - points[None, :, :]).transpose(2, 0, 1))
    travel = np.ceil(FINE * minutes).astype(int)
    driving = routing.RegisterTransitMatrix(travel.tolist())
    routing.SetArcCostEvaluatorOfAllVehicles(driving)
    load = routing.RegisterUnaryTransitVector([instance.load[node] for node in nodes])
    routing.AddDimension(load, 0, instance.capacity, True, "load")
    spent = routing.RegisterTransitMatrix((travel + np.ceil(FINE * service).astype(int)[:, None]).tolist())
    horizon = math.floor(FINE * max(instance.latest))
    routing.AddDimension(spent, horizon, horizon, False, "time")
    times = routing.GetDimensionOrDie("time")
    _keep_windows(instance, manager, routing, times)
    dropped = 100 * int(travel.max()) + horizon
    solver = routing.solver()
    for request in range(1, instance.requests + 1):
        here, there = manager.NodeToIndex(request), manager.NodeToIndex(request + instance.requests)
        routing.AddPickupAndDelivery(here, there)
        solver.Add(routing.VehicleVar(here) == routing.VehicleVar(there))
        solver.Add(times.CumulVar(here) <= times.CumulVar(there))
        most = math.floor(FINE * (instance.ride[request - 1] + instance.service[request]))
        solver.Add(times.CumulVar(there) - times.CumulVar(here) <= most)
        for index in (here, there):
            routing.AddDisjunction([index], dropped)


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
    routes = []
    for vehicle in range(routing.vehicles()):
        route, index = [], solution.Value(routing.NextVar(routing.Start(vehicle)))
        while not routing.IsEnd(index):
            route.append(manager.IndexToNode(index))
            index = solution.Value(routing.NextVar(index))
        routes.append(route)
    return routes
