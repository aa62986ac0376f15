"""Capture: a need as somebody says it, in seconds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import Happened, record_many
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.base.roles import Role
from shouwang.desk.needs.actions.alerts import alert_about
from shouwang.desk.needs.bridge import speaks_of_self_harm
from shouwang.desk.needs.models import Line, Need, Sensitivity, Source, Urgency
from shouwang.desk.needs.search import index_needs
from shouwang.desk.needs.wishes import Wish
from shouwang.desk.people.models import Door, Household, Person
from shouwang.desk.people.signs import REPLY, SignOfLife, note_sign

__all__ = ["Asked", "Wish", "add_need", "add_needs"]

LONGEST_WORDS = 2000  # characters; nobody needs more to say what they lack
MOST_LINES = 60
ALERTED_BY_LINE = {Source.CHAIN, Source.SHEET}  # whoever reads a list alerts about its lines, talk between them too
MOST_OF_ONE = Decimal(100_000)


class NothingWanted(Refused):
    """Neither a thing nor a word: there is nothing to do."""


class TooMuch(Refused):
    """More words or lines than a person could carry out."""


class DueBeforeItBegins(Refused):
    """It would be late before anybody may begin."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A need as it was asked for. `door` is where to go; None: where the household lives."""

    kind: str
    source: str
    wishes: Sequence[Wish] = ()
    words: str = ""
    household: Household | None = None
    person: Person | None = None
    door: Door | None = None
    not_before: datetime | None = None
    due_by: datetime | None = None
    urgency: int = Urgency.NORMAL
    sensitivity: str = Sensitivity.ORDINARY
    note: str = ""
    who: str = ""


@use_case
def add_need(
    *, kind: str, source: str, by: Actor, at: datetime, wishes: Sequence[Wish] = (), words: str = "",
    household: Household | None = None, person: Person | None = None, door: Door | None = None,
    not_before: datetime | None = None, due_by: datetime | None = None, urgency: int = Urgency.NORMAL,
    sensitivity: str = Sensitivity.ORDINARY, note: str = "", who: str = "",
) -> Need:  # fmt: skip
    """Somebody lacks something. `words` are their own, `wishes` the things; one of the two suffices.

    Raises NothingWanted, TooMuch, DueBeforeItBegins.
    """
    asked = Asked(
        kind=kind, source=source, wishes=wishes, words=words, household=household, person=person, door=door,
        not_before=not_before, due_by=due_by, urgency=urgency, sensitivity=sensitivity, note=note, who=who,
    )  # fmt: skip
    return add_needs(asked=[asked], by=by, at=at)[0]


@use_case
def add_needs(*, asked: Sequence[Asked], by: Actor, at: datetime) -> list[Need]:
    """Many at once, as they come out of a chain; each as `add_need` would. Same order as `asked`."""
    for one in asked:
        _check(one)
    needs = [need_of(one, by, at) for one in asked]
    Need.objects.bulk_create(needs, batch_size=200)
    lines = [line for need, one in zip(needs, asked, strict=True) for line in lines_of(need, one.wishes)]
    Line.objects.bulk_create(lines, batch_size=200)
    names = {need.pk: [wish.name for wish in one.wishes] for need, one in zip(needs, asked, strict=True)}
    index_needs(by.community, names)
    added = [Happened(need, need.household_id, {"what": need.kind, "source": need.source}) for need in needs]
    record_many("needs.added", added, by=by, at=at)
    for need in needs:
        if need.is_private and need.source not in ALERTED_BY_LINE:
            alert_about(need=need, by=by, at=at)
    if by.role == Role.HOUSEHOLD:
        _note_who_writes(needs, by=by, at=at)
    return needs


def _note_who_writes(needs: Sequence[Need], *, by: Actor, at: datetime) -> None:
    """A household that asks for something by its own link is alive."""
    for need in needs[:1]:
        if need.household is not None:
            note_sign(SignOfLife(need.household, None, REPLY, need), by=by, at=at)


def lines_of(need: Need, wishes: Sequence[Wish], start: int = 0) -> Iterator[Line]:
    """Unsaved lines of `need`, one a wish."""
    for position, wish in enumerate(wishes, start):
        line = Line(community_id=need.community_id, need=need, position=position, wanted=wish.quantity)
        line.unit, line.name, line.note = wish.unit.strip()[:12], wish.name.strip()[:120], wish.note.strip()[:200]
        yield line


def check_wishes(wishes: Sequence[Wish], words: str) -> None:
    """Raises NothingWanted, TooMuch."""
    if not wishes and not words.strip():
        raise NothingWanted(_("Say what is needed."))
    if any(not wish.name.strip() or wish.quantity <= 0 for wish in wishes):
        raise NothingWanted(_("Every line needs a name and an amount above nothing."))
    if len(wishes) > MOST_LINES or len(words) > LONGEST_WORDS or any(wish.quantity >= MOST_OF_ONE for wish in wishes):
        raise TooMuch(_("That is more than one list can hold. Split it in two."))


def _check(asked: Asked) -> None:
    check_wishes(asked.wishes, asked.words)
    check_window(asked.not_before, asked.due_by)


def check_window(not_before: datetime | None, due_by: datetime | None) -> None:
    """Raises DueBeforeItBegins."""
    if due_by and not_before and due_by < not_before:
        raise DueBeforeItBegins(_("It is due before it may begin. Change one of the two times."))


def need_of(asked: Asked, by: Actor, at: datetime) -> Need:
    """An unsaved need."""
    household = asked.household
    need = Need(
        community=by.community, kind=asked.kind, household=household, person=asked.person,
        door=asked.door or (household.door if household else None), not_before=asked.not_before, due_by=asked.due_by,
        urgency=asked.urgency, source=asked.source, sensitivity=asked.sensitivity, made_at=at, made_by=by.account,
    )  # fmt: skip
    need.words, need.note, need.who = asked.words.strip(), asked.note.strip(), asked.who.strip()
    need.is_private = speaks_of_self_harm("\n".join([need.words, need.note, *(wish.name for wish in asked.wishes)]))
    return need
