"""One thing wanted, as it is said: what readings, forms and needs have in common."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing wanted: `quantity` (more than 0) of `unit`s."""

    name: str
    quantity: Decimal
    unit: str = ""
    note: str = ""
