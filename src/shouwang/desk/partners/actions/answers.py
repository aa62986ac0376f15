"""A line answered: by the partner's link, or by the desk while on the telephone or from paper.

The later answer is the one that shows; every one is kept (LineAnswer), and is remembered as stock.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.base.roles import Role
from shouwang.desk.partners.actions.stock import note_stock
from shouwang.desk.partners.answers import tell_of_answer
from shouwang.desk.partners.items import item_key
from shouwang.desk.partners.models import Answer, LineAnswer, Manifest, ManifestLine, StockSaying

Has, Source = StockSaying.Has, StockSaying.Source
LONGEST_NAME, LONGEST_NOTE = 80, 200
OFFER = ("offer_name", "offer_strength", "offer_maker")
PAPER_COMES_BACK = timedelta(days=2)  # so long after its end the desk still enters what was answered in time


class ListIsOver(Refused):
    """Its time is over, it was ended or fetched, or it was never sent."""


class AmountUnclear(Refused):
    """Part of it, but not how many."""


class OfferUnclear(Refused):
    """Another one instead, but not which."""


class NoOther(Refused):
    """They take this one and no other."""


@use_case
def answer_line(
    *, line: ManifestLine, answer: Answer, by: Actor, at: datetime, quantity: int | None = None,
    price_fen: int | None = None, offer_name: str = "", offer_strength: str = "", offer_maker: str = "",
    note: str = "",
) -> ManifestLine:  # fmt: skip
    """What the partner says of `line`. `quantity` in packs (asked for "part"), `price_fen` a pack.

    Part of it that is all of it is ready. The same said once more by the same changes nothing. The partner may answer
    until the list is over or fetched; the desk, which hears it late, two days longer. Raises ListIsOver,
    AmountUnclear, OfferUnclear, NoOther.
    """
    _hold_open(line.manifest, by=by, at=at)
    line.refresh_from_db()
    said = _clean(
        line, Answer(answer), quantity,
        {"offer_name": offer_name, "offer_strength": offer_strength, "offer_maker": offer_maker},
    )  # fmt: skip
    said |= {
        "price_fen": None if said["answer"] == Answer.NONE else price_fen,
        "answer_note": note.strip()[:LONGEST_NOTE],
    }
    if line.answer and line.answered_by_id == _pk(by) and all(getattr(line, key) == said[key] for key in said):
        return line
    before = {"answer": line.answer, "quantity": line.answered_quantity, "price_fen": line.price_fen}
    for name, value in said.items():
        setattr(line, name, value)
    line.answered_at, line.answered_by = at, by.account
    line.save()
    _keep(line, by=by, at=at)
    _remember_stock(line, by=by, at=at)
    _whole_list_answered(line.manifest, by=by, at=at)
    now: dict[str, Any] = {"answer": line.answer, "quantity": line.answered_quantity, "price_fen": line.price_fen}
    record("partners.line_answered", line.manifest, by=by, at=at, line=line.pk, before=before, **now)
    tell_of_answer(line, by, at)
    return line


@use_case
def none_at_counter(*, line: ManifestLine, by: Actor, at: datetime, said_at: datetime | None = None) -> ManifestLine:
    """Whoever stands at the counter is told that there is none, or no more: whatever was answered before, and of a
    list that was never sent as well. Said twice it is said once. Raises ListIsOver where the list was fetched or ended.
    """
    _hold_at_counter(line.manifest)
    line.refresh_from_db()
    if line.answer == Answer.NONE and line.answered_by_id == _pk(by):
        return line
    before = {"answer": line.answer, "quantity": line.answered_quantity, "price_fen": line.price_fen}
    for name, value in (_clean(line, Answer.NONE, None, dict.fromkeys(OFFER, "")) | {"price_fen": None}).items():
        setattr(line, name, value)
    line.answered_at, line.answered_by = said_at or at, by.account
    line.save()
    _keep(line, by=by, at=said_at or at)
    if line.item:
        note_stock(
            partner=line.manifest.partner, item=line.item, has=Has.NO, source=Source.VISIT, by=by, at=said_at or at
        )
    _whole_list_answered(line.manifest, by=by, at=at)
    record(
        "partners.line_answered", line.manifest, by=by, at=at, said_at=said_at, line=line.pk, before=before,
        answer=line.answer, quantity=line.answered_quantity, price_fen=None,
    )  # fmt: skip
    tell_of_answer(line, by, at)
    return line


def _hold_at_counter(manifest: Manifest) -> None:
    """As _hold_open, for whoever stands there."""
    if Manifest.objects.filter(pk=manifest.pk, revoked_at=None, fetched_at=None).update(asked_at=F("asked_at")) != 1:
        raise ListIsOver(_("This list is over: it has been fetched or ended. Please telephone the desk."))


def _hold_open(manifest: Manifest, *, by: Actor, at: datetime) -> None:
    """Hold the list for the rest of this transaction: of two answers at once the second waits for the first."""
    mine = Manifest.objects.filter(pk=manifest.pk, sent_at__isnull=False, revoked_at=None)
    if by.role == Role.PARTNER:
        mine = mine.filter(fetched_at=None)
    mine = mine.filter(expires_at__gt=at if by.role == Role.PARTNER else at - PAPER_COMES_BACK)
    if mine.update(asked_at=F("asked_at")) != 1:
        raise ListIsOver(_("This list is over: it has been fetched or ended. Please telephone the desk."))


def _clean(line: ManifestLine, answer: Answer, quantity: int | None, offer: dict[str, str]) -> dict[str, Any]:
    offer = {name: text.strip()[:LONGEST_NAME] for name, text in offer.items()}
    none = dict.fromkeys(offer, "")
    if answer == Answer.SUBSTITUTE:
        if line.no_substitute:
            raise NoOther(_("This household takes this one and no other. Press “None” if you do not have it."))
        if not offer["offer_name"]:
            raise OfferUnclear(_("Which one instead? Write its name."))
        return {"answer": answer, "answered_quantity": quantity or line.quantity, **offer}
    if answer == Answer.PART:
        if not quantity or quantity < 1:
            raise AmountUnclear(_("How many do you have? Press “None” if there is none."))
        if quantity < line.quantity:
            return {"answer": answer, "answered_quantity": quantity, **none}
        answer = Answer.READY
    return {"answer": answer, "answered_quantity": line.quantity if answer == Answer.READY else 0, **none}


def _keep(line: ManifestLine, *, by: Actor, at: datetime) -> None:
    offered = " ".join(part for part in (line.offer_name, line.offer_strength, line.offer_maker) if part)
    kept = LineAnswer(
        community=line.community, line=line, answer=line.answer, quantity=line.answered_quantity,
        price_fen=line.price_fen, at=at, by=by.account,
    )  # fmt: skip
    kept.words = " · ".join(part for part in (offered, line.answer_note) if part)
    kept.save(force_insert=True)


def _remember_stock(line: ManifestLine, *, by: Actor, at: datetime) -> None:
    """Ready and part are put aside for us until the list is over; another one is stock of that other one."""
    manifest, answer = line.manifest, Answer(line.answer)
    common: dict[str, Any] = {
        "partner": manifest.partner, "source": Source.CALL if by.account else Source.MANIFEST, "by": by, "at": at,
    }  # fmt: skip
    has = {Answer.READY: Has.YES, Answer.PART: Has.SOME}.get(answer, Has.NO)
    aside: dict[str, Any] = {} if has == Has.NO else {
        "quantity": line.answered_quantity, "price_fen": line.price_fen, "held_until": manifest.expires_at,
        "held_for": line.subject_id,
    }  # fmt: skip
    if line.item:
        note_stock(item=line.item, has=has, **aside, **common)
    if answer == Answer.SUBSTITUTE:
        other = item_key(line.offer_name, line.offer_strength)
        if other:
            note_stock(item=other, has=Has.YES, price_fen=line.price_fen, **common)


def _whole_list_answered(manifest: Manifest, *, by: Actor, at: datetime) -> None:
    mine = Manifest.objects.filter(pk=manifest.pk)
    if by.role == Role.PARTNER and mine.filter(seen_at=None).update(seen_at=at):
        manifest.seen_at = at
    if not manifest.lines.filter(answer="").exists() and mine.filter(answered_at=None).update(answered_at=at):
        manifest.answered_at = at


def _pk(by: Actor) -> object:
    return by.account.pk if by.account else None
