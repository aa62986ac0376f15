"""Who is turned back again and again lacks something that nobody has understood: somebody goes and asks."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.refusals import use_case
from shouwang.desk.gate.models import Passage
from shouwang.desk.gate.rules import held_on
from shouwang.desk.needs.actions.capture import add_need
from shouwang.desk.needs.models import Kind, Need, Source
from shouwang.desk.people.models import Household


@use_case
def visit_who_is_refused_often(*, household: Household, by: Actor, at: datetime) -> Need | None:
    """Open a visit where `household` was turned back as often as the rule of the day says, counted back from
    `at`: a refusal that was heard late counts among the others.

    None where it was not, or a visit was opened for the same days. Nobody is visited for what was corrected.
    """
    held = held_on(by.community, by.community.today(at))
    begin = at - timedelta(days=held.within)
    refused = Passage.objects.filter(household=household, said_at__gt=begin, said_at__lte=at)
    count = refused.standing().turned_back().count()
    if (
        count < held.after
        or Need.objects.filter(household=household, kind=Kind.VISIT, source=Source.GATE, made_at__gt=begin).exists()
    ):
        return None
    with override(settings.LANGUAGE_CODE):  # read by whoever goes there, not by who stands at the gate
        said = ngettext(
            "Turned back at the gate %(n)s time in %(days)s days. Ask what is lacking.",
            "Turned back at the gate %(n)s times in %(days)s days. Ask what is lacking.", count,
        )  # fmt: skip
        words, who = said % {"n": count, "days": held.within}, _("the gate")
    need = add_need(
        kind=Kind.VISIT, source=Source.GATE, words=words, household=household, who=who,
        due_by=at + timedelta(days=1), by=by, at=at,
    )  # fmt: skip
    record("gate.visit_asked", need, by=by, at=at, household_id=household.pk, times=count, days=held.within)
    return need
