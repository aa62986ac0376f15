"""What other capabilities show beside a need on its page: registered from above, so that `needs` need not know them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from shouwang.desk.base.actor import Actor
from shouwang.desk.needs.models import Need

Context = Callable[[Need, Actor, datetime], Mapping[str, Any] | None]
BESIDE: list[tuple[str, Context]] = []


def register_beside(template: str, context: Context) -> None:
    """Show `template`, with what `context` gives it as `panel`, on every need's page where it gives anything."""
    BESIDE.append((template, context))


def beside(need: Need, by: Actor, at: datetime) -> list[tuple[str, Mapping[str, Any]]]:
    """(template, context) of each that has something to show."""
    asked = ((template, context(need, by, at)) for template, context in BESIDE)
    return [(template, shown) for template, shown in asked if shown is not None]
