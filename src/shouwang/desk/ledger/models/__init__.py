"""Who holds what: holders, commodities, single things, transfers whose entries sum to zero, and balances."""

from shouwang.desk.ledger.models.holders import Balance, Commodity, Holder, HolderKind, Thing, ThingKind
from shouwang.desk.ledger.models.transfers import Entry, Transfer, TransferKind

__all__ = [
    "Balance",
    "Commodity",
    "Entry",
    "Holder",
    "HolderKind",
    "Thing",
    "ThingKind",
    "Transfer",
    "TransferKind",
]
