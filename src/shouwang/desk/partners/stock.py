"""What partners last said of an item: fresh on its day, stale the next, then no longer of use."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal
from uuid import UUID

from shouwang.desk.base.models import Community
from shouwang.desk.partners.models import StockSaying

Freshness = Literal["fresh", "stale", "old"]


@dataclass(frozen=True, slots=True)
class Word:
    """One saying as it counts now. `quantity` in packs, `price_fen` a pack; None: not said."""

    has: str  # StockSaying.Has
    quantity: int | None
    price_fen: int | None
    said_at: datetime
    freshness: Freshness
    held_until: datetime | None
    held_for: UUID | None
    source: str  # StockSaying.Source


def latest_sayings(community: Community, items: Collection[str], at: datetime) -> dict[tuple[UUID, str], Word]:
    """(partner id, item key) → the last word about it of today or yesterday, on the community's clock. One query."""
    said = StockSaying.objects.filter(
        community=community, item__in=items, said_at__gte=begin_of_yesterday(community, at), said_at__lte=at,
        partner__retired_at=None,
    )  # fmt: skip
    found: dict[tuple[UUID, str], Word] = {}
    for one in said.order_by("said_at", "pk"):
        found[(one.partner_id, one.item)] = word_of(one, community, at)
    return found


def word_of(saying: StockSaying, community: Community, at: datetime) -> Word:
    """`saying` with how fresh it is at `at`."""
    return Word(
        has=saying.has, quantity=saying.quantity, price_fen=saying.price_fen, said_at=saying.said_at,
        freshness=freshness_of(saying.said_at, community, at), held_until=saying.held_until, held_for=saying.held_for,
        source=saying.source,
    )  # fmt: skip


def freshness_of(said_at: datetime, community: Community, at: datetime) -> Freshness:
    days = (community.today(at) - community.today(said_at)).days
    return "fresh" if days <= 0 else "stale" if days == 1 else "old"


def begin_of_yesterday(community: Community, at: datetime) -> datetime:
    return datetime.combine(community.today(at) - timedelta(days=1), time(), tzinfo=community.tz)
