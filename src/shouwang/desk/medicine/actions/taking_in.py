"""From a need of kind medicine to its items: exactly one for each line, and each as its line stands now."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record_many
from shouwang.desk.base.models import Community
from shouwang.desk.base.refusals import use_case
from shouwang.desk.medicine import bridge
from shouwang.desk.medicine.actions.item_state import by_line, change_item, happened, settle_items
from shouwang.desk.medicine.drugs.names import form_in, same_strength
from shouwang.desk.medicine.items.knowing import Knowledge, regimen_for, regimens_of, run_out_by, runs_out_on, written
from shouwang.desk.medicine.models import Item, ItemState, Regimen
from shouwang.desk.medicine.models.items import WANTED
from shouwang.desk.needs.entries import MedicineLine, medicine_of
from shouwang.desk.needs.models import Kind, Line, Need, Sensitivity, State
from shouwang.desk.needs.models.needs import LIVE

ENDED_WITH_NEED = "ended_with_need"
"""Flag of an item that ended because its need did: it is taken up again with it."""


@use_case
def take_in(*, need: Need, by: Actor, at: datetime, knowledge: Knowledge | None = None) -> list[Item]:
    """One item for each line of `need`, in their order, each as its line stands now.

    Called twice, nothing changes. A need in words alone has no lines and gives no items: somebody says the drug
    first (`say_drug`). Items of lines that were taken off, and of needs that ended, end with them.
    """
    if need.kind != Kind.MEDICINE:
        return []
    standing = list(Item.objects.filter(need=need).select_related("line", "need__household", "regimen"))
    if need.state not in LIVE:
        _end_with(need, standing)
        return standing
    _keep_from_groups(need)
    knowledge = knowledge or Knowledge.of(need.community, at)
    known = medicine_of(need)
    have = by_line(standing)
    orphans = [item for item in standing if item.line_id is None and item.state in WANTED] + _of_merged(need)
    fresh = [read for read in known if read.line_id not in have]
    regimens = regimens_of(need.household_id) if fresh else []
    made = [_adopt(orphans, read, need) or _make(read, need, knowledge, regimens) for read in fresh]
    taken = [item for item in made if item is not None]
    _end(orphans, at)
    _take_up_again(have.values())
    record_many("medicine.taken_in", [happened(item) for item in taken], by=by, at=at)
    settle_items([*have.values(), *taken], knowledge=knowledge, by=by, at=at)
    order: dict[UUID | None, int] = {read.line_id: place for place, read in enumerate(known)}
    return sorted([*have.values(), *taken], key=lambda item: order.get(item.line_id, len(order)))


def needs_taken_in(community: Community, at: datetime) -> int:
    """Take in every need whose lines and items differ; how many those were. Cheap where nothing is new."""
    new = _needs_that_differ(community)
    if not new:
        return 0
    by, knowledge = Actor.clockwork(community), Knowledge.of(community, at)
    needs = Need.objects.filter(pk__in=new).select_related("household", "door", "person", "community")
    for need in needs.prefetch_related("lines").order_by("made_at", "pk"):
        take_in(need=need, by=by, at=at, knowledge=knowledge)
    return len(new)


def _needs_that_differ(community: Community) -> set[UUID]:
    """Four queries, none of which opens a sealed word."""
    live = Need.objects.filter(community=community, kind=Kind.MEDICINE).live()
    without_item = Line.objects.filter(need=OuterRef("pk"), item=None).exclude(name_sealed=b"")
    differ = set(live.filter(Exists(without_item)).values_list("pk", flat=True))
    wanted = Item.objects.filter(community=community, state__in=WANTED)
    rows = wanted.values_list("need", "need__state", "need__merged_into", "rule", "line", "line__wanted", "line__unit")
    for need, state, merged_into, rule, line, quantity, unit in rows:
        if merged_into is not None:
            differ.add(merged_into)
        elif state not in LIVE or line is None or rule.get("wanted") != written(quantity, unit):
            differ.add(need)
    ended = Item.objects.filter(community=community, state__in=[ItemState.ENDED, ItemState.HOME], need__state__in=LIVE)
    return differ | {need for need, flags in ended.values_list("need", "flags") if ENDED_WITH_NEED in flags}


def _keep_from_groups(need: Need) -> None:
    """A medicine never stands in anything that a group sees, however its need was written down."""
    if need.sensitivity != Sensitivity.SENSITIVE:
        Need.objects.filter(pk=need.pk).update(sensitivity=Sensitivity.SENSITIVE)
        need.sensitivity = Sensitivity.SENSITIVE


def _make(read: MedicineLine, need: Need, knowledge: Knowledge, regimens: Sequence[Regimen]) -> Item | None:
    """The item of a line that has none yet; None where another hand made it this moment."""
    line = next(line for line in need.lines.all() if line.pk == read.line_id)
    said = _said_beside(need, read.name)
    item = Item(
        community=need.community, need=need, line=line, made_at=knowledge.at, flags=list(read.flags),
        with_card=bool(said.has_card if read.has_card is None else read.has_card), no_substitute=said.no_substitute,
    )  # fmt: skip
    item.name, item.strength, item.pack, item.as_written = read.name, read.strength, read.pack, line.name
    item.form = read.form or form_in(read.pack)
    item.note = "；".join(dict.fromkeys(text for text in (line.note, *said.notes) if text))
    knowledge.recognise(item)
    item.regimen = regimen_for(item, regimens)
    days = said.days_left if read.days_left is None else read.days_left
    if days is None:
        item.runs_out_on = run_out_by(item.regimen, knowledge.at)
    else:
        item.runs_out_on = runs_out_on(days, need.community, need.made_at)  # counted from when they said it
    try:
        with transaction.atomic():
            item.save(force_insert=True)
    except IntegrityError:
        return None
    return item


def _said_beside(need: Need, name: str) -> bridge.WishRead:
    """What the line of their words that names it says of it."""
    lines = [line for line in need.words.splitlines() if name and name in line] or need.words.splitlines()[:1]
    return bridge.read_wish(lines[0] if lines else "")


def _adopt(orphans: list[Item], read: MedicineLine, need: Need) -> Item | None:
    """A line that was written anew, or came from a need that was joined to this one: its item stays with it."""
    for item in orphans:
        same_name = read.name in (item.name, item.as_written.split(" ")[0])
        if same_name and (not read.strength or not item.strength or same_strength(read.strength, item.strength)):
            orphans.remove(item)
            item.strength = item.strength or read.strength
            changes = {"need": need, "line_id": read.line_id, "strength_sealed": item.strength_sealed}
            if change_item(item, **changes):
                item.line = next(line for line in need.lines.all() if line.pk == read.line_id)
                return item
    return None


def _of_merged(need: Need) -> list[Item]:
    theirs = Item.objects.filter(need__merged_into=need, need__state=State.MERGED, state__in=WANTED)
    return list(theirs.select_related("line", "need__household", "regimen"))


def _end(items: Iterable[Item], at: datetime) -> None:
    """Nobody wants them any more: their line was taken off."""
    for item in items:
        change_item(item, state=ItemState.ENDED, ended_at=at)


def _end_with(need: Need, items: Iterable[Item]) -> None:
    """The need ended: what was still wanted ends with it, or is home where the need was met."""
    if need.state == State.MERGED:
        return
    how = ItemState.HOME if need.state == State.DONE else ItemState.ENDED
    for item in items:
        if item.state in WANTED:
            change_item(item, state=how, ended_at=need.ended_at, flags=[*item.flags, ENDED_WITH_NEED])


def _take_up_again(items: Iterable[Item]) -> None:
    """The need was opened again: what ended with it is asked for again."""
    for item in items:
        if ENDED_WITH_NEED in item.flags and item.state in (ItemState.ENDED, ItemState.HOME):
            flags = [flag for flag in item.flags if flag != ENDED_WITH_NEED]
            change_item(item, state=ItemState.ASKING, ended_at=None, flags=flags)
