"""Sheets that are no register: whoever takes orders, rides or a gate's book registers here, from above.

    register_taker("list", gettext_lazy("orders, medicine, rides …"), take)

`take(data=…, filename=…, by=…, at=…)` keeps the sheet and returns the address of its page, or raises Refused.
"""

from collections.abc import Callable

from django.utils.functional import Promise

Take = Callable[..., str]
TAKERS: dict[str, tuple[Promise, Take]] = {}


def register_taker(code: str, label: Promise, take: Take) -> None:
    """Offer `label` beside the ledger and the list of doors where a sheet is uploaded."""
    TAKERS[code] = (label, take)
