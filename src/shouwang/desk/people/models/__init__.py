"""The register: the estate, who lives where, and what they have stated."""

from shouwang.desk.people.models.estate import Building, Door, DoorAlias, Grid
from shouwang.desk.people.models.households import HEALTH, Contact, Fact, FactKind, Household, Move, Person
from shouwang.desk.people.models.imports import Import, ImportRow, SheetLayout
from shouwang.desk.people.models.states import HouseholdState, State

__all__ = [
    "HEALTH",
    "Building",
    "Contact",
    "Door",
    "DoorAlias",
    "Fact",
    "FactKind",
    "Grid",
    "Household",
    "HouseholdState",
    "Import",
    "ImportRow",
    "Move",
    "Person",
    "SheetLayout",
    "State",
]
