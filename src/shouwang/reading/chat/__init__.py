"""Read community group-order chains (接龙): `chat.read(text, context)`.

lines -> drafts (`lines`), each read by its kind (`kinds`, `order`, …), then what they mean together
(`resolve`), then sums (`totals`). What is unsure waits with a reason of `shouwang.reading.reasons`.
"""

from shouwang.reading.chat.kinds import KINDS
from shouwang.reading.chat.model import Entry, Item, NonEntry, Review, SubOrder
from shouwang.reading.chat.reading import Reading, Unreadable, read
from shouwang.reading.chat.totals import Bag

__all__ = ["KINDS", "Bag", "Entry", "Item", "NonEntry", "Reading", "Review", "SubOrder", "Unreadable", "read"]
