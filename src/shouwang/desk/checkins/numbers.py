"""What the watch answers on the house plan, and its numbers on Today. Not called and no answer are never one."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.desk.base.actor import Actor
from shouwang.desk.checkins.models import Case, CheckIn, Step
from shouwang.desk.checkins.models.cases import Cause
from shouwang.desk.checkins.models.checkins import CheckState
from shouwang.desk.needs.today import Number, register_numbers
from shouwang.desk.people.models import Household
from shouwang.desk.people.plan import Cell, Question, Tone, register_question

TONES: dict[str, Tone] = {
    CheckState.UNWELL: "bad", CheckState.NO_ANSWER: "later", CheckState.NOT_CALLED: "none", CheckState.WELL: "ok",
}  # fmt: skip
CALL_AGAIN = "call_again"  # the first step of a case: until it is over, the call without answer is all there is


def called_today(by: Actor, at: datetime) -> Mapping[UUID, Cell]:
    """Doors by whoever behind them asks for most: a case or unwell, no answer, not called, heard. Four queries.

    Doors where nobody is expected to be heard from today are answered "nobody to call", so that the counts sum.
    """
    living = Household.objects.visible_to(by).living_here()
    cells = {door: Cell("empty", _("nobody to call today")) for door in living.values_list("door_id", flat=True)}
    worst: dict[UUID, str] = {}
    order = list(TONES)
    for door, state in _stands(by, at):
        if door not in worst or order.index(state) < order.index(worst[door]):
            worst[door] = state
    words = dict(CheckState.choices)
    for door, state in worst.items():
        cells[door] = Cell(TONES[state], str(words[CheckState(state)]))
    for door in _in_need(by):
        cells[door] = Cell("bad", _("somebody looks after it: a case"))
    return cells


def _stands(by: Actor, at: datetime) -> list[tuple[UUID, str]]:
    """(door, state) of everybody expected today; of several times a day the one that counts now."""
    rows = CheckIn.objects.visible_to(by).filter(day=by.community.today(at), household__door__isnull=False)
    rows = rows.filter(household__left_at=None, person__gone_at=None).exclude(state=CheckState.CANCELLED)
    found: dict[UUID, tuple[UUID, str]] = {}
    for door, person, state, begins in rows.order_by("slot").values_list(
        "household__door_id", "person_id", "state", "not_before"
    ):
        if person not in found or begins <= at:
            found[person] = (door, state)
    return list(found.values())


def _in_need(by: Actor) -> set[UUID]:
    """Doors with a case that has gone past calling again, or that somebody's being unwell opened."""
    live = Case.objects.visible_to(by).live().filter(household__door__isnull=False)
    calling = Step.objects.filter(case__in=live, state=Step.State.PENDING, code=CALL_AGAIN).values("case")
    grave = live.exclude(pk__in=calling, cause=Cause.SILENT)
    return set(grave.values_list("household__door_id", flat=True))


def heard_and_not(by: Actor, at: datetime) -> list[tuple[int, Number]]:
    """Heard from, of all expected today; then what is not: they sum. One query; nothing where nobody is expected."""
    counts, calls = _counts(by, at), reverse("checkins:calls") + "?of=all"
    if not counts:
        return []
    heard = counts.get(CheckState.WELL, 0) + counts.get(CheckState.UNWELL, 0)
    rest = [
        (62, CheckState.NOT_CALLED, _("not called"), False),
        (63, CheckState.NO_ANSWER, _("called, no answer"), False),
        (64, CheckState.UNWELL, _("unwell"), True),
    ]
    others = [
        (order, Number(counts[state], label, calls, is_bad=bad)) for order, state, label, bad in rest if state in counts
    ]
    return [(61, Number(heard, _("heard from"), calls, of=sum(counts.values()))), *others]


def _counts(by: Actor, at: datetime) -> dict[str, int]:
    """Check-ins of today by state: they sum to what is expected."""
    today = CheckIn.objects.visible_to(by).filter(day=by.community.today(at)).exclude(state=CheckState.CANCELLED)
    return dict(today.values_list("state").annotate(Count("pk")))


def register_answers() -> None:
    """Called once, when the desk starts."""
    register_numbers("calls", heard_and_not)
    register_question(
        Question(
            code="calls", label=gettext_lazy("Called today"), answer=called_today,
            legend={
                "ok": gettext_lazy("heard from"), "none": gettext_lazy("not called"),
                "later": gettext_lazy("called, no answer"), "bad": gettext_lazy("unwell, or a case"),
                "empty": gettext_lazy("nobody to call today"),
            },
        )
    )  # fmt: skip
