"""The cast of the watch stands as its words say."""

from shouwang.desk.checkins.models import CheckIn, WatchPlan
from tests.desk.checkins.conftest import clock


def test_granny_wu_is_expected_today_and_late_after_eight(checkin, others_checkin, foreign_checkin, zhao, lin, qian):
    assert not checkin.is_late(clock(19, 59))
    assert checkin.is_late(clock(20, 1))
    assert set(CheckIn.objects.visible_to(zhao)) == {checkin, others_checkin}
    assert set(CheckIn.objects.visible_to(qian)) == {checkin}
    assert not CheckIn.objects.visible_to(lin).exists()


def test_a_family_is_watched_one_by_one(family):
    assert WatchPlan.objects.live().count() == 3
    assert {plan.answered_by for plan in family[1:]} == {family[0].person}


def test_whoever_calls_sees_theirs_alone(on_call, others_checkin, lin, sun):
    assert list(CheckIn.objects.visible_to(lin)) == [on_call]
    assert not CheckIn.objects.visible_to(sun).exists()
