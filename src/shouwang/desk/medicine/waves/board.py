"""One wave as a river from door to door: what waits on whom, from asked to home. A fixed number of queries."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Event
from shouwang.desk.medicine.actions.waves import Why
from shouwang.desk.medicine.items.completeness import Missing
from shouwang.desk.medicine.models import Bag, Item, ItemState, Purchase, Wave
from shouwang.desk.medicine.waves.counts import full_name, in_hands_of, unit_of, wanted_packs
from shouwang.desk.medicine.waves.cover import Cover, covers_of
from shouwang.desk.partners.models import Answer
from shouwang.desk.rounds.models import Task

STAGES: Mapping[str, Promise] = {
    "asked": gettext_lazy("asked"),
    "complete": gettext_lazy("complete"),
    "collected": gettext_lazy("collected"),
    "listed": gettext_lazy("listed"),
    "answered": gettext_lazy("answered"),
    "bought": gettext_lazy("bought"),
    "home": gettext_lazy("home"),
}
ASIDE = (ItemState.REFUSED, ItemState.HUNTED, ItemState.ROUTED, ItemState.ENDED)


@dataclass(frozen=True, slots=True)
class Drop:
    """One item where it is now: `waits` says on whom, `cold_left` how long it may still be out of a fridge."""

    item: Item
    door: str
    bag: Bag | None
    packs: int
    waits: str
    is_bad: bool = False
    cold: str = ""

    @property
    def name(self) -> str:
        return full_name(self.item)

    @property
    def unit(self) -> str:
        return unit_of(self.item)


@dataclass(frozen=True, slots=True)
class Stage:
    code: str
    label: str
    drops: Sequence[Drop]


@dataclass(frozen=True, slots=True)
class Carried:
    item: Item
    door: str
    why: str


@dataclass(frozen=True, slots=True)
class River:
    """`aside`: refused, hunted, going another way, ended. `elapsed`: from the closed list to the last bag, so far."""

    wave: Wave
    stages: Sequence[Stage]
    aside: Sequence[Drop]
    carried: Sequence[Carried]
    elapsed: timedelta | None
    covers: Mapping[UUID, Cover] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(len(stage.drops) for stage in self.stages if stage.code != "asked")

    @property
    def home(self) -> int:
        return len(self.stages[-1].drops)

    @property
    def elapsed_words(self) -> str:
        return span_words(self.elapsed) if self.elapsed is not None else ""

    def in_stage(self, *codes: str) -> list[Drop]:
        return [drop for stage in self.stages if stage.code in codes for drop in stage.drops]


def river_of(wave: Wave, by: Actor, at: datetime) -> River:
    """The wave as `by` sees it: every item of theirs in exactly one place."""
    visible = Item.objects.visible_to(by).select_related("line", "drug", "need__door", "need__household")
    items = list(visible.filter(wave=wave).order_by("need__door__label", "made_at", "pk"))
    asking: list[Item] = []
    if wave.state == Wave.State.GATHERING:
        asked = visible.filter(state=ItemState.ASKING, line__isnull=False, wave=None)
        asking = list(asked.order_by("need__door__label", "made_at", "pk"))
    bags = {bag.household_id: bag for bag in wave.bags.select_related("collected_by", "handed_by")}
    held = _held(items)
    covers, carriers = covers_of(wave, at), _carriers(items)
    placed: dict[str, list[Drop]] = {code: [] for code in STAGES}
    aside: list[Drop] = []
    for item in [*asking, *items]:
        bag = bags.get(item.need.household_id) if item.need.household_id else None
        code, drop = _place(item, bag, covers.get(item.pk), held.get(item.pk, {}), carriers.get(item.need_id), at)
        placed.get(code, aside).append(drop)
    stages = [Stage(code, str(label), placed[code]) for code, label in STAGES.items()]
    end = wave.over_at or at
    elapsed = end - wave.closed_at if wave.closed_at else None
    return River(wave, stages, aside, carried_over(wave, by), elapsed, covers)


def carried_over(wave: Wave, by: Actor) -> list[Carried]:
    """What went on with a later wave, and why. What came back since is left out."""
    told = Event.objects.filter(community=by.community, kind="medicine.carried_over", data__wave=str(wave.pk))
    whys = {event.subject_id: event.data["why"] for event in told.order_by("seq")}
    items = Item.objects.visible_to(by).filter(pk__in=whys).exclude(wave=wave).select_related("need__door", "line")
    return [
        Carried(item, item.need.door.label if item.need.door else "—", str(Why(whys[item.pk]).label))
        for item in items.order_by("need__door__label", "pk")
    ]


def span_words(span: timedelta) -> str:
    """ "1 h 40 min" """
    minutes = max(int(span.total_seconds() // 60), 0)
    if minutes < 60:
        return _("%(minutes)s min") % {"minutes": minutes}
    return _("%(hours)s h %(minutes)s min") % {"hours": minutes // 60, "minutes": minutes % 60}


def clock_words(moment: datetime) -> str:
    return date_format(localtime(moment), "H:i")


def _held(items: Iterable[Item]) -> dict[UUID, dict[Purchase, int]]:
    purchases = Purchase.objects.filter(item__in=list(items)).select_related("bought_by")
    held: dict[UUID, dict[Purchase, int]] = {}
    for purchase, packs in in_hands_of(purchases).items():
        if packs:
            held.setdefault(purchase.item_id, {})[purchase] = packs
    return held


def _carriers(items: Iterable[Item]) -> dict[UUID, str]:
    """need → who is on the way with it, or is proposed to go."""
    tasks = Task.objects.filter(need__in=[item.need_id for item in items], is_live=True)
    return {task.need_id: str(task.stop.round.carrier or "") for task in tasks.select_related("stop__round__carrier")}


def _place(
    item: Item, bag: Bag | None, cover: Cover | None, held: Mapping[Purchase, int], carrier: str | None, at: datetime
) -> tuple[str, Drop]:
    door = item.need.door.label if item.need.door else "—"
    packs = wanted_packs(item) or (int(item.line.wanted) if item.line else 0)

    def drop(waits: str = "", is_bad: bool = False, cold: str = "") -> Drop:
        return Drop(item, door, bag, packs, waits, is_bad, cold)

    if item.state in ASIDE:
        return "aside", drop(item.get_state_display())
    if item.state == ItemState.HOME:
        return "home", drop(_home_words(item, bag))
    if item.state == ItemState.ASKING:
        return "asked", drop(_(", ").join(str(Missing(code).label) for code in item.missing))
    if held:
        return "bought", _bought(drop, held, carrier, at)
    if cover is not None and cover.is_listed and cover.covered:
        lines = cover.lines
        place = _(", ").join(dict.fromkeys(str(line.manifest.partner) for line in lines))
        if cover.is_answered:
            ready = all(line.answer == Answer.READY for line in lines)
            return "answered", drop(place if ready else _answer_words(cover), is_bad=not ready)
        sent = min((line.manifest.sent_at for line in lines if line.manifest.sent_at), default=None)
        return "listed", drop(f"{place} {clock_words(sent)}" if sent else place)
    if bag is None or not bag.is_past_collecting:
        return "complete", drop(_("with %(who)s") % {"who": carrier} if carrier else _("at the door"))
    if cover is not None and cover.is_listed:
        return "collected", drop(_answer_words(cover), is_bad=True)
    return "collected", drop(_collected_words(bag))


def _bought(drop: Callable[..., Drop], held: Mapping[Purchase, int], carrier: str | None, at: datetime) -> Drop:
    who = carrier or next(iter(held)).bought_by.name
    cold, is_bad = "", False
    for purchase in held:
        left = purchase.cold_left(at)
        if purchase.quarantined_at and not purchase.released_at:
            cold, is_bad = _("too warm: a person decides"), True
        elif left is not None and not purchase.released_at:
            cold = _("%(span)s left") % {"span": span_words(left)} if left > timedelta() else _("too long out")
            is_bad = left <= timedelta()
    return drop(_("with %(who)s") % {"who": who}, is_bad, cold)


def _answer_words(cover: Cover) -> str:
    said = (f"{line.manifest.partner}: {line.get_answer_display()}" for line in cover.lines if line.answer)
    return _(", ").join(said)


def _collected_words(bag: Bag) -> str:
    if bag.collected_at and bag.collected_by:
        return f"{bag.collected_by} {clock_words(bag.collected_at)}"
    return str(bag.get_skipped_why_display())


def _home_words(item: Item, bag: Bag | None) -> str:
    if item.ended_at is None:
        return ""
    taken = f" · {bag.taken_by}" if bag and bag.taken_by else ""
    return f"{clock_words(item.ended_at)}{taken}"
