"""Rules of classes: what is in force on a day, how they change, and which class a name falls under."""

from datetime import date, timedelta

import pytest

from shouwang.desk.base.models import Event, Rule
from shouwang.desk.medicine.actions import rules as actions
from shouwang.desk.medicine.actions.drugs import Box, add_drug
from shouwang.desk.medicine.drugs.rules import RULES, classify, rule_for, rules_on
from shouwang.desk.medicine.models import DrugClass
from tests.desk.conftest import TEN

TODAY = date(2020, 3, 8)
TOMORROW = date(2020, 3, 9)


@pytest.mark.parametrize(
    ("drug_class", "route", "needs_picture", "most_packs", "needs_identity", "report_health_first"),
    [
        ("ordinary", "buy", False, None, False, False),
        ("prescription", "buy", True, None, False, False),
        ("psychotropic", "prescription", True, None, True, False),
        ("ephedrine", "buy", False, 2, True, False),
        ("fever", "decide", False, None, True, True),
        ("narcotic", "ride", True, None, True, False),
    ],
)
def test_what_holds_while_nobody_said_otherwise(
    banyan, drug_class, route, needs_picture, most_packs, needs_identity, report_health_first
):
    rule = rule_for(banyan, drug_class, False, TODAY)

    assert (rule.route, rule.needs_picture, rule.most_packs) == (route, needs_picture, most_packs)
    assert (rule.needs_identity, rule.report_health_first, rule.from_day) == (needs_identity, report_health_first, None)


def test_a_rule_holds_from_its_day_on_and_what_was_before_stays(banyan, zhao):
    actions.change_rules(value={"fever": {"route": "buy", "most_packs": 1}}, from_day=TOMORROW, by=zhao, at=TEN)

    assert rule_for(banyan, "fever", False, TODAY).route == "decide"
    tomorrow = rule_for(banyan, "fever", True, TOMORROW)
    assert (tomorrow.route, tomorrow.most_packs, tomorrow.from_day, tomorrow.is_cold) == ("buy", 1, TOMORROW, True)
    assert tomorrow.needs_identity  # what was not said is as before
    assert tomorrow.as_json()["class"] == "fever"
    assert tomorrow.as_json()["from_day"] == "2020-03-09"


def test_the_event_keeps_what_was_before(banyan, zhao):
    actions.change_rules(
        value={"ephedrine": {"most_packs": 1, "words": "only at the station"}}, from_day=TODAY, by=zhao, at=TEN
    )

    data = Event.objects.get(kind="medicine.rules_changed").data
    assert data["classes"] == ["ephedrine"]
    assert (data["before"]["ephedrine"]["most_packs"], data["after"]["ephedrine"]["most_packs"]) == (2, 1)
    assert "words" not in data["after"]["ephedrine"]


def test_the_same_rules_twice_change_nothing(banyan, zhao):
    for _time in range(2):
        actions.change_rules(value={"fever": {"route": "buy"}}, from_day=TODAY, by=zhao, at=TEN)

    assert Rule.objects.filter(name=RULES).count() == 1
    assert Event.objects.filter(kind="medicine.rules_changed").count() == 1


def test_a_coming_day_may_be_said_anew_but_not_one_that_began(banyan, zhao):
    actions.change_rules(value={"fever": {"route": "buy"}}, from_day=TOMORROW, by=zhao, at=TEN)
    actions.change_rules(value={"fever": {"route": "prescription"}}, from_day=TOMORROW, by=zhao, at=TEN)
    assert rules_on(banyan, TOMORROW).of("fever").route == "prescription"

    with pytest.raises(actions.RulesCannotChange, match="today already"):
        actions.change_rules(value={"fever": {"route": "buy"}}, from_day=TOMORROW, by=zhao, at=TEN + timedelta(days=1))


@pytest.mark.parametrize(
    ("value", "from_day"),
    [
        ({"fever": {"route": "buy"}}, TODAY - timedelta(days=1)),
        ({"fever": {"route": "guess"}}, TODAY),
        ({"poison": {"route": "buy"}}, TODAY),
        ({"ephedrine": {"most_packs": 0}}, TODAY),
        ({"narcotic": {"route": "buy"}}, TODAY),
    ],
)
def test_rules_that_cannot_be_are_refused(banyan, zhao, value, from_day):
    with pytest.raises(actions.RulesCannotChange):
        actions.change_rules(value=value, from_day=from_day, by=zhao, at=TEN)
    assert not Rule.objects.filter(name=RULES).exists()


def test_no_stored_rule_makes_a_helper_buy_a_narcotic(banyan):
    Rule.objects.create(community=banyan, name=RULES, from_day=TODAY, value={"narcotic": {"route": "buy"}})

    assert rule_for(banyan, "narcotic", False, TODAY).route == "ride"


@pytest.mark.parametrize(
    ("name", "drug_class", "is_cold"),
    [
        ("吗啡缓释片", "narcotic", False),
        ("盐酸羟考酮缓释片", "narcotic", False),
        ("芬太尼透皮贴剂", "narcotic", False),
        ("哌甲酯缓释片", "narcotic", False),
        ("阿普唑仑片", "psychotropic", False),
        ("氯硝西泮", "psychotropic", False),
        ("氨酚羟考酮片", "psychotropic", False),
        ("思诺思", "psychotropic", False),
        ("新康泰克", "ephedrine", False),
        ("复方盐酸伪麻黄碱缓释胶囊", "ephedrine", False),
        ("布洛芬缓释胶囊", "fever", False),
        ("连花清瘟胶囊", "fever", False),
        ("左氧氟沙星片", "fever", False),
        ("络活喜", "prescription", False),
        ("恩替卡韦分散片", "prescription", False),
        ("门冬胰岛素30", "prescription", True),
        ("利拉鲁肽", "prescription", True),
        ("创可贴", "ordinary", False),
        ("维生素C片", "ordinary", False),
        ("人工泪液", "ordinary", False),
        ("阿司匹林肠溶片", "ordinary", False),
        ("一种新药", "prescription", False),
    ],
)
def test_the_class_of_a_name_nobody_listed(name, drug_class, is_cold):
    assert classify(name) == (drug_class, is_cold)


def test_the_formulary_says_more_than_a_list_of_names(banyan, zhao, poplar):
    add_drug(
        box=Box("某某片", other_names="新药一号", drug_class=DrugClass.PSYCHOTROPIC, is_cold=True), by=zhao, at=TEN
    )
    add_drug(box=Box("布洛芬缓释胶囊", drug_class=DrugClass.ORDINARY), by=zhao, at=TEN)

    assert classify("新药一号", banyan) == ("psychotropic", True)
    assert classify("布洛芬胶囊", banyan) == ("ordinary", False)
    assert classify("布洛芬胶囊", poplar) == ("fever", False)


def test_of_several_drugs_of_a_name_the_strictest_counts(banyan, zhao):
    for maker, drug_class in (("甲厂", DrugClass.ORDINARY), ("乙厂", DrugClass.EPHEDRINE)):
        add_drug(box=Box("感冒片", maker=maker, drug_class=drug_class), by=zhao, at=TEN)

    assert classify("感冒片", banyan) == ("ephedrine", False)


def test_a_narcotic_stays_one_whatever_was_listed(banyan, zhao):
    add_drug(box=Box("硫酸吗啡缓释片", drug_class=DrugClass.ORDINARY), by=zhao, at=TEN)

    assert classify("吗啡缓释片", banyan)[0] == "narcotic"
