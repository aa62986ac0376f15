"""What makes one medicine complete enough to be bought, and what is still to be asked: pure, derived, never stored
anywhere but beside the item it was derived for."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Missing(TextChoices):
    """What is asked, in the order in which it is asked."""

    HOUSEHOLD = "household", _("whose it is")
    RIDE = "ride", _("how they get it")
    NAME = "name", _("the name")
    STRENGTH = "strength", _("the strength")
    FORM = "form", _("the form")
    QUANTITY = "quantity", _("how many")
    TOO_MANY = "too_many", _("a decision: so many")
    PERSON = "person", _("who takes it")
    PICTURE = "picture", _("the box or a prescription")
    PRESCRIPTION = "prescription", _("the prescription")
    HEALTH = "health", _("a decision: how they are")
    DECISION = "decision", _("a decision")


ON_BOX = {Missing.STRENGTH: "strength_on_box", Missing.FORM: "form_on_box"}
"""Flags of an item: what is asked stands on the photographed box, and the pharmacy reads it there."""
BOX_COMES = "box_comes"
"""Flag of an item: the empty box itself is fetched at the door and goes along; no photograph is asked for."""
UNSAID = "quantity_unsaid"
"""Flag of an item: nobody has said how many; its line stands for one until somebody does."""
PACKS = frozenset("盒瓶支袋包管板桶罐条卷套贴个只张份副双台件") | {"box", "pack", "bottle", "bag", "tube"}
"""Units that are counted when buying. Tablets are not: a pharmacy sells boxes."""


_BETWEEN = re.compile(r"[、,，;；+＋\n]")
_A_NAME = re.compile(r"[一-龥]{2}|[A-Za-z]{4}")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one medicine. `wanted` in `unit`s; `most_packs` None: no limit."""

    name: str
    strength: str
    form: str
    wanted: Decimal | None
    unit: str
    flags: Collection[str] = ()
    is_vague: bool = False  # a sort of medicine, or several in one line: no name
    needs_strength: bool = True
    has_household: bool = True
    has_person: bool = False
    has_box: bool = False
    has_prescription: bool = False
    is_decided: bool = False
    route: str = "buy"
    needs_picture: bool = False
    needs_person: bool = False
    asks_health: bool = False
    most_packs: int | None = None


def missing_of(known: Known) -> list[Missing]:
    """Everything still to be asked before it may be bought, in order; empty: it is complete.

    What is not bought by a helper at all is asked for nothing but how they get it. Without a name nothing else of
    the box can be asked.
    """
    found = [] if known.has_household else [Missing.HOUSEHOLD]
    if known.route == "ride":
        return [*found, Missing.RIDE]
    if not known.name or known.is_vague:
        return [*found, Missing.NAME]
    return [*found, *_of_the_box(known), *_of_the_rules(known)]


def several_in(name: str) -> list[str]:
    """The medicines that one line names, where it names more than one: "络活喜、格华止". Else none."""
    parts = [part.strip() for part in _BETWEEN.split(name) if part.strip()]
    return parts if len(parts) > 1 and all(_A_NAME.search(part) for part in parts) else []


def packs_of(wanted: Decimal | None, unit: str) -> int | None:
    """How many packs that is; None where it is no whole number of them, or tablets were counted."""
    if wanted is None or wanted <= 0 or wanted != wanted.to_integral_value():
        return None
    return int(wanted) if not unit or unit.lower() in PACKS else None


def _of_the_box(known: Known) -> list[Missing]:
    found = []
    if known.needs_strength and not known.strength and not _on_box(Missing.STRENGTH, known):
        found.append(Missing.STRENGTH)
    if known.needs_strength and not known.form and not _on_box(Missing.FORM, known):
        found.append(Missing.FORM)
    if packs_of(known.wanted, known.unit) is None or UNSAID in known.flags:
        found.append(Missing.QUANTITY)
    return found


def _of_the_rules(known: Known) -> list[Missing]:
    found = []
    packs = packs_of(known.wanted, known.unit)
    if known.most_packs is not None and packs is not None and packs > known.most_packs and not known.is_decided:
        found.append(Missing.TOO_MANY)
    if known.needs_person and not known.has_person:
        found.append(Missing.PERSON)
    if known.route == "prescription" and not known.has_prescription:
        found.append(Missing.PRESCRIPTION)
    elif known.needs_picture and not (known.has_box or known.has_prescription or BOX_COMES in known.flags):
        found.append(Missing.PICTURE)
    if known.asks_health and not known.is_decided:
        found.append(Missing.HEALTH)
    elif known.route in {"decide", "prescription"} and not known.is_decided:
        found.append(Missing.DECISION)
    return found


def _on_box(what: Missing, known: Known) -> bool:
    return known.has_box and ON_BOX[what] in known.flags
