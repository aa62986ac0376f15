"""The ride planner: who fetches whom when, so that everyone is in time and nobody sits in the car too long.

`model` is what a day and a plan are made of, `search` finds the plan with the compiled `kernel`, `exact` times it,
`why` tells why somebody is left, `live` goes on while the day runs, `telling` has its sentences and its picture,
`format` its files, and `judge` trusts none of them. What others use stands here, loaded when it is first asked for:
the kernel takes its time, and a file is read without it.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shouwang.planning.rides.format.cordeau import load_instance
    from shouwang.planning.rides.format.dayfile import load_day, read_day
    from shouwang.planning.rides.format.planfile import read_plan, write_plan
    from shouwang.planning.rides.format.writing import write_day
    from shouwang.planning.rides.judge.checking import faults_of
    from shouwang.planning.rides.live.inserting import Offer, insert
    from shouwang.planning.rides.live.replanning import replan
    from shouwang.planning.rides.model.day import Break, Day, Patience, Ride, Stop, Travel, Vehicle, Weights, Window
    from shouwang.planning.rides.model.fault import Faulty
    from shouwang.planning.rides.model.result import Plan
    from shouwang.planning.rides.model.validating import faults
    from shouwang.planning.rides.search.searching import plan, warm_up
    from shouwang.planning.rides.search.settings import Iterations, Progress, Seconds
    from shouwang.planning.rides.telling.drawing import draw
    from shouwang.planning.rides.telling.explaining import explain, explain_ride
    from shouwang.planning.rides.telling.sentences import tell_offer

__all__ = [
    "Break",
    "Day",
    "Faulty",
    "Iterations",
    "Offer",
    "Patience",
    "Plan",
    "Progress",
    "Ride",
    "Seconds",
    "Stop",
    "Travel",
    "Vehicle",
    "Weights",
    "Window",
    "draw",
    "explain",
    "explain_ride",
    "faults",
    "faults_of",
    "insert",
    "load_day",
    "load_instance",
    "plan",
    "read_day",
    "read_plan",
    "replan",
    "tell_offer",
    "warm_up",
    "write_day",
    "write_plan",
]

_HOMES = {
    "format.cordeau": "load_instance",
    "format.dayfile": "load_day read_day",
    "format.planfile": "read_plan write_plan",
    "format.writing": "write_day",
    "judge.checking": "faults_of",
    "live.inserting": "Offer insert",
    "live.replanning": "replan",
    "model.day": "Break Day Patience Ride Stop Travel Vehicle Weights Window",
    "model.fault": "Faulty",
    "model.result": "Plan",
    "model.validating": "faults",
    "search.searching": "plan warm_up",
    "search.settings": "Iterations Progress Seconds",
    "telling.drawing": "draw",
    "telling.explaining": "explain explain_ride",
    "telling.sentences": "tell_offer",
}


def __getattr__(name: str) -> object:
    for module, names in _HOMES.items():
        if name in names.split():
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
