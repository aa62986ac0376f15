"""Who should be watched, from stated facts alone: proposed with the reason, decided by a person."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.checkins import stated
from shouwang.desk.checkins.models import Declined, WatchPlan
from shouwang.desk.checkins.models.plans import Tier
from shouwang.desk.people.derived import VERY_OLD
from shouwang.desk.people.models import Fact, FactKind, Household, Person

TELLING = (FactKind.LIVES_ALONE, FactKind.OLD, FactKind.PREGNANT, FactKind.DIALYSIS, FactKind.CONDITION, FactKind.OTHER)
PRESSING = (Tier.DISCHARGED, Tier.DIALYSIS, Tier.ALONE_OLD, Tier.NEAR_TERM)
"""Of several reasons the first names the tier; all are told."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """`person` should be watched as `tier`, because of `reason`. `plan`: the quieter watch they are under already."""

    person: Person
    tier: Tier
    reason: str
    plan: WatchPlan | None = None


def proposals(by: Actor, at: datetime, persons: Collection[UUID] | None = None) -> list[Proposal]:
    """Those whom `by` sees, whose stated facts call for a watch, and who have none or only that of their household.

    What somebody decided against is not proposed again for the same tier. Of `persons` alone where they are given.
    The most pressing tier first, by door within. Seven queries.
    """
    people = _people(by, at, persons)
    watched = {plan.person_id: plan for plan in WatchPlan.objects.live().filter(person__in=people)}
    declined = set(Declined.objects.filter(person__in=people).values_list("person", "tier"))
    residents = _residents_of(people)
    found = []
    for person in people:
        plan = watched.get(person.pk)
        if plan and plan.tier != Tier.HOUSEHOLD:
            continue
        reasons = reasons_of(person, residents[person.household_id], by, at)
        open_ones = [tier for tier in PRESSING if tier in reasons and (person.pk, tier) not in declined]
        if open_ones:
            found.append(Proposal(person, open_ones[0], "; ".join(reasons[tier] for tier in open_ones), plan))
    return sorted(found, key=lambda one: (PRESSING.index(one.tier), str(one.person.household), str(one.person.pk)))


def reasons_of(person: Person, residents: int, by: Actor, at: datetime) -> dict[Tier, str]:
    """tier → why, for each tier that the facts (prefetched on `person`) call for."""
    facts: Sequence[Fact] = list(person.facts.all())
    found = {
        Tier.ALONE_OLD: _alone_old(person, facts, residents, at),
        Tier.NEAR_TERM: _near_term(facts, by, at),
        Tier.DISCHARGED: _as_stated(_("just out of hospital"), stated.discharged(facts, at)),
        Tier.DIALYSIS: _as_stated(_("on dialysis"), stated.on_dialysis(facts)),
    }
    return {tier: reason for tier, reason in found.items() if reason}


def facts_now() -> "Prefetch[str]":
    """The facts that a reason is read from, as they stand."""
    return Prefetch("facts", Fact.objects.filter(ended_at=None, kind__in=TELLING).order_by("stated_at"))


def _people(by: Actor, at: datetime, persons: Collection[UUID] | None) -> list[Person]:
    here = Person.objects.living().filter(
        is_resident=True, household__in=Household.objects.visible_to(by).living_here()
    )
    if persons is not None:
        here = here.filter(pk__in=persons)
    speaking = Fact.objects.filter(community=by.community, ended_at=None, kind__in=TELLING).values("person")
    told = here.filter(Q(born_year__lte=at.year - VERY_OLD) | Q(pk__in=speaking))
    return list(told.select_related("household__door").prefetch_related(facts_now()))


def _residents_of(people: Sequence[Person]) -> Counter[UUID]:
    households = {person.household_id for person in people}
    here = Person.objects.living().filter(is_resident=True, household__in=households)
    return Counter(here.values_list("household_id", flat=True))


def _alone_old(person: Person, facts: Sequence[Fact], residents: int, at: datetime) -> str:
    says = {fact.kind: fact for fact in facts}
    age = person.age(at) or 0
    if age < VERY_OLD and FactKind.OLD not in says:
        return ""
    if FactKind.LIVES_ALONE in says:
        words = _("over 80 and lives alone")
        return _as_stated(words, says[FactKind.LIVES_ALONE])
    return _("over 80, and nobody else is known to live there") if residents == 1 else ""


def _near_term(facts: Sequence[Fact], by: Actor, at: datetime) -> str:
    fact = stated.pregnant(facts)
    if fact is None:
        return ""
    weeks = stated.weeks_along(fact, by.community, at)
    if weeks is None:
        return _as_stated(_("pregnant; how far along nobody has said"), fact)
    if stated.NEAR_TERM_FROM <= weeks <= stated.BORN_BY:
        return _as_stated(_("pregnant, week %(weeks)s by now") % {"weeks": weeks}, fact)
    return ""


def _as_stated(words: str, fact: Fact | None) -> str:
    """The words with whoever stated it, and when."""
    if fact is None:
        return ""
    return _("%(what)s (as %(who)s stated on %(day)s)") % {
        "what": words, "who": fact.stated_by, "day": date_format(fact.stated_at, _("j F")),
    }  # fmt: skip
