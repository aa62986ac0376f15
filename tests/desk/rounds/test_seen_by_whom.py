"""What a grid lead and a carrier see of a round, and what of it is nobody's business."""

import uuid
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from shouwang.desk.rounds.actions.propose import propose_rounds
from shouwang.desk.rounds.models import Stop, UnappliedSaying
from tests.desk.conftest import TEN
from tests.desk.rounds.test_pages import post, stop_at


def test_of_another_grids_stop_a_lead_sees_door_and_state_alone(as_, want, old_he, lin, zhao, qian):
    due = timezone.now() + timedelta(minutes=90)
    needs = [want("3-2-501", "rice"), want("1-1-101", "insulin", kind="medicine", due_by=due)]
    round = propose_rounds(needs=needs, carriers=[lin.account], starts_at=TEN, by=zhao, at=TEN).rounds.get()
    assert "must stay cold" in as_(zhao).get(reverse("rounds:board")).content.decode()
    lead, name = as_(qian), reverse("rounds:round", args=[round.pk])
    before = lead.get(name).content.decode() + lead.get(reverse("rounds:board")).content.decode()
    before += lead.get(reverse("needs:today")).content.decode()
    post(as_(zhao), "accept", round.pk)
    post(as_(lin), "end_stop", stop_at(round, "1-1-101").pk, outcome="nobody_home", words="at the hospital")
    after = lead.get(name).content.decode() + lead.get(reverse("rounds:sheet", args=[round.pk])).content.decode()

    assert "1-1-101" in before
    assert "1-1-101" in after
    assert "nobody home" in after
    assert "must stay cold" not in before
    window = timezone.localtime(due, round.community.tz).strftime("%H:%M")
    assert f"by {window}" not in before + after
    assert "at the hospital" not in after


def test_who_accepted_a_round_goes_on_seeing_it(as_, want, doors, lin, qian, zhao):
    round = propose_rounds(needs=[want("3-2-501")], carriers=[lin.account], starts_at=TEN, by=zhao, at=TEN).rounds.get()
    post(as_(qian), "accept", round.pk)
    doors["3-2-501"].building.grid.delete()

    assert as_(qian).get(reverse("rounds:round", args=[round.pk])).status_code == 200


def test_a_grid_lead_who_goes_sees_no_more_of_other_grids_than_a_helper(as_, want, old_he, qian, zhao):
    needs = [want("3-2-501", "rice"), want("1-1-101", "oil")]
    round = propose_rounds(needs=needs, carriers=[qian.account], starts_at=TEN, by=zhao, at=TEN).rounds.get()
    post(as_(zhao), "accept", round.pk)
    page = as_(qian).get(reverse("rounds:sheet", args=[round.pk])).content.decode()

    assert "tel:13000000123" in page  # of their own grid
    assert "130****0102" in page
    assert "13000000102" not in page


def test_a_grid_lead_who_gave_a_round_away_speaks_for_it_no_more(as_, want, old_he, qian, lin, zhao):
    needs = [want("3-2-501", "rice"), want("1-1-101", "oil")]
    round = propose_rounds(needs=needs, carriers=[qian.account], starts_at=TEN, by=zhao, at=TEN).rounds.get()
    post(as_(zhao), "accept", round.pk)
    post(as_(zhao), "hand_over", round.pk, to=lin.account.pk)
    stop = stop_at(round, "1-1-101")
    told = post(as_(qian), "end_stop", stop.pk, outcome="done", headers={"X-Op-Id": str(uuid.uuid4())})

    assert told.status_code == 409
    assert Stop.objects.get(pk=stop.pk).outcome == ""
    assert UnappliedSaying.objects.get().reason == "NotYours"


def test_no_illness_is_read_on_the_sheet_beside_a_thing(as_, want, lin, zhao):
    need = want("3-2-501", "biscuits")
    line = need.lines.get()
    line.note = "无糖，糖尿病"
    line.save()
    round = propose_rounds(needs=[need], carriers=[lin.account], starts_at=TEN, by=zhao, at=TEN).rounds.get()
    post(as_(zhao), "accept", round.pk)
    page = as_(lin).get(reverse("rounds:sheet", args=[round.pk])).content.decode()

    assert "无糖" in page
    assert "糖尿病" not in page
