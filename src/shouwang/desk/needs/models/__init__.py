"""Needs: everything somebody lacks, and how it came in."""

from shouwang.desk.needs.models.alerts import Alert, AlertTold
from shouwang.desk.needs.models.intakes import Intake, IntakeEntry, ListKind
from shouwang.desk.needs.models.needs import (
    Kind,
    Line,
    Need,
    NeedPicture,
    ReturnReason,
    Sensitivity,
    Source,
    State,
    Urgency,
)

__all__ = [
    "Alert",
    "AlertTold",
    "Intake",
    "IntakeEntry",
    "Kind",
    "Line",
    "ListKind",
    "Need",
    "NeedPicture",
    "ReturnReason",
    "Sensitivity",
    "Source",
    "State",
    "Urgency",
]
