"""The community's mode: read by the desk, changed by the coordinator, told in the log."""

import re
from uuid import uuid4

from django.urls import reverse

from shouwang.desk.base.actions.communities import change_mode
from shouwang.desk.base.models import Community, Event
from shouwang.desk.base.models.communities import Mode
from tests.desk.conftest import TEN


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_the_coordinator_changes_the_mode_and_everybody_at_the_desk_reads_it(as_, banyan, zhao, qian):
    answer = as_(zhao).post(reverse("mode"), {"mode": "flood", "op_id": str(uuid4())}, follow=True)

    assert "The mode is: Flood." in text_of(answer)
    lead = text_of(as_(qian).get(reverse("mode")))
    assert "Zhao set the mode to Flood." in lead
    assert "Let it hold from now" not in lead
    banyan.refresh_from_db()
    assert banyan.mode == Mode.FLOOD


def test_no_mode_is_made_up(as_, banyan, zhao):
    answer = as_(zhao).post(reverse("mode"), {"mode": "carnival", "op_id": str(uuid4())})

    assert answer.status_code == 422
    banyan.refresh_from_db()
    assert banyan.mode == Mode.EVERYDAY


def test_the_mode_that_stands_is_not_begun_again_though_another_desk_knows_an_older_one(banyan, zhao):
    older = Community.objects.get(pk=banyan.pk)
    change_mode(community=banyan, mode=Mode.HEAT, by=zhao, at=TEN)

    assert change_mode(community=older, mode=Mode.HEAT, by=zhao, at=TEN).mode == Mode.HEAT
    assert Event.objects.filter(kind="base.mode_changed").count() == 1


def test_a_helper_does_not_see_the_page(as_, lin):
    assert as_(lin).get(reverse("mode")).status_code == 404
