"""The desk's cash: giving it out, taking it in, counting it."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.models import Account
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.ledger.actions.transfers import LONGEST_WORDS, WordsMissing, transfer
from shouwang.desk.ledger.bridge import without_pins
from shouwang.desk.ledger.cash import closing_of
from shouwang.desk.ledger.commodities import money
from shouwang.desk.ledger.holders import of_account, of_desk, of_household, of_purse
from shouwang.desk.ledger.models import CashCount, Transfer, TransferKind
from shouwang.desk.ledger.moves import Move
from shouwang.desk.people.models import Household


class Way(models.TextChoices):
    """How cash comes to the desk, or leaves it."""

    GIVE_OUT = "give_out", gettext_lazy("give out to a helper")
    HAND_IN = "hand_in", gettext_lazy("take in from a helper")
    COLLECT = "collect", gettext_lazy("take in from a household")
    PAY_BACK = "pay_back", gettext_lazy("give back to a household")
    ADVANCE = "advance", gettext_lazy("put in from somebody's own money")
    REPAY = "repay", gettext_lazy("repay somebody's own money")


OF_HOUSEHOLDS = frozenset({Way.COLLECT, Way.PAY_BACK})
INWARD = frozenset({Way.HAND_IN, Way.COLLECT, Way.ADVANCE})
KINDS = {Way.PAY_BACK: TransferKind.HAND_OVER}


class NobodyNamed(Refused):
    """Money comes from somebody and goes to somebody."""


class NotToBeCounted(Refused):
    """A day that has not come yet has no cash to count."""


@use_case
def move_cash(
    *, way: Way, fen: int, op_id: UUID, by: Actor, at: datetime, account: Account | None = None,
    household: Household | None = None, words: str = "",
) -> Transfer:  # fmt: skip
    """Cash comes to the desk or leaves it. Raises NobodyNamed, NotHeld, SaidOtherwise."""
    desk = of_desk(by.community)
    if way in OF_HOUSEHOLDS:
        if household is None:
            raise NobodyNamed(_("Say which door it is."))
        other = of_household(household)
    else:
        if account is None:
            raise NobodyNamed(_("Say who it is."))
        other = (of_purse if way in {Way.ADVANCE, Way.REPAY} else of_account)(account, by.community)
    giver, taker = (other, desk) if way in INWARD else (desk, other)
    kind = KINDS.get(way) or TransferKind(way.value)
    moves = [Move(money(by.community), giver, taker, fen)]
    return transfer(op_id=op_id, kind=kind, moves=moves, by=by, at=at, words=words)


@use_case
def count_cash(*, day: date, fen: int, by: Actor, at: datetime, words: str = "") -> CashCount:
    """`fen` were there at the end of `day`, or so far today. What the books say is kept beside it; a difference is
    said in words. The same said twice is one count. Raises WordsMissing, NotToBeCounted."""
    assert by.account is not None
    today = by.community.today(at)
    if day > today:
        raise NotToBeCounted(_("That day has not come yet."))
    expected = closing_of(by.community, day)
    words = without_pins(words.strip()[:LONGEST_WORDS])
    if fen != expected and not words:
        raise WordsMissing(_("The books and the till differ. Say what you know about it: it is kept as it is."))
    last = CashCount.objects.filter(community=by.community, day=day).select_related("community").order_by("-at").first()
    said = (fen, expected, words, by.account.pk)
    if last and (last.counted_fen, last.expected_fen, last.words, last.by_id) == said and at - last.at < timedelta(1):
        return last
    count = CashCount(
        community=by.community, day=day, at=at, by=by.account, counted_fen=fen, expected_fen=expected
    )  # fmt: skip
    count.words = words
    count.save(force_insert=True)
    record("ledger.cash_counted", count, by=by, at=at, difference=count.difference, day=day)
    return count
