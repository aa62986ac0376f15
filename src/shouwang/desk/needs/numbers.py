"""The numbers of needs at the head of Today, and what the house plan is told about them."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shouwang.desk.base.actor import Actor
from shouwang.desk.needs.due import EVENING, NOON, end_of_part
from shouwang.desk.needs.models import IntakeEntry, Need
from shouwang.desk.needs.today import Number, register_number, register_numbers
from shouwang.desk.people.plan import Cell, Question, register_question


def late_and_due(by: Actor, at: datetime) -> list[tuple[int, Number]]:
    """What is late, and what is due before the part of the day is over. One query."""
    end = end_of_part(by.community, at)
    hour = by.community.local(end).time()
    label = _("by noon") if hour == NOON else _("by evening") if hour == EVENING else _("by midnight")
    live = Need.objects.visible_to(by).live().filter(due_by__lte=end)
    counts = live.aggregate(late=Count("pk", filter=Q(due_by__lt=at)), due=Count("pk", filter=Q(due_by__gte=at)))
    today = reverse("needs:today")
    return [
        (10, Number(counts["late"], _("late"), today + "?when=late", is_bad=counts["late"] > 0)),
        (20, Number(counts["due"], label, today + "?when=part")),
    ]


def waiting(by: Actor, _at: datetime) -> Number:
    """Entries of pasted lists that somebody must settle; where they are all of one list, the number leads there."""
    lists = list(IntakeEntry.objects.visible_to(by).waiting().values("intake").annotate(n=Count("pk")))
    href = reverse("needs:paste")
    if len(lists) == 1:
        href = reverse("needs:intake", args=[lists[0]["intake"]]) + "#waiting"
    return Number(sum(row["n"] for row in lists), _("readings to settle"), href)


def open_needs(by: Actor, at: datetime) -> Mapping[UUID, Cell]:
    """Doors with something open: late ones red, others amber, all under way jade. One query."""
    return {door: _cell(open_, late_, moving) for door, open_, late_, moving in _by_door(by, at)}


def late_needs(by: Actor, at: datetime) -> Mapping[UUID, Cell]:
    """Doors where something is late. One query."""
    return {
        door: Cell("bad", ngettext("%(n)s late", "%(n)s late", late_) % {"n": late_})
        for door, _open, late_, _moving in _by_door(by, at)
        if late_
    }


def _by_door(by: Actor, at: datetime) -> "list[tuple[UUID, int, int, int]]":
    needs = Need.objects.visible_to(by).live().filter(door__isnull=False)
    counts = needs.values("door").annotate(
        n=Count("pk"), late=Count("pk", filter=Q(due_by__lt=at)), moving=Count("pk", filter=Q(state="under_way"))
    )
    return [(row["door"], row["n"], row["late"], row["moving"]) for row in counts]


def _cell(count: int, late_: int, moving: int) -> Cell:
    words = ngettext("%(n)s need", "%(n)s needs", count) % {"n": count}
    if late_:
        return Cell("bad", words + ", " + ngettext("%(n)s late", "%(n)s late", late_) % {"n": late_})
    return Cell("ok", words + ", " + _("under way")) if moving == count else Cell("later", words)


def register_all() -> None:
    """Called once, when the desk starts."""
    register_numbers("needs.due", late_and_due)
    register_number("needs.waiting", 30, waiting)
    register_question(
        Question(
            code="needs", label=gettext_lazy("Needs"), answer=open_needs,
            legend={
                "bad": gettext_lazy("late"), "later": gettext_lazy("open"), "ok": gettext_lazy("under way"),
                "none": gettext_lazy("nothing open"),
            },
        )
    )  # fmt: skip
    register_question(
        Question(
            code="late", label=gettext_lazy("Late"), answer=late_needs,
            legend={"bad": gettext_lazy("late"), "none": gettext_lazy("nothing late")},
        )
    )  # fmt: skip
