"""What an item was called and who said what about it is destroyed 14 days after it ended; the numbers stay."""

from datetime import datetime, timedelta

from django.db.models import Q

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.housekeeping import swept
from shouwang.desk.base.models import Community
from shouwang.desk.base.refusals import use_case
from shouwang.desk.medicine.models import Item, ItemPicture, ItemState, Offer

WORDS_KEPT = timedelta(days=14)
OVER = (ItemState.HOME, ItemState.ROUTED, ItemState.ENDED, ItemState.REFUSED)
SEALED = [f"{name}_sealed" for name in ("name", "strength", "form", "maker", "pack", "as_written", "note", "decision")]
OFFERED = [f"{name}_sealed" for name in ("name", "maker", "strength", "words")]
NOTHING = b""


@use_case
def forget_items(community: Community, at: datetime) -> int:
    """Destroy the words of items whose need ended 14 days before `at`, of their photographs and of what was offered
    instead; how many items those were."""
    before = at - WORDS_KEPT
    ended = Item.objects.filter(community=community, state__in=OVER, need__ended_at__lte=before)
    off = Item.objects.filter(community=community, state=ItemState.ENDED, line=None, ended_at__lte=before)
    named = ~Q(**dict.fromkeys(SEALED, NOTHING))
    due = {*ended.filter(named).values_list("pk", flat=True), *off.filter(named).values_list("pk", flat=True)}
    if due:
        Item.objects.filter(pk__in=due).update(**dict.fromkeys(SEALED, NOTHING), flags=[], rule={})
        Offer.objects.filter(item__in=due).update(**dict.fromkeys(OFFERED, NOTHING))
        ItemPicture.objects.filter(item__in=due).delete()
        record("medicine.items_forgotten", community, by=Actor.clockwork(community), at=at, items=len(due))
    return len(due)


def register_forgetting() -> None:
    """Called once, when the desk starts."""
    swept("medicine.items", forget_items)
