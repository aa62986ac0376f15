"""What the register itself answers on the house plan."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shouwang.desk.base.actor import Actor
from shouwang.desk.people.models import Household
from shouwang.desk.people.plan import Cell, Question, register_question


def who_lives_here(by: Actor, _at: datetime) -> Mapping[UUID, Cell]:
    """Lived in, learned from a need only, or (left out) empty. One query."""
    here = Q(persons__gone_at=None, persons__is_resident=True)
    households = Household.objects.visible_to(by).living_here().annotate(people=Count("persons", filter=here))
    cells: dict[UUID, Cell] = {}
    for door, is_learned, people in households.values_list("door_id", "is_learned", "people"):
        if is_learned:
            cells.setdefault(door, Cell("later", _("learned from a need")))
        elif people:
            cells[door] = Cell("ok", ngettext("%(n)s person", "%(n)s people", people) % {"n": people})
        else:
            cells.setdefault(door, Cell("none", _("nobody of them lives here now")))
    return cells


def register_questions() -> None:
    register_question(
        Question(
            code="people",
            label=gettext_lazy("Who lives here"),
            legend={
                "ok": gettext_lazy("lived in"),
                "none": gettext_lazy("registered, not living here"),
                "later": gettext_lazy("learned from a need"),
                "empty": gettext_lazy("nobody registered"),
            },
            answer=who_lives_here,
        )
    )
