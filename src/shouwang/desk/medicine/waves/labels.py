"""Bag labels on paper: number, door, and a code that leads to the bag. Never a name, never a drug."""

import io
from collections.abc import Callable
from uuid import UUID

import segno
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.paper import print_pdf
from shouwang.desk.medicine.models import Item, Wave


def labels_pdf(wave: Wave, by: Actor, address_of: Callable[[UUID], str]) -> bytes:
    """Eight labels a page, of the bags `by` may see, in the order of their numbers."""
    seen = Item.objects.visible_to(by).filter(wave=wave)
    cold = set(seen.filter(is_cold=True).values_list("need__household", flat=True))
    bags = wave.bags.filter(household__in=seen.values("need__household")).select_related("household__door")
    title = _("Medicine %(day)s · list %(n)s") % {"day": date_format(wave.day, _("j F")), "n": wave.number}
    labels = [
        {
            "number": str(bag.number), "door": str(bag.household), "foot": title, "qr": _qr(address_of(bag.pk)),
            "cold": _("keep cold") if bag.household_id in cold else "",
            "words": _("closed bag, for this door only"),
        }
        for bag in bags.order_by("number")
    ]  # fmt: skip
    return print_pdf("medicine/wave_labels.typ", {"lang": (get_language() or "zh")[:2], "labels": labels})


def _qr(address: str) -> str:
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", scale=4, border=1)
    return out.getvalue().decode()
