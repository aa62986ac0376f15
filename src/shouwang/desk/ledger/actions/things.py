"""Single things: noting one, taking several along, losing and finding one."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.ledger.actions.transfers import NotHeld, WordsMissing, transfer
from shouwang.desk.ledger.bridge import has_six_digits_alone, without_pins
from shouwang.desk.ledger.holders import of_account, of_desk, of_gone, of_household
from shouwang.desk.ledger.models import Holder, HolderKind, Thing, ThingKind, Transfer, TransferKind
from shouwang.desk.ledger.moves import Move
from shouwang.desk.people.models import Household, Person

CARDS = frozenset({ThingKind.CARD, ThingKind.GAS_CARD})
SINGLE = CARDS | {ThingKind.RECORD, ThingKind.KEY}
"""Kinds of which a household does not have two that are called the same."""
LONGEST_LABEL = 60


class PinSaid(Refused):
    """A label that looks like a card's PIN: such a number is never stored."""


class NotTheirs(Refused):
    """The person does not belong to the household."""


@use_case
def take_note_of_thing(
    *, kind: ThingKind, household: Household, label: str, by: Actor, at: datetime, person: Person | None = None
) -> Thing:
    """A thing of `household`'s, still with them. A card that is at home and noted already is that card.

    An announced PIN in `label` is blanked; six digits alone on a card are refused. Raises PinSaid, NotTheirs.
    """
    label = without_pins(label.strip()[:LONGEST_LABEL])
    if kind in CARDS and has_six_digits_alone(label):
        raise PinSaid(_("That looks like a PIN. Write the last four digits of the card's number, never its PIN."))
    if person is not None and person.household_id != household.pk:
        raise NotTheirs(_("%(who)s does not live behind this door.") % {"who": person.name})
    home = of_household(household)
    if kind in SINGLE:
        at_home = Thing.objects.filter(household=household, kind=kind, person=person, holder=home)
        for known in at_home.select_related("community"):
            if known.label == label:
                return known
    thing = Thing(
        community=household.community, kind=kind, household=household, person=person, holder=home, since=at,
        made_at=at,
    )  # fmt: skip
    thing.label = label
    thing.save(force_insert=True)
    record("ledger.thing_noted", thing, by=by, at=at, household_id=household.pk, what=kind)
    return thing


@use_case
def collect_things(
    *, things: Sequence[Thing], taker: Holder, op_id: UUID, by: Actor, at: datetime, said_at: datetime | None = None,
    about_id: UUID | None = None, words: str = "",
) -> Transfer:  # fmt: skip
    """`taker` carries `things` off from their households. Raises NotHeld, SaidOtherwise."""
    moves = [Move(thing, giver=of_household(thing.household), taker=taker) for thing in things]
    return transfer(
        op_id=op_id, kind=TransferKind.COLLECT, moves=moves, by=by, at=at, said_at=said_at, about_id=about_id,
        words=words,
    )  # fmt: skip


@use_case
def lose_thing(*, thing: Thing, op_id: UUID, by: Actor, at: datetime, words: str) -> Transfer:
    """`thing` is lost or spoiled: whoever had it no longer has it. Raises WordsMissing, NotHeld, SaidOtherwise."""
    if not words.strip():
        raise WordsMissing(_("Say in a few words what became of it: the household will ask."))
    gone = of_gone(thing.community)
    first = _said_as(op_id, thing)
    holder = first or thing.holder
    if holder.pk == gone.pk:
        raise NotHeld(_("It is already entered as lost or spoiled."))
    moves = [Move(thing, giver=holder, taker=gone)]
    return transfer(op_id=op_id, kind=TransferKind.LOST, moves=moves, by=by, at=at, words=words)


@use_case
def find_thing(
    *, thing: Thing, op_id: UUID, by: Actor, at: datetime, words: str = "", taker: Holder | None = None
) -> Transfer:
    """`thing` is there again: with `taker`, else with the helper who says so, else at the desk. Raises NotHeld."""
    if taker is None:
        is_helper = by.account is not None and not by.is_desk
        taker = of_account(by.account, by.community) if by.account and is_helper else of_desk(by.community)
    moves = [Move(thing, giver=of_gone(thing.community), taker=taker)]
    return transfer(op_id=op_id, kind=TransferKind.FOUND, moves=moves, by=by, at=at, words=words)


def _said_as(op_id: UUID, thing: Thing) -> Holder | None:
    """Who gave `thing` when `op_id` was first said."""
    entry = thing.entries.filter(transfer__op_id=op_id, amount=-1).select_related("holder").first()
    return entry.holder if entry and entry.holder.kind != HolderKind.GONE else None
