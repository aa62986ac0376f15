"""Words that calm: what a guard may say for each reason and each answer, the community's own or as the desk comes."""

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from shouwang.desk.base.models import Rule
from shouwang.desk.gate.bridge import Verdict, Why
from shouwang.desk.gate.calming import CALMING, PLAIN, to_say, words_for
from shouwang.desk.gate.models import Reason
from tests.desk.gate.conftest import DAY, clock


def test_reasons_and_answers_share_no_code():
    assert not set(map(str, Reason)) & set(map(str, Why)), "one mapping holds both"
    assert set(PLAIN) <= set(map(str, Reason)) | set(map(str, Why))


@pytest.mark.parametrize(("language", "said"), [("en", "we buy it and bring it"), ("zh-hans", "给您送到门口")])
def test_the_desk_comes_with_plain_words_in_both_languages(banyan, language, said):
    with translation.override(language):
        words = words_for(banyan, clock(9))

    assert said in words["shopping"][0]
    assert set(words) == set(map(str, PLAIN))


def test_a_community_s_own_words_hold_from_their_day_on_in_their_language(banyan):
    own = {"shopping": {"zh-hans": "菜我们送上门。\n\n您放心。"}, "walk": {"zh-hans": ""}}
    Rule.objects.create(community=banyan, name=CALMING, from_day=DAY, value=own)

    with translation.override("zh-hans"):
        before, after = words_for(banyan, clock(9, days=-1)), words_for(banyan, clock(9))
    with translation.override("en"):
        english = words_for(banyan, clock(9))

    assert "菜我们送上门。" not in before["shopping"]
    assert after["shopping"] == ["菜我们送上门。", "您放心。"]
    assert "walk" not in after, "an empty text says nothing"
    assert english["walk"]
    assert english["shopping"] == [PLAIN["shopping"]]


def test_whoever_may_go_needs_no_calming(banyan, django_assert_max_num_queries):
    with django_assert_max_num_queries(0):
        assert to_say(Verdict.ALLOWED, "shopping", Why.FREE, banyan, clock(9)) == []
    with django_assert_max_num_queries(1):
        said = to_say(Verdict.NO, "shopping", Why.USED_UP, banyan, clock(9))
    assert said == [PLAIN["shopping"], PLAIN[Why.USED_UP]]


def test_the_answer_shows_them(shut_in, as_, guard, south, granny_wu, wu, pass_by):
    pass_by(granny_wu, timezone.now(), person=wu)
    asked = {"who": "resident", "household": granny_wu.pk, "person": wu.pk, "direction": "out", "reason": "shopping"}

    page = as_(guard).get(reverse("gate:answer"), asked).content.decode()

    assert str(PLAIN["shopping"]) in page
