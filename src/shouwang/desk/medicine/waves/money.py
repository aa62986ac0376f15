"""Money of a household in one wave: what they gave, what was bought for them, what is theirs again."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.db.models import Sum
from django.utils.translation import gettext as _

from shouwang.desk.ledger.models import Commodity, Entry, HolderKind
from shouwang.desk.medicine.models import Purchase, Wave

MOST_FEN = 100_000_000


def yuan(fen: int) -> str:
    """ "¥58.50", "¥58" """
    amount = Decimal(fen) / 100
    return f"¥{amount:.2f}" if fen % 100 else f"¥{amount:.0f}"


def fen_of(written: str) -> int | None:
    """What somebody wrote as yuan ("58.5", "58，50", "") in fen; None where it is no amount."""
    text = written.strip().replace("，", ".").replace(",", ".").lstrip("¥￥").removesuffix("元").strip()
    if not text:
        return 0
    try:
        amount = Decimal(text) * 100
    except InvalidOperation:
        return None
    if not amount.is_finite() or amount != amount.to_integral_value() or not 0 <= amount <= MOST_FEN:
        return None
    return int(amount)


@dataclass(frozen=True, slots=True)
class Account:
    """Of one household in one wave, in fen. `bought` counts what is with them or on its way to them, paid in cash."""

    paid: int = 0
    bought: int = 0

    @property
    def change(self) -> int:
        """Above zero it is theirs again, below zero they owe it."""
        return self.paid - self.bought

    @property
    def to_give(self) -> int:
        return max(self.change, 0)

    @property
    def to_collect(self) -> int:
        return max(-self.change, 0)

    @property
    def sentence(self) -> str:
        said = {"paid": yuan(self.paid), "bought": yuan(self.bought), "rest": yuan(abs(self.change))}
        if self.change > 0:
            return _("gave %(paid)s, bought for %(bought)s: %(rest)s back") % said
        if self.change < 0:
            return _("gave %(paid)s, bought for %(bought)s: %(rest)s to collect") % said
        return _("gave %(paid)s, bought for %(bought)s: even") % said


def accounts_of(wave: Wave, households: Iterable[UUID]) -> dict[UUID, Account]:
    """By household, of cash alone. Two queries and what left it over."""
    ids = list(households)
    moved = Entry.objects.filter(
        transfer__about_id=wave.pk, holder__kind=HolderKind.HOUSEHOLD, holder__subject_id__in=ids,
        commodity__kind=Commodity.Kind.MONEY,
    )  # fmt: skip
    paid = dict(moved.values_list("holder__subject_id").annotate(fen=Sum("amount")).order_by())
    spent: dict[UUID, int] = {}
    theirs = Purchase.objects.filter(wave=wave, paid_by_card=False, item__need__household__in=ids)
    for purchase in theirs.select_related("item__need").prefetch_related("leftovers"):
        left = sum(one.packs for one in purchase.leftovers.all() if one.end != "taken")
        household = purchase.item.need.household_id
        assert household is not None
        kept = max(purchase.packs - left, 0)
        spent[household] = spent.get(household, 0) + round(purchase.price_fen * kept / purchase.packs)
    return {pk: Account(-paid.get(pk, 0), spent.get(pk, 0)) for pk in ids}
