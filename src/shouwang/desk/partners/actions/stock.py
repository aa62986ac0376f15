"""What a partner says it has."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.partners.models import Partner, StockSaying


class NothingNamed(Refused):
    """Nobody said what thing it is about."""


@use_case
def note_stock(
    *, partner: Partner, item: str, has: StockSaying.Has, source: StockSaying.Source, by: Actor, at: datetime,
    quantity: int | None = None, price_fen: int | None = None, said_by: str = "", held_until: datetime | None = None,
    held_for: UUID | None = None,
) -> StockSaying:  # fmt: skip
    """Remember that at `at` `partner` said this of `item` (a key of `items.item_key`). Nothing is edited: a later
    saying counts before an earlier one. `quantity` in packs, `price_fen` a pack. Raises NothingNamed."""
    if not item:
        raise NothingNamed(_("Say which thing it is about."))
    saying = StockSaying(
        community=by.community, partner=partner, item=item, has=StockSaying.Has(has), quantity=quantity,
        price_fen=price_fen, source=StockSaying.Source(source), said_at=at, noted_by=by.account,
        held_until=held_until, held_for=held_for,
    )  # fmt: skip
    saying.said_by = said_by.strip()
    saying.save(force_insert=True)
    record("partners.stock_noted", partner, by=by, at=at, has=saying.has, source=saying.source)
    return saying
