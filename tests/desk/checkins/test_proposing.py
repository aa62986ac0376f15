"""Who should be watched, from stated facts: with the reason, accepted or declined by a person."""

from datetime import date, timedelta

import pytest

from shouwang.desk.base.models import Event
from shouwang.desk.checkins import stated
from shouwang.desk.checkins.actions.proposals import (
    NotProposed,
    accept_proposal,
    accept_proposals,
    decline_proposal,
)
from shouwang.desk.checkins.models import CheckIn, Declined, WatchPlan
from shouwang.desk.checkins.models.plans import Tier
from shouwang.desk.checkins.proposing import proposals
from shouwang.desk.people.models import Fact, FactKind, Person
from tests.desk.checkins.conftest import clock
from tests.desk.conftest import TEN


def say(person, kind, detail="", days_ago=0) -> Fact:
    fact = Fact(
        community_id=person.community_id, person=person, kind=kind, stated_at=TEN - timedelta(days=days_ago),
        stated_by="daughter",
    )  # fmt: skip
    fact.detail = detail
    fact.save()
    return fact


@pytest.fixture
def young(granny_wu) -> Person:
    """Somebody of thirty in Granny Wu's household, who is so not alone."""
    return Person.objects.create(
        community=granny_wu.community, household=granny_wu, name="吴年轻", born_year=1990
    )  # fmt: skip


def test_over_eighty_and_nobody_else_there(wu, he, zhao):
    """Wu is 82, He is 80."""
    found = proposals(zhao, TEN)

    assert [(one.person, one.tier) for one in found] == [(he, Tier.ALONE_OLD), (wu, Tier.ALONE_OLD)]
    assert "nobody else is known to live there" in found[0].reason


def test_not_alone_is_not_proposed_unless_it_is_stated(wu, young, zhao):
    assert proposals(zhao, TEN) == []

    say(wu, FactKind.LIVES_ALONE)
    assert "as daughter stated on 8 March" in proposals(zhao, TEN)[0].reason


@pytest.mark.parametrize(
    ("kind", "detail", "days_ago", "tier"),
    [
        (FactKind.DIALYSIS, "", 0, Tier.DIALYSIS),
        (FactKind.CONDITION, "尿毒症，每周血透三次", 90, Tier.DIALYSIS),
        (FactKind.CONDITION, "肺炎，3月1日出院", 7, Tier.DISCHARGED),
        (FactKind.OTHER, "discharged last week", 30, Tier.DISCHARGED),
        (FactKind.OTHER, "肺炎出院", 31, None),
        (FactKind.OTHER, "还没出院", 1, None),
        (FactKind.OTHER, "等出院", 1, None),
        (FactKind.PREGNANT, "孕36周", 0, Tier.NEAR_TERM),
        (FactKind.PREGNANT, "孕 30 周", 42, Tier.NEAR_TERM),
        (FactKind.PREGNANT, "孕30周", 10, None),
        (FactKind.PREGNANT, "孕38周", 60, None),
        (FactKind.PREGNANT, "预产期3月20日", 5, Tier.NEAR_TERM),
        (FactKind.PREGNANT, "", 5, Tier.NEAR_TERM),
        (FactKind.CONDITION, "高血压", 5, None),
    ],
)
def test_a_stated_fact_proposes_its_tier(young, zhao, kind, detail, days_ago, tier):
    say(young, kind, detail, days_ago)

    assert [one.tier for one in proposals(zhao, TEN) if one.person == young] == ([tier] if tier else [])


@pytest.mark.parametrize(
    ("detail", "weeks"),
    [
        ("孕32+4周", 32),
        ("32 weeks", 32),
        ("预产期2020-03-08", 40),
        ("due 2020/3/15", 39),
        ("预产期3月18日", 38),
        ("预产期2月30日", None),
        ("孕妇", None),
        ("孕88周", None),
    ],
)
def test_how_far_along(young, banyan, detail, weeks):
    fact = say(young, FactKind.PREGNANT, detail)

    assert stated.weeks_along(fact, banyan, TEN) == weeks


def test_a_due_day_without_a_year_is_the_next_one(young, banyan):
    fact = say(young, FactKind.PREGNANT, "预产期1月5日")
    fact.stated_at = TEN.replace(year=2019, month=12)

    assert stated.weeks_along(fact, banyan, TEN.replace(year=2019, month=12, day=29)) == 39
    assert stated._due_day("预产期1月5日", date(2019, 12, 1)) == date(2020, 1, 5)


def test_several_reasons_are_told_and_the_most_pressing_names_the_tier(wu, zhao):
    say(wu, FactKind.DIALYSIS)
    say(wu, FactKind.OTHER, "昨天出院", 1)

    (found,) = proposals(zhao, TEN, [wu.pk])
    assert found.tier == Tier.DISCHARGED
    assert [word in found.reason for word in ("hospital", "dialysis", "over 80")] == [True] * 3


def test_accepted_it_is_a_watch_with_the_reason_expected_today(wu, zhao):
    plan = accept_proposal(person=wu, by=zhao, at=TEN)

    assert (plan.tier, plan.made_by) == (Tier.ALONE_OLD, zhao.account)
    assert plan.reason.startswith("over 80")
    assert CheckIn.objects.filter(plan=plan).count() == 1
    assert accept_proposal(person=wu, by=zhao, at=clock(11)) == plan
    assert proposals(zhao, clock(11), [wu.pk]) == []


def test_the_watch_of_a_household_becomes_closer_and_stays_one(wu, watch, expect, zhao):
    plan = watch(wu, Tier.HOUSEHOLD, every_days=7)
    expect(plan)

    accept_proposal(person=wu, by=zhao, at=TEN)

    plan.refresh_from_db()
    assert (plan.tier, plan.every_days) == (Tier.ALONE_OLD, 1)
    assert WatchPlan.objects.count() == 1
    assert CheckIn.objects.count() == 1


def test_all_at_once(wu, he, zhao):
    made = accept_proposals(persons=[wu, he], by=zhao, at=TEN)

    assert {plan.person for plan in made} == {wu, he}
    assert accept_proposals(persons=[wu, he], by=zhao, at=clock(11)) == []


def test_declined_it_is_not_proposed_again_for_that_reason(wu, zhao):
    decline_proposal(person=wu, tier=Tier.ALONE_OLD, words="her daughter is there daily", by=zhao, at=TEN)
    again = decline_proposal(person=wu, tier=Tier.ALONE_OLD, words="other words", by=zhao, at=clock(11))

    assert again.words == "her daughter is there daily"
    assert Declined.objects.count() == Event.objects.filter(kind="checkins.watch_declined").count() == 1
    assert proposals(zhao, TEN, [wu.pk]) == []
    say(wu, FactKind.DIALYSIS)
    assert [one.tier for one in proposals(zhao, TEN, [wu.pk])] == [Tier.DIALYSIS]


def test_what_is_not_proposed_is_not_accepted(young, zhao):
    with pytest.raises(NotProposed):
        accept_proposal(person=young, by=zhao, at=TEN)


def test_a_grid_lead_is_proposed_their_grid_alone(wu, he, qian, feng):
    assert [one.person for one in proposals(qian, TEN)] == [wu]
    assert proposals(feng, TEN) == []


def test_many_people_cost_no_more_queries(granny_wu, zhao, django_assert_max_num_queries):
    for number in range(20):
        person = Person.objects.create(community=granny_wu.community, household=granny_wu, name=f"甲{number}")
        say(person, FactKind.DIALYSIS)

    with django_assert_max_num_queries(7):
        assert len(proposals(zhao, TEN)) == 20
