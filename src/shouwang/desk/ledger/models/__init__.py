"""Who holds what: holders, commodities, single things, transfers whose entries sum to zero, and balances."""

from shouwang.desk.ledger.models.counts import CashCount, Ending
from shouwang.desk.ledger.models.holders import Balance, Commodity, Holder, HolderKind, Thing, ThingKind
from shouwang.desk.ledger.models.transfers import Entry, Transfer, TransferKind

__all__ = [
    "Balance",
    "CashCount",
    "Commodity",
    "Ending",
    "Entry",
    "Holder",
    "HolderKind",
    "Thing",
    "ThingKind",
    "Transfer",
    "TransferKind",
]
