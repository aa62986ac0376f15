"""What the desk knows of a household, for whoever writes down a need of theirs in a hurry: registered from above.

    register_known("regimens", 10, runs_out_soon)

Only what the household itself may read of itself: it stands in the need's words, which are theirs.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.needs.models import Need
from shouwang.desk.people.models import Household


@dataclass(frozen=True, slots=True)
class Known:
    """One thing known ("insulin, 2 days left"), and the kind of need that it concerns. Empty: any."""

    words: str
    kind: str = ""
    is_urgent: bool = False


Knower = Callable[[Household, Actor, datetime], Iterable[Known]]
KNOWERS: dict[str, tuple[int, Knower]] = {}


def register_known(code: str, order: int, knower: Knower) -> None:
    """`knower(household, by, at)` is asked as the desk, whoever writes the need down: it sees no more than is said."""
    KNOWERS[code] = (order, knower)


def known_of(household: Household, kind: str, at: datetime) -> list[Known]:
    """What is known that concerns a need of `kind`, in the order of its tellers."""
    desk = Actor.clockwork(household.community)
    told = (one for _order, knower in sorted(KNOWERS.values(), key=lambda row: row[0])
            for one in knower(household, desk, at))  # fmt: skip
    return [one for one in told if one.kind in ("", kind)]


def asked_before(household: Household, by: Actor, at: datetime) -> Iterable[Known]:
    """What of theirs is on its way already. Two queries."""
    live = Need.objects.visible_to(by).live().filter(household=household, is_private=False)
    for need in live.prefetch_related("lines").most_pressing_first(at)[:5]:
        yield Known(_("asked for already: %(what)s") % {"what": need.title}, kind=need.kind)


def register_knowers() -> None:
    """Called once, when the desk starts."""
    register_known("needs", 20, asked_before)
