"""What medicine holds of people, and how it ends on the sunset day. The formulary is about nobody; it goes too."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop

from shouwang.desk.base.actions.sunset import holds
from shouwang.desk.base.models import Community
from shouwang.desk.medicine.models import (
    Bag,
    Drug,
    DrugSheet,
    Hunt,
    HuntAsk,
    Item,
    ItemPicture,
    Leftover,
    Offer,
    Prompt,
    Purchase,
    Regimen,
    Stock,
    Wave,
)


def destroy_medicine(community: Community) -> Mapping[str, int]:
    """Who takes what, what was asked for, bought, hunted for and handed over."""
    here = {"community": community}
    counts = {
        gettext_noop("regimens"): Regimen.objects.filter(**here).count(),
        gettext_noop("medicines asked for"): Item.objects.filter(**here).count(),
    }
    for held in (
        Leftover,
        Purchase,
        HuntAsk,
        Hunt,
        Offer,
        ItemPicture,
        Item,
        Bag,
        Wave,
        Prompt,
        Stock,
        Regimen,
        Drug,
        DrugSheet,
    ):
        held._default_manager.filter(**here).delete()
    return counts


def register_sunset() -> None:
    holds("medicine", destroy_medicine)
