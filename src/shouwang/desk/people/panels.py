"""What other capabilities show of a household: registered from above, so that `people` need not know them.

A panel is asked for its context; None means it has nothing to show. `place` is "desk" (the household as the desk
sees it) or "own" (the household's own page, opened by its link).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from shouwang.desk.base.actor import Actor
from shouwang.desk.people.models import Household

Place = Literal["desk", "own"]
Context = Callable[[Household, Actor, datetime], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Panel:
    place: Place
    order: int
    template: str
    context: Context


PANELS: list[Panel] = []


def register_panel(place: Place, order: int, template: str, context: Context) -> None:
    """Show `template` on every household's page at `place`, the lowest `order` first."""
    PANELS.append(Panel(place, order, template, context))
    PANELS.sort(key=lambda panel: (panel.order, panel.template))


def panels_of(household: Household, place: Place, by: Actor, at: datetime) -> list[tuple[str, Mapping[str, Any]]]:
    """(template, context) of each panel that has something to show."""
    asked = ((panel.template, panel.context(household, by, at)) for panel in PANELS if panel.place == place)
    return [(template, context) for template, context in asked if context is not None]
