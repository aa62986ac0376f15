"""The desk says where a thing really is."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.refusals import use_case
from shouwang.desk.ledger.actions.transfers import NotHeld, transfer
from shouwang.desk.ledger.holders import of_desk, of_household
from shouwang.desk.ledger.models import HolderKind, Thing, Transfer, TransferKind
from shouwang.desk.ledger.moves import Move


@use_case
def bring_thing(*, thing: Thing, is_home: bool, op_id: UUID, by: Actor, at: datetime, words: str = "") -> Transfer:
    """`thing` is back with its household, or (not `is_home`) at the desk. Raises NotHeld where it is there already,
    or lost: then it is found first."""
    first = thing.entries.filter(transfer__op_id=op_id, amount=-1).select_related("holder").first()
    giver = first.holder if first else thing.holder
    taker = of_household(thing.household) if is_home else of_desk(thing.community)
    if giver.kind == HolderKind.GONE:
        raise NotHeld(_("It is entered as lost or spoiled. Say first that it was found."))
    if giver.pk == taker.pk:
        raise NotHeld(_("That is where it is already."))
    if is_home:
        kind = TransferKind.HAND_OVER
    else:
        kind = TransferKind.COLLECT if giver.kind == HolderKind.HOUSEHOLD else TransferKind.HAND_IN
    return transfer(op_id=op_id, kind=kind, moves=[Move(thing, giver, taker)], by=by, at=at, words=words)
