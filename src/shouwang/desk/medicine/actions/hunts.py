"""Hunting for a drug nobody has: each place asked once while its answer is fresh, until there is a box."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.medicine.actions.waves import join_wave
from shouwang.desk.medicine.items.stock_key import stock_key
from shouwang.desk.medicine.models import Hunt, HuntAsk, Item, ItemState
from shouwang.desk.needs.actions.life import WordsMissing, close_need
from shouwang.desk.needs.models.needs import LIVE
from shouwang.desk.partners.actions.stock import note_stock
from shouwang.desk.partners.models import Partner, StockSaying
from shouwang.desk.partners.stock import latest_sayings

LAPSES_AFTER = timedelta(minutes=10)
"""How long somebody may be on the telephone to a place before another may ask there."""
HOLD = timedelta(hours=4)
"""How long a pharmacy puts a box aside where it named no hour."""


class NotToBeHunted(Refused):
    """It has no name yet, is bought, home, or goes another way."""


class HuntIsOver(Refused):
    """It was found, withdrawn or decided; the message says by whom."""


class AskedAlready(Refused):
    """Somebody is asking there, or the place has answered today: the message says who, when and what."""


class AskHasEnded(Refused):
    """It was answered already, or another has asked since."""


@use_case
def open_hunt(*, item: Item, by: Actor, at: datetime) -> Hunt:
    """Look for `item` wherever it may be. Opening it again changes nothing. Raises NotToBeHunted."""
    if live := Hunt.objects.live().filter(item=item).first():
        return live
    if not item.name:
        raise NotToBeHunted(_("Ask for the name first: nobody can look for a drug without one."))
    item.refresh_from_db()
    if item.state == ItemState.READY and item.need.household_id:
        join_wave(item=item, by=by, at=at)  # what is found goes home in a bag of its own
    wanted = Item.objects.filter(pk=item.pk, state__in=[ItemState.READY, ItemState.HUNTED], need__state__in=LIVE)
    if wanted.update(state=ItemState.HUNTED) != 1:
        raise NotToBeHunted(_("It cannot be looked for: %(state)s.") % {"state": item.get_state_display()})
    item.state = ItemState.HUNTED
    hunt = Hunt.objects.create(community=by.community, item=item, opened_at=at, opened_by=by.account)
    _tell("medicine.hunt_opened", hunt, by=by, at=at)
    return hunt


@use_case
def begin_ask(*, hunt: Hunt, partner: Partner, by: Actor, at: datetime) -> HuntAsk:
    """`by` asks at `partner` now; for ten minutes nobody else need. Raises HuntIsOver, AskedAlready."""
    _still_live(hunt)
    mine = HuntAsk.objects.filter(hunt=hunt, partner=partner, answer="", is_over=False)
    if asking := mine.filter(lapses_at__gt=at).select_related("begun_by").first():
        if asking.begun_by == by.account:
            return asking
        raise AskedAlready(
            _("%(who)s has been asking there since %(time)s.")
            % {"who": asking.begun_by or "—", "time": _clock(asking.begun_at)}
        )
    _refuse_fresh_no(hunt, partner, at)
    mine.filter(lapses_at__lte=at).update(is_over=True)
    try:
        with transaction.atomic():
            ask = HuntAsk.objects.create(
                community=by.community, hunt=hunt, partner=partner, begun_at=at, begun_by=by.account,
                lapses_at=at + LAPSES_AFTER,
            )  # fmt: skip
    except IntegrityError:
        raise AskedAlready(_("Somebody has just begun to ask there.")) from None
    _tell("medicine.hunt_asked", hunt, by=by, at=at, partner=partner.pk)
    return ask


@use_case
def answer_ask(
    *, ask: HuntAsk, answer: HuntAsk.Answer, by: Actor, at: datetime, packs: int | None = None,
    held_until: datetime | None = None, words: str = "",
) -> HuntAsk:  # fmt: skip
    """What the place said. Saying the same twice changes nothing. With a yes it may be put aside `held_until`.

    What it said counts for every other hunt and list as well. Raises AskHasEnded.
    """
    if ask.answer == answer and ask.packs == packs and ask.held_until == held_until:
        return ask
    ask.words = words.strip()
    has_it = answer in (HuntAsk.Answer.YES, HuntAsk.Answer.SOME)
    said = {"answer": answer, "answered_at": at, "packs": packs, "held_until": held_until if has_it else None}
    waiting = HuntAsk.objects.filter(pk=ask.pk, answer="", is_over=False, hunt__ended_at=None)
    if waiting.update(words_sealed=ask.words_sealed, **said) != 1:
        raise AskHasEnded(_("This call was answered already, or somebody has asked there since."))
    ask.refresh_from_db()
    if answer != HuntAsk.Answer.SILENT:
        note_stock(
            partner=ask.partner, item=stock_key(ask.hunt.item), has=StockSaying.Has(answer), by=by, at=at,
            source=StockSaying.Source.CALL, quantity=packs, held_until=ask.held_until,
            held_for=ask.hunt.item_id if ask.held_until else None,
        )  # fmt: skip
    _tell("medicine.hunt_answered", ask.hunt, by=by, at=at, partner=ask.partner_id, answer=answer, packs=packs)
    return ask


@use_case
def decide_hunt(*, hunt: Hunt, words: str, by: Actor, at: datetime) -> Hunt:
    """A named person ends the search and says why and what instead; a need with nothing else left ends with it.

    Raises WordsMissing, HuntIsOver.
    """
    if not words.strip():
        raise WordsMissing(_("Say what was decided: the household will ask."))
    hunt.words = words.strip()
    _end(hunt, Hunt.End.DECIDED, by=by, at=at)
    Item.objects.filter(pk=hunt.item_id, state=ItemState.HUNTED).update(state=ItemState.ENDED, ended_at=at)
    need = hunt.item.need
    if not need.items.exclude(state=ItemState.ENDED).exists() and need.is_live:
        close_need(need=need, decision=words, by=by, at=at)
    return hunt


@use_case
def find_it(*, item: Item, by: Actor, at: datetime) -> Hunt | None:
    """There is a box: the hunt for `item`, if one is on, ends. For whoever books the purchase."""
    hunt = Hunt.objects.live().filter(item=item).first()
    if hunt is not None:
        _end(hunt, Hunt.End.FOUND, by=by, at=at)
    return hunt


@use_case
def settle_hunts(*, by: Actor, at: datetime) -> int:
    """End the hunts whose need has ended by other means; how many."""
    over = Hunt.objects.live().filter(community=by.community).exclude(item__need__state__in=LIVE)
    for hunt in over:
        _end(hunt, Hunt.End.WITHDRAWN, by=by, at=at)
    return len(over)


def _refuse_fresh_no(hunt: Hunt, partner: Partner, at: datetime) -> None:
    """A place that said today that it has none is not asked again today, whoever asked and for whom."""
    key = stock_key(hunt.item)
    word = latest_sayings(hunt.community, [key], at).get((partner.pk, key))
    if word and word.freshness == "fresh" and word.has == StockSaying.Has.NO:
        raise AskedAlready(_("They said at %(time)s today that they have none.") % {"time": _clock(word.said_at)})


def _still_live(hunt: Hunt) -> None:
    hunt.refresh_from_db()
    if hunt.ended_at is not None:
        raise HuntIsOver(_("This search is over: %(how)s.") % {"how": hunt.get_end_display()})


def _end(hunt: Hunt, end: Hunt.End, *, by: Actor, at: datetime) -> None:
    """Together with it every question that was still open."""
    live = Hunt.objects.filter(pk=hunt.pk, ended_at=None)
    if live.update(end=end, ended_at=at, ended_by=by.account, words_sealed=hunt.words_sealed) != 1:
        hunt.refresh_from_db()
        raise HuntIsOver(_("This search is over: %(how)s.") % {"how": hunt.get_end_display()})
    HuntAsk.objects.filter(hunt=hunt, answer="").update(is_over=True)
    hunt.end, hunt.ended_at, hunt.ended_by = end, at, by.account
    _tell("medicine.hunt_ended", hunt, by=by, at=at, how=end)


def _clock(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "H:i")


def _tell(kind: str, hunt: Hunt, *, by: Actor, at: datetime, **data: Any) -> None:
    record(kind, hunt, by=by, at=at, household_id=hunt.item.need.household_id, **data)
