"""Cases on a household's page, at the desk alone: what is open, and a way to open one where somebody worries."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shouwang.desk.base.actor import Actor
from shouwang.desk.checkins.cases.forms import WorryForm
from shouwang.desk.checkins.models import Case
from shouwang.desk.people.models import Household
from shouwang.desk.people.panels import register_panel


def for_the_desk(household: Household, by: Actor, _at: datetime) -> Mapping[str, Any] | None:
    """Each person with their open case, if they have one. One query."""
    if household.left_at is not None:
        return None
    people = household.residents()
    live = {case.person_id: case for case in Case.objects.visible_to(by).live().filter(household=household)}
    return {"people": [(person, live.get(person.pk)) for person in people], "form": WorryForm()} if people else None


def register_panels() -> None:
    register_panel("desk", 21, "checkins/_case_panel.html", for_the_desk)
