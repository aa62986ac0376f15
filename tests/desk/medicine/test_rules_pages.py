"""The page of the rules: everybody at the desk reads them, the coordinator changes them."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.base.models import Rule
from shouwang.desk.medicine.actions.rules import change_rules
from shouwang.desk.medicine.drugs.forms import RulesForm
from shouwang.desk.medicine.drugs.rules import RULES, rules_on


@pytest.fixture
def today(banyan):
    return banyan.today(timezone.now())


def form_of(banyan, today, **said):
    """What a browser sends when nothing but `said` was changed."""
    form = RulesForm(rules_on(banyan, today), today)
    sent = {name: field.initial for name, field in form.fields.items() if field.initial not in (None, False)}
    return {name: "on" if value is True else value for name, value in (sent | said).items()} | {"op_id": str(uuid4())}


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_the_coordinator_changes_a_rule_from_a_day_on(as_, zhao, banyan, today):
    browser, tomorrow = as_(zhao), today + timedelta(days=1)
    answer = browser.post(
        reverse("medicine:rules"),
        form_of(banyan, today, from_day=tomorrow.isoformat(), ephedrine_most_packs="1", fever_words="只在卫生站买"),
    )

    assert answer.url == reverse("medicine:rules")
    rules = rules_on(banyan, tomorrow)
    assert (rules.of("ephedrine").most_packs, rules.of("fever").words) == (1, "只在卫生站买")
    assert rules.of("narcotic").route == "ride"
    page = text_of(browser.get(answer.url))
    assert "at most 2 packs" in page  # today
    assert "at most 1 pack" in page  # from tomorrow on


def test_what_was_before_stays_to_be_read(as_, zhao, banyan, today):
    for days, most in ((-9, 3), (-2, 4)):
        at = timezone.now() + timedelta(days=days)
        change_rules(value={"ephedrine": {"most_packs": most}}, from_day=banyan.today(at), by=zhao, at=at)

    page = text_of(as_(zhao).get(reverse("medicine:rules")))
    assert page.index("at most 4 packs") < page.index("at most 3 packs") < page.index("at most 2 packs")


def test_a_day_that_is_over_is_refused_in_words(as_, zhao, banyan, today):
    yesterday = (today - timedelta(days=1)).isoformat()
    answer = as_(zhao).post(reverse("medicine:rules"), form_of(banyan, today, from_day=yesterday, fever_route="buy"))

    assert answer.status_code == 422
    assert "not from a day that is over" in text_of(answer)
    assert not Rule.objects.filter(name=RULES).exists()


def test_no_form_lets_a_helper_buy_a_narcotic(as_, zhao, banyan, today):
    answer = as_(zhao).post(reverse("medicine:rules"), form_of(banyan, today, narcotic_route="buy"))

    assert answer.status_code == 422
    assert not Rule.objects.filter(name=RULES).exists()


def test_a_grid_lead_reads_them_and_changes_nothing(as_, qian, banyan, today, lin):
    page = as_(qian).get(reverse("medicine:rules"))

    assert "never bought by a helper" in text_of(page)
    assert b"Let them hold" not in page.content
    assert as_(qian).post(reverse("medicine:rules"), form_of(banyan, today, fever_route="buy")).status_code == 404
    assert as_(lin).get(reverse("medicine:rules")).status_code == 404


def test_another_communitys_rules_are_not_ours(as_, feng, zhao, banyan, today):
    change_rules(value={"ephedrine": {"words": "榕树里的话"}}, from_day=today, by=zhao, at=timezone.now())

    assert "榕树里的话" not in text_of(as_(feng).get(reverse("medicine:rules")))
