"""What medicine shows of a household: to the desk who takes what and how long it lasts, to themselves the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from shouwang.desk.base.actor import Actor
from shouwang.desk.medicine.items.suggesting import Suggestion, suggestions_for
from shouwang.desk.medicine.models import Prompt, Regimen
from shouwang.desk.medicine.regimens.days_left import DaysLeft, days_left_of
from shouwang.desk.medicine.regimens.prompting import level_of
from shouwang.desk.people.models import Household
from shouwang.desk.people.panels import register_panel


@dataclass(frozen=True, slots=True)
class Taken:
    """A regimen as it is shown. `prompt`: the most pressing asking that waits for an answer."""

    regimen: Regimen
    left: DaysLeft | None
    prompt: Prompt | None

    @property
    def tone(self) -> str:
        """The tag's colour: bad, waiting, ok, or nothing where it is unknown."""
        level = level_of(self.left) if self.left else None
        if level is None:
            return "ok" if self.left else ""
        return "bad" if level == Prompt.Level.ALERT else "waiting"


def taken_in(household: Household, by: Actor, at: datetime) -> list[Taken]:
    """What is taken in a household, what runs out first in front. Four queries."""
    theirs = Regimen.objects.visible_to(by).filter(person__household=household).current()
    regimens = list(theirs.select_related("person", "drug").order_by("stated_at", "pk"))
    left = days_left_of(regimens, at)
    waiting = Prompt.objects.filter(regimen__in=regimens, answered_at=None).order_by("-level")
    prompts = {prompt.regimen_id: prompt for prompt in waiting}
    shown = [Taken(one, left.get(one.pk), prompts.get(one.pk)) for one in regimens]
    return sorted(shown, key=lambda one: (one.left is None, one.left.days if one.left else 0))


def for_the_desk(household: Household, by: Actor, at: datetime) -> Mapping[str, Any] | None:
    if household.left_at is not None:
        return None
    suggested = [(one, query_of(one)) for one in suggestions_for(household, at)]
    return {"household": household, "taken": taken_in(household, by, at), "suggested": suggested}


def for_themselves(household: Household, by: Actor, at: datetime) -> Mapping[str, Any] | None:
    taken = taken_in(household, by, at)
    return {"taken": taken} if taken else None


def query_of(suggestion: Suggestion) -> str:
    """What the form is told in its address: never the fact's words."""
    return urlencode({name: str(value) for name, value in suggestion.as_initial().items()})


def register_panels() -> None:
    register_panel("desk", 15, "medicine/_regimens.html", for_the_desk)
    register_panel("own", 15, "medicine/_own_regimens.html", for_themselves)
