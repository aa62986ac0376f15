"""The two legs on which medicine rides with rounds: collecting at the doors, and bringing the bags home."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account
from shouwang.desk.ledger.op_ids import derived
from shouwang.desk.medicine.actions import buying, collecting, handing
from shouwang.desk.medicine.actions.buying_cash import pass_errand
from shouwang.desk.medicine.items.completeness import BOX_COMES
from shouwang.desk.medicine.models import Bag, Item, ItemState, Purchase, Wave
from shouwang.desk.medicine.waves.counts import in_hands_of, name_for_carrier, unit_of
from shouwang.desk.needs.models.needs import NeedQuerySet
from shouwang.desk.rounds.choosing import register_own_way
from shouwang.desk.rounds.legs import (
    Leg,
    LegShown,
    Thing,
    register_counter_end,
    register_counter_page,
    register_hand_over,
    register_leg,
    register_set_off,
)
from shouwang.desk.rounds.models import Round, Stop, Task

THEMSELVES = frozenset({"本人", "自己", "herself", "himself", "themselves", "in person"})


def show_collecting(tasks: Sequence[Task]) -> Mapping[UUID, LegShown]:
    """What to ask for at each door: never which drug."""
    items = _items_by_need(tasks)
    bags = _bags_by_household(tasks)
    shown = {}
    for task in tasks:
        mine = items.get(task.need_id, [])
        asked = [_("the slip")]
        if any(BOX_COMES in item.flags for item in mine):
            asked.append(_("the empty box"))
        if any(item.with_card for item in mine):
            asked.append(_("the insurance card"))
        words = _("Medicine, bag %(number)s: collect %(things)s") % {
            "number": bags.get(task.need.household_id, "–"), "things": _(", ").join(asked)
        }  # fmt: skip
        shown[task.pk] = LegShown(words=words)
    return shown


def show_handing(tasks: Sequence[Task]) -> Mapping[UUID, LegShown]:
    """The bag's number, and what is in it as far as a helper reads it."""
    bags = _bags_by_household(tasks)
    found = Purchase.objects.filter(item__need__in=[task.need_id for task in tasks]).select_related(
        "item__line", "item__drug", "item__need"
    )
    held = {one: packs for one, packs in in_hands_of(found).items() if packs and handing.may_go(one)}
    shown = {}
    for task in tasks:
        mine = {one: packs for one, packs in held.items() if one.item.need_id == task.need_id}
        things: dict[UUID, Thing] = {}
        for one, packs in mine.items():
            line = one.item.line_id
            if line is None:
                continue
            before = things[line].quantity if line in things else Decimal(0)
            things[line] = Thing(line, name_for_carrier(one.item), before + packs, unit_of(one.item))
        number = bags.get(task.need.household_id)
        note = _("bag %(number)s") % {"number": number} if number else ""
        cold = any(one.cold_since and not one.cold_ended_at for one in mine)
        shown[task.pk] = LegShown(tuple(things.values()), note=note, is_cold=cold)
    return shown


def took_it_themselves(task: Task) -> bool:
    """Whether the bag was put into their own hand; a neighbour's, or nobody's name, shows nothing of them."""
    bag = Bag.objects.filter(household=task.need.household_id, handed_at__isnull=False).order_by("-handed_at").first()
    return bag is not None and bag.taken_by.strip().casefold() in THEMSELVES


def counter_page(stop: Stop, _by: Actor) -> str | None:
    """Where is said what was bought, for a list of a wave."""
    if stop.manifest and stop.manifest.about_id and Wave.objects.filter(pk=stop.manifest.about_id).exists():
        return reverse("medicine:counter", args=[stop.pk])
    return None


def follow_round(round: Round, before: Account, to: Account, *, by: Actor, at: datetime) -> None:
    """Somebody else goes on: bags, cards and change are theirs from then on."""
    if Task.objects.filter(stop__round=round, is_live=True, leg=handing.HAND_OUT).exists():
        now = Round.objects.select_related("carrier").get(pk=round.pk)
        handing.give_bags(round=now, op_id=derived(round.pk, str(to.pk), at.isoformat()), by=by, at=at)
    lists = round.stops.exclude(manifest=None).values_list("manifest__about_id", flat=True)
    for wave in Wave.objects.filter(pk__in=[pk for pk in lists if pk]):
        number = derived(round.pk, str(wave.pk), str(to.pk), at.isoformat())
        pass_errand(wave=wave, before=before, to=to, op_id=number, by=by, at=at)


def give_before_leaving(round: Round, *, by: Actor, at: datetime) -> None:
    """Bags are their carrier's before they leave, wherever the round was accepted."""
    if Task.objects.filter(stop__round=round, is_live=True, leg=handing.HAND_OUT).exists():
        handing.give_bags(round=round, op_id=derived(round.pk, "set off", at.isoformat()), by=by, at=at)


def without_waves(needs: NeedQuerySet) -> NeedQuerySet:
    """Medicine goes out in waves, not on rounds of its own."""
    in_waves = (ItemState.ASKING, ItemState.READY, ItemState.BOUGHT, ItemState.HUNTED)
    return needs.exclude(pk__in=Item.objects.filter(state__in=in_waves).values("need"))


def register_legs() -> None:
    register_leg(
        Leg(
            collecting.COLLECT, Task.Action.COLLECT, gettext_lazy("Collected"), collecting.settle, collecting.reopen,
            show_collecting, lambda task, _by: reverse("medicine:collect", args=[task.stop_id]),
        )
    )  # fmt: skip
    register_leg(
        Leg(
            handing.HAND_OUT, Task.Action.DROP, gettext_lazy("Handed over"), handing.settle, handing.reopen,
            show_handing, lambda task, _by: reverse("medicine:hand_over", args=[task.stop_id]), took_it_themselves,
        )
    )  # fmt: skip
    register_counter_page(counter_page)
    register_own_way(without_waves)
    register_hand_over(follow_round)
    register_set_off(give_before_leaving)
    register_counter_end(buying.close_list)


def _items_by_need(tasks: Sequence[Task]) -> dict[UUID, list[Item]]:
    found: dict[UUID, list[Item]] = {}
    wanted = Item.objects.filter(need__in=[task.need_id for task in tasks], state=ItemState.READY)
    for item in wanted.exclude(wave=None):
        found.setdefault(item.need_id, []).append(item)
    return found


def _bags_by_household(tasks: Sequence[Task]) -> dict[UUID | None, int]:
    """The number of each household's bag in the wave that is not over; of several the earliest."""
    households = {task.need.household_id for task in tasks if task.need.household_id}
    bags = Bag.objects.filter(household__in=households).exclude(wave__state=Wave.State.OVER)
    return {bag.household_id: bag.number for bag in bags.order_by("-wave__cut_off_at")}
