"""Who runs out when: what the house plan answers."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shouwang.desk.base.actor import Actor
from shouwang.desk.medicine.models import Prompt, Regimen
from shouwang.desk.medicine.regimens.days_left import DaysLeft, days_left_of
from shouwang.desk.medicine.regimens.prompting import level_of
from shouwang.desk.people.plan import Cell, Question, Tone, register_question


def who_runs_out(by: Actor, at: datetime) -> Mapping[UUID, Cell]:
    """Doors where somebody takes something every day, by what runs out first behind them. Three queries."""
    theirs = Regimen.objects.visible_to(by).current().filter(person__household__left_at=None)
    doors: dict[UUID, UUID] = dict(
        theirs.filter(person__household__door__isnull=False).values_list("pk", "person__household__door")
    )
    left = days_left_of(theirs.filter(pk__in=doors), at)
    first: dict[UUID, DaysLeft | None] = {}
    for pk, door in doors.items():
        first.setdefault(door, None)
        one, other = left.get(pk), first[door]
        if one and (other is None or one.days < other.days):
            first[door] = one
    return {door: _cell(one) for door, one in first.items()}


def _cell(left: DaysLeft | None) -> Cell:
    if left is None:
        return Cell("none", _("takes medicine, nobody knows for how long"))
    level = level_of(left)
    tone: Tone = "ok" if level is None else "bad" if level == Prompt.Level.ALERT else "later"
    if left.days == 0:
        return Cell(tone, _("has run out"))
    words = ngettext("%(n)s day left", "%(n)s days left", left.whole_days) % {"n": left.whole_days}
    return Cell(tone, words if left.whole_days else _("less than a day left"))


def register_plan() -> None:
    register_question(
        Question(
            code="medicine", label=gettext_lazy("Medicine runs out"), answer=who_runs_out,
            legend={
                "bad": gettext_lazy("one day or less"), "later": gettext_lazy("five days or less"),
                "ok": gettext_lazy("longer"), "none": gettext_lazy("nothing known"),
            },
        )
    )  # fmt: skip
