"""Moving money, goods and things between holders, and taking a movement back.

Every balance and every thing changes by one conditional update: of two who give away the same, one wins and the
other is told who has it. All transfers of a community touch its event chain first, then balances, then things.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Case, F, Value, When
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.ledger.bridge import without_pins
from shouwang.desk.ledger.models import Balance, Commodity, Entry, Holder, Thing, Transfer, TransferKind
from shouwang.desk.ledger.moves import Lacking, apply_moves, check_moves, sides_in, sides_of
from shouwang.desk.ledger.moves import Move as Move  # who moves something takes it from here, with `transfer`
from shouwang.desk.ledger.names import name_of
from shouwang.desk.ledger.reading import balance_of
from shouwang.desk.ledger.telling import record_transfer
from shouwang.desk.ledger.words import amount_words, since_words, thing_words

LONGEST_WORDS = 500


class NotHeld(Refused):
    """The giver does not hold it, or not so much: the message says who has it."""


class SaidOtherwise(Refused):
    """The same number was used for other moves: a mistake of the client, never to be guessed around."""


class TakenBackAlready(Refused):
    """There is a reversal of it, or it is one."""


class WordsMissing(Refused):
    """What cannot be understood later without words must be said with some."""


@use_case
def transfer(
    *, op_id: UUID, kind: TransferKind, moves: Sequence[Move], by: Actor, at: datetime,
    said_at: datetime | None = None, about_id: UUID | None = None, words: str = "",
) -> Transfer:  # fmt: skip
    """Move all of `moves`, or nothing. `said_at`: when, by a phone's own clock, where it was heard later.

    The same `op_id` with the same moves again is the first transfer. Raises NotHeld, SaidOtherwise; ValueError for
    moves that are none.
    """
    if kind == TransferKind.REVERSAL:
        raise ValueError("take a transfer back with reverse_transfer")
    made = _new(op_id, kind, by, at, words, said_at=said_at, about_id=about_id)
    return _book(made, moves, by)


@use_case
def reverse_transfer(*, transfer: Transfer, op_id: UUID, by: Actor, at: datetime, words: str) -> Transfer:
    """Take `transfer` back: the same the other way. Where what it moved is no longer there, it is refused.

    Raises WordsMissing, TakenBackAlready, NotHeld, SaidOtherwise.
    """
    if not words.strip():
        raise WordsMissing(_("Say in a few words why it is taken back."))
    if transfer.kind == TransferKind.REVERSAL:
        raise TakenBackAlready(_("This takes another movement back. Enter what really happened as a new one."))
    made = _new(op_id, TransferKind.REVERSAL, by, at, words, reverses=transfer, about_id=transfer.about_id)
    return _book(made, moves_back(transfer), by)


def moves_back(transfer: Transfer) -> list[Move]:
    """The moves of `transfer`, the other way."""
    sides: dict[int, dict[bool, Entry]] = {}
    for entry in transfer.entries.select_related("holder", "commodity", "thing__household__door", "thing__community"):
        sides.setdefault(entry.move, {})[entry.amount > 0] = entry
    moves = []
    for _number, both in sorted(sides.items()):
        took, what = both[True], both[True].commodity or both[True].thing
        assert what is not None
        moves.append(Move(what, giver=took.holder, taker=both[False].holder, amount=took.amount))
    return moves


def _new(op_id: UUID, kind: TransferKind, by: Actor, at: datetime, words: str, **more: Any) -> Transfer:
    made = Transfer(community=by.community, op_id=op_id, kind=kind, at=at, by=by.account, link=by.link, **more)
    made.words = without_pins(words.strip()[:LONGEST_WORDS])
    return made


def _book(made: Transfer, moves: Sequence[Move], by: Actor) -> Transfer:
    """Write `made` with its entries and change what they change; if it was said before, that is the answer."""
    check_moves(moves, made.community_id)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        return _said_before(made, moves)
    record_transfer(made, moves, by=by)
    held_from = min(made.said_at or made.at, made.at)
    try:
        apply_moves(moves, Tables(held_from=held_from), is_reversal=made.reverses_id is not None)
    except Lacking as lacking:
        raise NotHeld(_why_not(lacking, by, made.at)) from None
    Entry.objects.bulk_create(
        Entry(community_id=made.community_id, transfer=made, move=number, holder_id=holder, commodity_id=commodity,
              thing_id=thing, amount=amount)
        for number, holder, commodity, thing, amount in sides_of(moves)
    )  # fmt: skip
    for move in moves:
        if isinstance(move.what, Thing):
            move.what.holder, move.what.since = move.taker, held_from
    return made


class Tables:
    """The books in the database: every change one conditional update."""

    def __init__(self, *, held_from: datetime) -> None:
        self.held_from = held_from

    def shift(self, holder: Holder, commodity: Commodity, change: int, *, is_bound: bool) -> bool:
        here = {"holder_id": holder.pk, "commodity_id": commodity.pk}
        since = Case(
            When(amount=0, then=Value(self.held_from)), When(amount=-change, then=Value(None)), default=F("since")
        )  # fmt: skip
        enough = {"amount__gte": -change} if is_bound else {}
        if Balance.objects.filter(**here, **enough).update(amount=F("amount") + change, since=since) == 1:
            return True
        if is_bound:
            return False
        kept = {"community_id": holder.community_id, "may_owe": holder.may_owe}
        Balance.objects.get_or_create(**here, defaults=kept)
        return Balance.objects.filter(**here).update(amount=F("amount") + change, since=since) == 1

    def give(self, thing: Thing, giver: Holder, taker: Holder) -> bool:
        return Thing.objects.filter(pk=thing.pk, holder=giver).update(holder=taker, since=self.held_from) == 1


def _why_not(lacking: Lacking, by: Actor, at: datetime) -> str:
    """Who has it, or how much of it there is."""
    if isinstance(lacking.what, Thing):
        now = Thing.objects.select_related("holder", "household__door", "community").get(pk=lacking.what.pk)
        words = _("%(thing)s is no longer there: since %(since)s it is with %(who)s.")
        said = {"thing": thing_words(now), "since": since_words(now.since, at, now), "who": name_of(now.holder, by)}
        return words % said
    has = balance_of(lacking.giver, lacking.what)
    words = _("%(who)s holds %(has)s: %(wanted)s cannot be given away.")
    return words % {
        "who": name_of(lacking.giver, by),
        "has": amount_words(lacking.what, has),
        "wanted": amount_words(lacking.what, lacking.amount),
    }


def _said_before(made: Transfer, moves: Sequence[Move]) -> Transfer:
    """The transfer that `made` repeats. Raises SaidOtherwise, TakenBackAlready."""
    first = Transfer.objects.filter(community_id=made.community_id, op_id=made.op_id).first()
    if first is None:
        earlier = Transfer.objects.select_related("by").filter(reverses=made.reverses_id).exclude(reverses=None).get()
        raise TakenBackAlready(_("%(who)s has already taken it back.") % {"who": earlier.by or _("the desk")})
    said = (first.kind, first.reverses_id, sides_in(first.entries.all()))
    if said != (made.kind, made.reverses_id, sides_of(moves)):
        raise SaidOtherwise(
            _("This movement was already entered with other content. Open the page again and repeat it.")
        )
    return first
