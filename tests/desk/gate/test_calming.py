"""Words that calm: what a guard may say for each reason and each answer, the community's own or as the desk comes."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from shouwang.desk.base.models import Event, Rule
from shouwang.desk.gate.actions.calming import TooLong, change_calming
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


# The coordinator writes them


def test_what_the_coordinator_writes_is_said_from_that_day_on(banyan, zhao):
    changed = change_calming(texts={"walk": " 先在院子里 走走 \n\n您慢点"}, language="zh-hans", by=zhao, at=clock(9))

    with translation.override("zh-hans"):
        assert words_for(banyan, clock(9))["walk"] == ["先在院子里 走走", "您慢点"]
        assert words_for(banyan, clock(9, days=-1))["walk"] == [str(PLAIN["walk"])]
    with translation.override("en"):
        assert words_for(banyan, clock(9))["walk"] == [str(PLAIN["walk"])]
    assert changed == 1
    event = Event.objects.get(kind="gate.calming_changed")
    assert (event.data["codes"], "院子" in str(event.data)) == (["walk"], False)


def test_the_plain_words_again_are_no_words_of_one_s_own(banyan, zhao):
    change_calming(texts={"walk": "Go slowly."}, language="en", by=zhao, at=clock(9))
    change_calming(texts={"walk": "慢点走。"}, language="zh-hans", by=zhao, at=clock(10))
    with translation.override("en"):
        plain = str(PLAIN["walk"])

    assert change_calming(texts={"walk": plain}, language="en", by=zhao, at=clock(11)) == 1
    assert change_calming(texts={"walk": plain}, language="en", by=zhao, at=clock(12)) == 0
    assert Rule.objects.get(name=CALMING).value == {"walk": {"zh-hans": "慢点走。"}}


def test_nobody_listens_for_ever(zhao):
    with pytest.raises(TooLong):
        change_calming(texts={"walk": "x" * 401}, language="en", by=zhao, at=clock(9))


def test_the_page_keeps_each_language_apart(as_, zhao, banyan):
    desk, url = as_(zhao), reverse("gate:calming")
    assert "给您送到门口" in desk.get(url, {"language": "zh-hans"}).content.decode()
    assert "we buy it and bring it" in desk.get(url, {"language": "en"}).content.decode()
    assert desk.get(url, {"language": "nonsense"}).status_code == 200

    sent = desk.post(f"{url}?language=zh-hans", {"op_id": uuid.uuid4(), "shopping": "菜送上门。"})

    assert sent.status_code == 302
    assert "菜送上门。" in desk.get(url, {"language": "zh-hans"}).content.decode()
    assert "菜送上门。" not in desk.get(url, {"language": "en"}).content.decode()


def test_a_text_that_is_too_long_stays_on_the_page(as_, zhao):
    answer = as_(zhao).post(reverse("gate:calming"), {"op_id": uuid.uuid4(), "walk": "y" * 500})

    assert answer.status_code == 422
    assert "y" * 500 in answer.content.decode()


def test_a_grid_lead_reads_them_and_a_guard_has_them_at_the_barrier_alone(as_, qian, guard, banyan):
    url = reverse("gate:calming")

    assert as_(qian).get(url).status_code == 200
    assert as_(qian).post(url, {"op_id": uuid.uuid4(), "walk": "x"}).status_code == 404
    assert as_(guard).get(url).status_code == 404
