"""A household asks for a medicine itself: the name, and the box in the same step."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.refusals import use_case
from shouwang.desk.medicine.actions.items import NameMissing, add_item_picture, complete_item, take_in
from shouwang.desk.medicine.items.completeness import BOX_COMES
from shouwang.desk.medicine.models import ItemPicture
from shouwang.desk.needs.actions.capture import Wish, add_need
from shouwang.desk.needs.actions.pictures import add_picture
from shouwang.desk.needs.models import Kind, Need, Sensitivity, Source, Urgency
from shouwang.desk.people.models import Household

PACK = "盒"
ONE_DAY = 1


@use_case
def ask_for_medicine(
    *, household: Household, name: str, strength: str, packs: int, by: Actor, at: datetime,
    days_left: int | None = None, with_card: bool = False, no_substitute: bool = False, box_comes: bool = False,
    box: "UploadedFile[Any] | None" = None, prescription: "UploadedFile[Any] | None" = None,
) -> Need:  # fmt: skip
    """One medicine, by its name or by the photograph of its box; with only a photograph somebody reads it first.

    What lasts a day or less is urgent. Raises NameMissing, NoSuchAmount, images.NotAPicture, images.TooBig.
    """
    name, strength = " ".join(name.split()), " ".join(strength.split())
    if not name and box is None and prescription is None:
        raise NameMissing(_("Say what it is called, or photograph the box."))
    is_urgent = days_left is not None and days_left <= ONE_DAY
    wish = Wish(" ".join(part for part in (name, strength) if part), Decimal(packs), PACK)
    need = add_need(
        kind=Kind.MEDICINE, source=Source.HOUSEHOLD, household=household, wishes=[wish] if name else [],
        words="" if name else _("It stands on the photograph."), sensitivity=Sensitivity.SENSITIVE,
        urgency=Urgency.URGENT if is_urgent else Urgency.NORMAL, by=by, at=at,
    )  # fmt: skip
    shots = [(box, ItemPicture.What.BOX), (prescription, ItemPicture.What.PRESCRIPTION)]
    if not name:
        for upload, _what in shots:
            if upload is not None:
                add_picture(need=need, upload=upload, by=by, at=at)
        return need
    (item,) = take_in(need=need, by=by, at=at)
    complete_item(
        item=item, name=name, strength=strength or None, with_card=with_card, no_substitute=no_substitute,
        days_left=days_left, marks={BOX_COMES: box_comes}, by=by, at=at,
    )  # fmt: skip
    for upload, what in shots:
        if upload is not None:
            add_item_picture(item=item, upload=upload, what=what, by=by, at=at)
    return need
