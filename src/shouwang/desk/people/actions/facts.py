"""Stated facts: what, by whom, when. A fact ends; it is never edited."""

from datetime import datetime

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.people.models import Fact, FactKind, Person

NEEDS_DETAIL = frozenset({FactKind.CONDITION, FactKind.MEDICINE, FactKind.DIET, FactKind.ALLERGY, FactKind.OTHER})


class DetailMissing(Refused):
    """ "Takes medicine" helps nobody: which one?"""

    def __init__(self) -> None:
        super().__init__(_("Write which one: the illness, the medicine, the diet."))


@use_case
def state_fact(
    *, person: Person, kind: FactKind, by: Actor, at: datetime, stated_by: str, detail: str = "",
    stated_at: datetime | None = None,
) -> Fact:  # fmt: skip
    """Note what `stated_by` ("herself", "daughter", "ledger of 8 Feb") says of `person`. Raises DetailMissing.

    What is already stated in the same words is not noted twice.
    """
    detail = detail.strip()
    if kind in NEEDS_DETAIL and not detail:
        raise DetailMissing
    for known in person.facts.filter(kind=kind, ended_at=None):
        if known.detail == detail:
            return known
    fact = Fact(
        community_id=person.community_id, person=person, kind=kind, stated_at=stated_at or at,
        stated_by=stated_by[:60], noted_by=by.account,
    )  # fmt: skip
    fact.detail = detail
    fact.save(force_insert=True)
    record("people.fact_stated", fact, by=by, at=at, household_id=person.household_id, fact=kind)
    return fact


@use_case
def end_fact(*, fact: Fact, by: Actor, at: datetime) -> Fact:
    """It does not hold any more. Saying it twice changes nothing."""
    if Fact.objects.filter(pk=fact.pk, ended_at=None).update(ended_at=at, ended_by=by.account) == 1:
        fact.ended_at, fact.ended_by = at, by.account
        record("people.fact_ended", fact, by=by, at=at, household_id=fact.person.household_id, fact=fact.kind)
    return fact
