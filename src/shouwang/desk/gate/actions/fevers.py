"""A fever measured at the gate is told like one that a list tells: somebody goes there within the hour."""

from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.refusals import use_case
from shouwang.desk.gate.models import Passage, Who
from shouwang.desk.needs.actions.capture import add_need
from shouwang.desk.needs.kinds import fever_from
from shouwang.desk.needs.models import Kind, Need, Sensitivity, Source, Urgency
from shouwang.desk.needs.windows import WITHIN


def is_fever(degrees: Decimal | None, by: Actor, at: datetime) -> bool:
    """By the threshold of the day of `at`. One query where something was measured."""
    return degrees is not None and degrees >= fever_from(by.community, at)


@use_case
def visit_feverish(*, passage: Passage, degrees: Decimal, by: Actor, at: datetime) -> Need | None:
    """Somebody goes to the household of `passage`, urgent and for the desk alone, because of `degrees` Celsius; of who
    does not live here, to the household that they came to. None where nobody knows which that is."""
    if passage.household is None:
        return None
    with override(settings.LANGUAGE_CODE):  # read by whoever goes there
        local = passage.community.local(passage.said_at)
        said = {"degrees": f"{degrees:f}", "gate": passage.gate.name, "when": f"{local:%m-%d %H:%M}"}
        words = _("%(degrees)s ℃ at the gate (%(gate)s, %(when)s). Ask how they are.") % said
        if passage.who != Who.RESIDENT:
            words = f"{passage.get_who_display()}: {words}"
    return add_need(
        kind=Kind.VISIT, source=Source.GATE, words=words, household=passage.household, person=passage.person,
        due_by=at + WITHIN, urgency=Urgency.URGENT, sensitivity=Sensitivity.SENSITIVE, by=by, at=at,
    )  # fmt: skip
