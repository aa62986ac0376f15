"""Asking before it runs out, and what came of the asking."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.housekeeping import swept
from shouwang.desk.base.jobs import later, task
from shouwang.desk.base.models import Community
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.base.roles import Role
from shouwang.desk.medicine.actions.regimens import state_stock
from shouwang.desk.medicine.models import Prompt, Regimen, Stock
from shouwang.desk.medicine.regimens.prompting import (
    NOT_REACHED,
    Level,
    due_by,
    needs_under_way,
    packs_for,
    review,
    rules_of,
)
from shouwang.desk.needs.actions.capture import Wish, add_need
from shouwang.desk.needs.models import Kind, Need, Sensitivity, Source, Urgency

DAILY = "medicine.prompts"
SEVEN = time(7)
MOST_PACKS = 60


class Answer(models.TextChoices):
    """What came of asking."""

    NEEDS = "needs", gettext_lazy("needs it")
    ENOUGH = "enough", gettext_lazy("has enough")
    NO_ANSWER = "no_answer", gettext_lazy("no answer")


class UnitsMissing(Refused):
    """ "Has enough" helps nobody the day after tomorrow: how much?"""


class NotSoMany(Refused):
    """More packs than anybody is given at once, or none."""


class AlreadyAnswered(Refused):
    """Somebody else has just heard from them; the sentence says so."""


@use_case
def prompt_due(*, community: Community, at: datetime) -> list[Prompt]:
    """Ask everybody whose medicine runs out, each level once for one run-out date; the new prompts."""
    regimens = Regimen.objects.filter(community=community).current().select_related("person")
    return review(list(regimens), Actor.clockwork(community), at)


@use_case
def answer_prompt(
    *, prompt: Prompt, answer: str, by: Actor, at: datetime, units: Decimal | None = None, packs: int | None = None,
    said_by: str = "", words: str = "",
) -> Need | None:  # fmt: skip
    """What came of asking: they need it (a need with the regimen's line, which is returned), they have `units` left
    (as `said_by` tells), or nobody answered (it stays). Said twice, the need that was made is returned.

    Raises UnitsMissing, NotSoMany, AlreadyAnswered, and what `state_stock` raises.
    """
    regimen = prompt.regimen
    if answer == Answer.NO_ANSWER:
        record(NOT_REACHED, prompt, by=by, at=at, household_id=regimen.person.household_id)
        return None
    if answer == Answer.ENOUGH:
        if units is None:
            raise UnitsMissing(_("Write how many are left: then the desk knows when to ask again."))
        _settle(_claim(regimen, by, at), by, at, words)
        state_stock(regimen=regimen, units=units, basis=Stock.Basis.STATED, by=by, at=at, said_by=said_by)
        return None
    on_its_way = needs_under_way([regimen.pk]).get(regimen.pk)
    claimed = _claim(regimen, by, at)
    if on_its_way:
        need = Need.objects.get(pk=on_its_way)
    elif prompt.pk in claimed:
        need = _write_down(prompt, packs, by, at)
    else:
        raise AlreadyAnswered(_("Somebody has heard from them meanwhile. Look at the household's page."))
    _settle(claimed, by, at, words, need)
    return need


def _claim(regimen: Regimen, by: Actor, at: datetime) -> list[UUID]:
    """Answer everything that was asked of this regimen: what nobody else has answered meanwhile."""
    waiting = list(Prompt.objects.filter(regimen=regimen, answered_at=None).values_list("pk", flat=True))
    ours = Prompt.objects.filter(answered_at=None)
    return [pk for pk in waiting if ours.filter(pk=pk).update(answered_at=at, answered_by=by.account) == 1]


def _write_down(prompt: Prompt, packs: int | None, by: Actor, at: datetime) -> Need:
    regimen, person = prompt.regimen, prompt.regimen.person
    count = packs_for(regimen, rules_of([regimen], at)[regimen.pk].most_packs) if packs is None else packs
    if not 0 < count <= MOST_PACKS:
        raise NotSoMany(_("Between 1 and %(most)s packs.") % {"most": MOST_PACKS})
    if by.role == Role.HOUSEHOLD:
        source = Source.HOUSEHOLD
    else:
        source = Source.CLOCK if prompt.level == Level.ASK else Source.CALL
    is_urgent = prompt.runs_out_on <= by.community.today(at) + timedelta(days=Level.ALERT)
    return add_need(
        kind=Kind.MEDICINE, source=source, household=person.household, person=person, wishes=[wish_of(regimen, count)],
        due_by=due_by(prompt.runs_out_on, by.community, at), sensitivity=Sensitivity.SENSITIVE,
        urgency=Urgency.URGENT if is_urgent else Urgency.NORMAL, by=by, at=at,
    )  # fmt: skip


def wish_of(regimen: Regimen, packs: int) -> Wish:
    """The regimen as a line of a need: name with form, then the strength, as lists are written."""
    name = regimen.name if regimen.form and regimen.form in regimen.name else regimen.name + regimen.form
    unit = regimen.drug.pack_unit if regimen.drug else "盒"
    return Wish(" ".join(part for part in (name, regimen.strength) if part), Decimal(packs), unit, regimen.maker)


def _settle(claimed: list[UUID], by: Actor, at: datetime, words: str, need: Need | None = None) -> None:
    """Keep what came of asking with every prompt that it answers."""
    for prompt in Prompt.objects.filter(pk__in=claimed).select_related("regimen__person"):
        prompt.need, prompt.outcome = need, words.strip()[:300]
        prompt.save(update_fields=["need", "outcome_sealed"])
        household_id = prompt.regimen.person.household_id
        record("medicine.prompt_answered", prompt, by=by, at=at, household_id=household_id,
               answer=Answer.NEEDS if need else Answer.ENOUGH, need=need.pk if need else None)  # fmt: skip


@task(DAILY)
def prompt_daily(*, at: datetime, community_id: str) -> Callable[[], None]:
    """Ask in one community, and come back tomorrow at seven."""

    def ask() -> None:
        for community in Community.objects.filter(pk=community_id, sunset_at=None):
            prompt_due(community=community, at=at)
            later(DAILY, community_id, next_seven(community, at), community_id=community_id)

    return ask


def keep_prompting(community: Community, at: datetime) -> int:
    """Make sure that the daily asking is coming; there is never more than one. For the sweep."""
    later(DAILY, str(community.pk), next_seven(community, at), community_id=str(community.pk))
    return 0


def next_seven(community: Community, at: datetime) -> datetime:
    """The next seven o'clock on the community's clock."""
    today = datetime.combine(community.today(at), SEVEN, tzinfo=community.tz)
    return (
        today if today > at else datetime.combine(community.today(at) + timedelta(days=1), SEVEN, tzinfo=community.tz)
    )


def register_prompting() -> None:
    """Called once, when the desk starts."""
    swept("medicine.prompts", keep_prompting)
