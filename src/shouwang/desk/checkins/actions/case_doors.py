"""Two at the door: a visit that rides on rounds, raised once, called off when it has become needless."""

from contextlib import suppress
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from shouwang.desk.base.actor import Actor
from shouwang.desk.checkins.models import Case, Step
from shouwang.desk.needs.actions.capture import add_need
from shouwang.desk.needs.actions.life import OnTheWay, TooLate, close_need
from shouwang.desk.needs.models import Kind, Need, Sensitivity, Source, State, Urgency
from shouwang.desk.needs.models.needs import LIVE


def send_two(case: Case, step: Step, *, at: datetime) -> Need:
    """An urgent visit for two people, not for any group. While one is on its way there is no second."""
    need = _visits(case).first()
    if need is None:
        need = add_need(
            kind=Kind.VISIT, source=Source.CLOCK, household=case.household, person=case.person,
            words=_words(step), due_by=step.lapses_at, urgency=Urgency.URGENT, sensitivity=Sensitivity.SENSITIVE,
            by=Actor.clockwork(case.community), at=at,
        )  # fmt: skip
    Step.objects.filter(pk=step.pk).update(need=need)
    step.need = need
    return need


def call_off_visits(case: Case, *, by: Actor, at: datetime) -> None:
    """Nobody needs to set out any more. Whoever is on the way goes on: they are told on their own sheet."""
    waiting = _visits(case).filter(state__in=[State.OPEN, State.TAKEN])
    for need in waiting:
        with suppress(OnTheWay, TooLate):  # they set off in this very moment
            close_need(need=need, decision=_said(_THE_CASE_KNOWS), by=by, at=at)


def _visits(case: Case) -> QuerySet[Need]:
    return Need.objects.filter(pk__in=case.steps.exclude(need=None).values("need"), state__in=LIVE)


def _words(step: Step) -> str:
    return _said(_WITH_POLICE if step.with_police else _GO)


_WITH_POLICE = gettext_lazy("Go in two, with police: nobody has heard from them. Say at once what you see.")
_GO = gettext_lazy("Go in two: nobody has heard from them. Say at once what you see.")
_THE_CASE_KNOWS = gettext_lazy("The case knows what came of it.")


def _said(words: Promise) -> str:
    """In the language of this installation: whoever goes reads it, not whoever happened to press a button."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(words)
