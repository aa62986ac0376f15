"""The watch: who is to be heard from, each expected sign of life, every attempt, cases and what was measured."""

from shouwang.desk.checkins.models.callers import Caller
from shouwang.desk.checkins.models.cases import Case, Step, StepTold
from shouwang.desk.checkins.models.checkins import Attempt, CheckIn
from shouwang.desk.checkins.models.health import HealthReport
from shouwang.desk.checkins.models.plans import Declined, WatchPlan

__all__ = ["Attempt", "Caller", "Case", "CheckIn", "Declined", "HealthReport", "Step", "StepTold", "WatchPlan"]
