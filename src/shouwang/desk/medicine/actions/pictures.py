"""Photographs of boxes and prescriptions: what is on the box decides, not how somebody wrote it."""

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.medicine.actions.item_state import settle_items, still_changeable, tell
from shouwang.desk.medicine.items.box_reading import read_later
from shouwang.desk.medicine.items.knowing import Knowledge
from shouwang.desk.medicine.models import Item, ItemPicture
from shouwang.desk.needs.actions.pictures import add_picture
from shouwang.desk.needs.models import NeedPicture


class NotOfThisNeed(Refused):
    """A photograph of another need proves nothing here."""


@use_case
def add_item_picture(
    *, item: Item, upload: "UploadedFile[Any]", by: Actor, at: datetime, what: str = ItemPicture.What.BOX
) -> ItemPicture:
    """Keep a photograph that shows the box of `item`, or a prescription for it.

    Raises images.NotAPicture, images.TooBig, ItemHasMovedOn.
    """
    still_changeable(item)
    kept = add_picture(need=item.need, upload=upload, by=by, at=at)
    return tie_picture(item=item, kept=kept, what=what, by=by, at=at)


@use_case
def tie_picture(*, item: Item, kept: NeedPicture, what: str, by: Actor, at: datetime) -> ItemPicture:
    """A photograph of the need shows this item: its box, or a prescription. Raises NotOfThisNeed, ItemHasMovedOn."""
    still_changeable(item)
    if kept.need_id != item.need_id:
        raise NotOfThisNeed
    shown, is_new = ItemPicture.objects.get_or_create(
        item=item, kept=kept, defaults={"community": item.community, "what": what, "made_at": at}
    )
    if not is_new and shown.what == what:
        return shown
    if not is_new:
        ItemPicture.objects.filter(pk=shown.pk).update(what=what)
        shown.what = what
    read_later(shown, at)
    tell("medicine.item_pictured", item, by=by, at=at, picture=kept.picture_id, what=what)
    settle_items([item], knowledge=Knowledge.of(item.community, at), by=by, at=at)
    return shown
