"""A wave's own life: what is ready joins the next one by itself, it closes at its cut-off, and it is over when
everything is home, carried over or has ended."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.db.models import F, QuerySet, TextChoices
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import Happened, record, record_many
from shouwang.desk.base.jobs import task
from shouwang.desk.base.models import Community
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.medicine.actions.waves_bags import give_numbers, hold
from shouwang.desk.medicine.actions.waves_next import CLOSE, NoCutOff, wave_for
from shouwang.desk.medicine.models import Bag, Item, ItemState, Purchase, Wave
from shouwang.desk.needs.models import Urgency
from shouwang.desk.needs.models.needs import LIVE

__all__ = ["NoCutOff", "hold", "wave_for"]  # to be found here too

RUNNING = (Wave.State.GATHERING, Wave.State.CLOSED, Wave.State.BUYING)
ONE_DAY = 1


class NotReady(Refused):
    """Something is still to be asked, it is bought already, or it goes another way."""


class NotUrgent(Refused):
    """Only what runs out within a day goes into a wave that has closed."""


class WaveHasClosed(Refused):
    """Its list has been made: what comes later waits for the next."""


class NotInAWave(Refused):
    """There is nothing to carry over."""


class Why(TextChoices):
    """Why something goes with the next wave."""

    NOBODY_HOME = "nobody_home", gettext_lazy("nobody home, and nothing to buy it by")
    NO_CARD = "no_card", gettext_lazy("the insurance card was not given")
    NONE = "none", gettext_lazy("nowhere to be had")
    PART = "part", gettext_lazy("a part of it was to be had")
    NOT_BOUGHT = "not_bought", gettext_lazy("not bought")
    TOO_WARM = "too_warm", gettext_lazy("it got too warm on the way")
    REFUSED = "refused", gettext_lazy("not wanted at the door")
    DECIDED = "decided", gettext_lazy("the desk decided")


@use_case
def join_wave(*, item: Item, by: Actor, at: datetime) -> Wave:
    """`item` goes with the wave whose cut-off comes next. Joining twice changes nothing. Raises NotReady, NoCutOff."""
    item.refresh_from_db()
    if item.wave and item.wave.state != Wave.State.OVER:
        return item.wave
    wave = wave_for(community=by.community, at=begins(item, by.community, at))
    _put([item], wave, by=by, at=at)
    return wave


def begins(item: Item, community: Community, at: datetime) -> datetime:
    """From when on it may go: a list for tomorrow morning does not go today; what runs out within a day goes at
    once."""
    return at if is_pressing(item, community.today(at)) else max(at, item.need.not_before or at)


@use_case
def join_ready(*, by: Actor, at: datetime) -> int:
    """Every item that is ready and in no wave joins the next one; how many did. Cheap where nothing is new.

    What somebody else takes meanwhile is theirs: nothing is refused.
    """
    found = list(_ready(by.community))
    waves: dict[Wave, list[Item]] = {}
    for item in found:
        waves.setdefault(wave_for(community=by.community, at=begins(item, by.community, at)), []).append(item)
    return sum(_put(items, wave, by=by, at=at, is_by_itself=True) for wave, items in waves.items())


@use_case
def put_into_wave(*, item: Item, wave: Wave, by: Actor, at: datetime) -> Item:
    """A person puts what cannot wait into a wave that runs already. Raises NotUrgent, NotReady, WaveHasClosed."""
    item.refresh_from_db()
    if item.wave_id == wave.pk:
        return item
    if not is_pressing(item, by.community.today(at)):
        raise NotUrgent(_("Only what runs out within a day goes into a wave that has closed."))
    _put([item], wave, by=by, at=at, moved=True)
    return item


def is_pressing(item: Item, today: date) -> bool:
    """One day left or less, counted from `today`, or asked for as urgent."""
    left = item.days_left(today)
    return (left is not None and left <= ONE_DAY) or item.need.urgency == Urgency.URGENT


@use_case
def close_wave(*, wave: Wave, by: Actor, at: datetime) -> Wave:
    """Its list stands. By the clock at the cut-off, or earlier by a person; closing twice changes nothing.

    A wave without anything in it is over at once.
    """
    if at < wave.cut_off_at:
        join_ready(by=by, at=at)
    is_first = _close(wave, at)
    wave.refresh_from_db()
    if is_first:
        record("medicine.wave_closed", wave, by=by, at=at, items=wave.items.count())
        settle_wave(wave=wave, by=by, at=at)
    return wave


def _close(wave: Wave, at: datetime) -> bool:
    """Whether it was still open: of several who close it at once, one does."""
    still = Wave.objects.filter(pk=wave.pk, state=Wave.State.GATHERING)
    return still.update(state=Wave.State.CLOSED, closed_at=at) == 1


@task(CLOSE)
def close_by_the_clock(*, at: datetime, community_id: str) -> Callable[[], None]:
    """At a cut-off."""

    def close() -> None:
        for community in Community.objects.filter(pk=community_id, sunset_at=None):
            keep_up(by=Actor.clockwork(community), at=at)

    return close


@use_case
def keep_up(*, by: Actor, at: datetime) -> None:
    """What time alone does: lists close at their cut-off, and what is ready joins the next. Cheap where nothing is."""
    clock = Actor.clockwork(by.community)
    for wave in Wave.objects.filter(community=by.community, state=Wave.State.GATHERING, cut_off_at__lte=at):
        # although nobody looked until now
        in_time = [one for one in _ready(by.community) if begins(one, by.community, one.made_at) <= wave.cut_off_at]
        if in_time:
            _put(in_time, wave, by=clock, at=at, is_by_itself=True)
        close_wave(wave=wave, by=clock, at=at)
    join_ready(by=clock, at=at)


def is_behind(community: Community, at: datetime) -> bool:
    """Whether `keep_up` has anything to do. Two queries, and no lock."""
    late = Wave.objects.filter(community=community, state=Wave.State.GATHERING, cut_off_at__lte=at)
    return late.exists() or _ready(community).exists()


@use_case
def carry_over(*, item: Item, why: Why, by: Actor, at: datetime) -> Wave:
    """It could not be got this time and goes with the next wave.

    What was collected for it stays collected. Raises NotInAWave, NoCutOff.
    """
    item.refresh_from_db()
    before = item.wave
    if before is None:
        raise NotInAWave(_("It is in no wave."))
    following = wave_for(community=by.community, at=max(at, before.cut_off_at))
    Item.objects.filter(pk=item.pk, state__in=[ItemState.READY, ItemState.REFUSED]).update(state=ItemState.READY)
    _put([item], following, by=by, at=at, moved=True, say=False)
    household = item.need.household
    old = Bag.objects.filter(wave=before, household=household).first()
    if old and old.collected_at:
        Bag.objects.filter(wave=following, household=household, collected_at=None).update(
            collected_at=old.collected_at, collected_by=old.collected_by
        )
    record(
        "medicine.carried_over", item, by=by, at=at, household_id=item.need.household_id, wave=before.pk,
        to=following.pk, why=why,
    )  # fmt: skip
    settle_wave(wave=before, by=by, at=at)
    return following


@use_case
def settle_wave(*, wave: Wave, by: Actor, at: datetime) -> Wave:
    """Over, where each of its items is home, was carried over, goes another way or has ended. Asking twice is nothing.

    What somebody still holds of it is listed under "still out" for as long as they do.
    """
    wave.refresh_from_db()
    if wave.state in (Wave.State.GATHERING, Wave.State.OVER):
        return wave
    waiting = wave.items.filter(state__in=[ItemState.ASKING, ItemState.READY, ItemState.BOUGHT])
    in_hands = Purchase.objects.filter(wave=wave, handed__lt=F("packs"), item__state=ItemState.BOUGHT)
    if waiting.exists() or in_hands.exists():
        return wave
    if Wave.objects.filter(pk=wave.pk, state=wave.state).update(state=Wave.State.OVER, over_at=at) == 1:
        wave.refresh_from_db()
        record("medicine.wave_over", wave, by=by, at=at, items=wave.items.count())
    return wave


def _put(
    items: Sequence[Item], wave: Wave, *, by: Actor, at: datetime, moved: bool = False, say: bool = True,
    is_by_itself: bool = False,
) -> int:  # fmt: skip
    """Conditional on each item being ready, and on the wave still running; how many were put. Where the clock does it
    (`is_by_itself`), what has moved on meanwhile is left alone."""
    states = RUNNING if moved else (Wave.State.GATHERING,)
    if Wave.objects.filter(pk=wave.pk, state__in=states).update(number=F("number")) != 1:
        raise WaveHasClosed(_("This wave has closed. What comes now goes with the next."))
    put = []
    for item in items:
        ready = Item.objects.filter(pk=item.pk, state=ItemState.READY, wave=item.wave_id)
        if item.need.household is None or ready.update(wave=wave, first_wave=Coalesce("first_wave", wave.pk)) != 1:
            if is_by_itself:
                continue
            item.refresh_from_db()
            raise NotReady(_not_ready(item))
        item.wave = wave
        put.append(item)
    give_numbers(wave, [item.need.household for item in put if item.need.household])
    if say:
        joined = [Happened(item, item.need.household_id, {"wave": str(wave.pk)}) for item in put]
        record_many("medicine.joined_wave", joined, by=by, at=at)
    return len(put)


def _ready(community: Community) -> QuerySet[Item]:
    """Ready, and in no wave."""
    found = Item.objects.filter(
        community=community, state=ItemState.READY, wave=None, line__isnull=False, need__household__isnull=False,
        need__state__in=LIVE,
    )  # fmt: skip
    return found.select_related("need__household").order_by("made_at", "need__door__label", "pk")


def _not_ready(item: Item) -> str:
    if item.need.household_id is None:
        return _("Say first which household it is for.")
    return _("It is not ready to buy: %(state)s.") % {"state": item.get_state_display()}
