"""What asked-for medicines show of a household, to the desk and to itself, and how many are to be asked on Today."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.medicine.items import listing
from shouwang.desk.medicine.items.completeness import Missing
from shouwang.desk.medicine.models import Hunt, Item, ItemState
from shouwang.desk.needs.beside import register_beside
from shouwang.desk.needs.models import Kind, Need
from shouwang.desk.needs.models.needs import LIVE
from shouwang.desk.needs.today import Number, register_number
from shouwang.desk.people.models import Household
from shouwang.desk.people.panels import register_panel

OPEN = (ItemState.ASKING, ItemState.READY, ItemState.HUNTED, ItemState.BOUGHT)
THEY_KNOW = (
    Missing.NAME, Missing.STRENGTH, Missing.FORM, Missing.QUANTITY, Missing.PERSON, Missing.PICTURE,
    Missing.PRESCRIPTION,
)  # fmt: skip
"""What a household can say itself; the rest somebody at the desk decides."""


def _open_items(household: Household, by: Actor) -> list[Item]:
    theirs = Item.objects.visible_to(by).filter(need__household=household, need__state__in=LIVE, state__in=OPEN)
    return list(listing.with_everything(theirs).order_by(F("runs_out_on").asc(nulls_last=True), "made_at", "pk"))


def for_the_desk(household: Household, by: Actor, at: datetime) -> Mapping[str, Any] | None:
    """Open medicines with what is missing of each. One query."""
    items, today = _open_items(household, by), by.community.today(at)
    told = [(item, missing_words(item), listing.days_words(item.days_left(today))) for item in items]
    return {"medicines": told} if told else None


def for_themselves(household: Household, by: Actor, at: datetime) -> Mapping[str, Any]:
    """What becomes of what they asked for, what only they know, and what was offered instead."""
    shown = listing.dress(_open_items(household, by), at=at)
    return {"listed": [(one, [Missing(code).label for code in one.item.missing if code in THEY_KNOW]) for one in shown]}


def of_the_need(need: Need, by: Actor, _at: datetime) -> Mapping[str, Any] | None:
    """The medicines of a need, each with where it is now; nothing beside a need of another kind. Two queries."""
    if need.kind != Kind.MEDICINE:
        return None
    items = Item.objects.visible_to(by).filter(need=need).select_related("line", "wave")
    hunts = dict(Hunt.objects.live().filter(item__need=need).values_list("item", "pk"))
    return {
        "medicines": [
            (item, missing_words(item), hunts.get(item.pk)) for item in items.order_by("line__position", "pk")
        ]
    }


def missing_words(item: Item) -> list[str]:
    """What is still to be asked, in the reader's language."""
    return [str(Missing(code).label) for code in item.missing if code in Missing.values]


def to_be_asked(by: Actor, _at: datetime) -> Number | None:
    """Medicines to be asked about, and needs in which nobody has said the drug; nothing where there are none.

    One query.
    """
    items = listing.items_to_show(by, "asking", None).order_by().values("pk")
    count = items.union(listing.needs_in_words(by).order_by().values("pk"), all=True).count()
    return Number(count, _("medicines to ask about"), reverse("medicine:items")) if count else None


def register_all() -> None:
    """Called once, when the desk starts."""
    register_panel("desk", 14, "medicine/_items_household.html", for_the_desk)
    register_panel("own", 15, "medicine/_items_own.html", for_themselves)
    register_beside("medicine/_items_need.html", of_the_need)
    register_number("medicine.items", 33, to_be_asked)
