"""The pages of rounds: what the desk and the helper meet, with and without scripts, and what is not for others."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.needs.actions.life import take_need
from shouwang.desk.needs.models import Need, Sensitivity, State
from shouwang.desk.people.models import FactKind, Person
from shouwang.desk.rounds.actions.change import add_to_round
from shouwang.desk.rounds.actions.propose import propose_rounds
from shouwang.desk.rounds.models import Outcome, Proposal, Round, Stop, UnappliedSaying
from shouwang.desk.rounds.panels import span_of
from shouwang.desk.rounds.sunset import destroy_rounds
from tests.desk.conftest import TEN, make_household


def post(browser, name, pk, headers=None, **words):
    url = reverse(f"rounds:{name}", args=[pk] if pk else [])
    return browser.post(url, {"op_id": str(uuid.uuid4()), **words}, headers=headers or {})


def stop_at(round, label):
    return round.stops.get(door__label=label)


def test_from_chosen_needs_to_a_walked_round_without_scripts(as_, rice, greens, lin, zhao):
    desk, phone = as_(zhao), as_(lin)
    offered = desk.get(reverse("rounds:propose")).content.decode()
    assert "3-2-501" in offered
    start = re.search(r'name="starts_at" value="([^"]+)"', offered)[1]
    made = post(
        desk, "propose", None, needs=[rice.pk, greens.pk], carriers=[lin.account.pk], starts_at=start, most_stops=20
    )
    proposal = Proposal.objects.get()
    assert made.url == reverse("rounds:proposal", args=[proposal.pk])
    shown = desk.get(made.url).content.decode()
    assert "Staircase 3-2: 2 doors, from the top down." in shown
    round = proposal.rounds.get()
    post(desk, "accept", round.pk)

    assert reverse("rounds:sheet", args=[round.pk]) in phone.get(reverse("rounds:mine")).content.decode()
    sheet = phone.get(reverse("rounds:sheet", args=[round.pk]))
    assert sheet["X-Keep-Offline"] == "yes"
    assert "rice" in sheet.content.decode()
    for stop in round.stops.order_by("position"):
        answer = post(phone, "end_stop", stop.pk, outcome="done", words="")
        assert answer.url == reverse("rounds:sheet", args=[round.pk]) + "#now"

    assert {need.state for need in Need.objects.all()} == {State.DONE}
    assert "Every door is behind you" in phone.get(reverse("rounds:sheet", args=[round.pk])).content.decode()


def test_what_somebody_has_taken_is_offered_but_not_chosen_for_them(as_, rice, greens, lin, zhao):
    take_need(need=greens, by=lin, at=timezone.now())
    shown = as_(zhao).get(reverse("rounds:propose")).content.decode()
    ticked = dict(re.findall(r'name="needs" value="([^"]+)"( checked)?', shown))

    assert {pk: bool(mark) for pk, mark in ticked.items()} == {str(rice.pk): True, str(greens.pk): False}


def test_what_is_not_chosen_well_is_said_in_the_form(as_, rice, lin, zhao):
    answer = post(
        as_(zhao), "propose", None, needs=[], carriers=[lin.account.pk], starts_at="2020-03-08T10:00", most_stops=20
    )

    assert answer.status_code == 422
    assert "Choose at least one need and one helper." in answer.content.decode()


def test_the_sheet_shows_door_things_and_a_masked_telephone_and_no_more(as_, want, granny_wu, lin, zhao, walking):
    person = Person.objects.get(household=granny_wu)
    for kind in (FactKind.CONDITION, FactKind.ALLERGY):
        fact = person.facts.model(community=granny_wu.community, person=person, kind=kind, stated_at=TEN, stated_by="x")
        fact.detail = f"canary-{kind}"
        fact.save()
    Need.objects.filter(door__label="3-2-501").update(urgency=2)
    page = as_(lin).get(reverse("rounds:sheet", args=[walking.pk])).content.decode()

    assert "130****0101" in page
    assert "13000000101" not in page
    assert "吴虚构" not in page
    assert "canary" not in page


def test_whole_numbers_stand_there_where_the_desk_allowed_calls(as_, granny_wu, proposed, lin, zhao):
    post(as_(zhao), "accept", proposed.pk, may_call="1")

    assert "tel:13000000101" in as_(lin).get(reverse("rounds:sheet", args=[proposed.pk])).content.decode()


def test_another_helper_finds_nothing(as_, walking, sun):
    stop = walking.stops.first()

    assert as_(sun).get(reverse("rounds:sheet", args=[walking.pk])).status_code == 404
    assert post(as_(sun), "end_stop", stop.pk, outcome="done").status_code == 404
    assert post(as_(sun), "undo_stop", stop.pk).status_code == 404
    assert Stop.objects.get(pk=stop.pk).outcome == ""


@pytest.mark.parametrize("name", ["round", "sheet", "sheet_pdf", "labels_pdf", "enter_back"])
def test_the_other_community_finds_nothing(as_, walking, feng, name):
    assert as_(feng).get(reverse(f"rounds:{name}", args=[walking.pk])).status_code == 404


@pytest.mark.parametrize("name", ["accept", "drop", "change", "hand_over", "finish", "enter_back"])
def test_a_grid_lead_does_not_run_a_round_with_doors_of_others(as_, want, old_he, lin, zhao, qian, name):
    needs = [want("3-2-501", "rice"), want("1-1-101", "secret-oil")]
    round = propose_rounds(needs=needs, carriers=[lin.account], starts_at=TEN, by=zhao, at=TEN).rounds.get()

    page = as_(qian).get(reverse("rounds:round", args=[round.pk])).content.decode()
    assert "rice" in page
    assert "secret-oil" not in page
    assert post(as_(qian), name, round.pk).status_code == 404


def test_part_of_it_is_told_with_its_quantities(as_, walking, rice, lin):
    line = rice.lines.get()
    post(as_(lin), "end_stop", stop_at(walking, "3-2-501").pk, outcome="partly", **{f"q-{line.pk}": "1"})

    line.refresh_from_db()
    assert (line.delivered, Need.objects.get(pk=rice.pk).return_reason) == (1, "partly")


def test_the_phone_gets_two_ticks_once(as_, walking, lin):
    phone, op_id = as_(lin), str(uuid.uuid4())
    url = reverse("rounds:end_stop", args=[stop_at(walking, "3-2-501").pk])
    said = {"outcome": "done", "words": "", "said_at": "2020-03-08T02:01:00.000Z"}
    first = phone.post(url, said, headers={"X-Op-Id": op_id})
    second = phone.post(url, said, headers={"X-Op-Id": op_id})

    assert (first.status_code, second.status_code) == (204, 204)
    assert second["X-Said-Before"] == "1"


def test_what_cannot_be_taken_over_is_told_to_its_author_and_kept(as_, walking, lin, zhao):
    stop = stop_at(walking, "3-2-501")
    post(as_(zhao), "end_stop", stop.pk, outcome="nobody_home")
    phone, op_id = as_(lin), str(uuid.uuid4())
    url = reverse("rounds:end_stop", args=[stop.pk])
    said = {"outcome": "done", "words": "she was there"}
    told = phone.post(url, said, headers={"X-Op-Id": op_id})
    again = phone.post(url, said, headers={"X-Op-Id": op_id})

    assert (told.status_code, again.status_code) == (409, 409)
    assert "Zhao has already said how it ended: nobody home." in told.content.decode()
    kept = UnappliedSaying.objects.get()
    assert (kept.said_by, kept.reason) == (lin.account, "AlreadyEnded")
    assert "she was there" in kept.words
    assert b"she was there" not in bytes(kept.words_sealed)
    assert "already said how it ended" in phone.get(reverse("rounds:mine")).content.decode()
    assert "Lin said: done" in as_(zhao).get(reverse("rounds:unapplied")).content.decode()


def test_the_desk_takes_over_what_was_said_or_sets_it_aside(as_, walking, rice, lin, zhao):
    stop = stop_at(walking, "3-2-501")
    desk = as_(zhao)
    post(desk, "end_stop", stop.pk, outcome="nobody_home")
    post(as_(lin), "end_stop", stop.pk, outcome="done", words="", headers={"X-Op-Id": str(uuid.uuid4())})
    post(desk, "settle", UnappliedSaying.objects.get().pk, do="apply")

    rice.refresh_from_db()
    assert (Stop.objects.get(pk=stop.pk).outcome, rice.state) == (Outcome.DONE, State.DONE)
    assert rice.lines.get().delivered == 2
    assert not UnappliedSaying.objects.waiting().exists()


def test_whoever_walked_it_before_still_reaches_the_desk(as_, walking, lin, sun, zhao):
    post(as_(zhao), "hand_over", walking.pk, to=sun.account.pk)
    stop = stop_at(walking, "3-2-501")
    answer = post(as_(lin), "end_stop", stop.pk, outcome="done", headers={"X-Op-Id": str(uuid.uuid4())})

    assert answer.status_code == 409
    assert "Sun goes on with this round." in answer.content.decode()
    assert UnappliedSaying.objects.get().reason == "NotYours"


@pytest.mark.parametrize("do", ["out", "to_round"])
def test_what_was_done_at_a_door_taken_off_the_round_meanwhile_is_kept(as_, walking, want, lin, sun, zhao, do):
    """The phone had no network when the desk gave the door to somebody else: she has it."""
    oil = [want("3-1-701", "oil")]
    other = propose_rounds(needs=oil, carriers=[sun.account], starts_at=TEN, by=zhao, at=TEN).rounds.get()
    post(as_(zhao), "accept", other.pk)
    stop = stop_at(walking, "3-2-501")
    post(as_(zhao), "change", walking.pk, do=do, stop=stop.pk, to=other.pk)
    phone = as_(lin)
    told = post(phone, "end_stop", stop.pk, outcome="done", headers={"X-Op-Id": str(uuid.uuid4())})

    assert told.status_code == 409
    assert "3-2-501 had been taken off this round" in told.content.decode()
    kept = UnappliedSaying.objects.get()
    assert (kept.round, kept.said_by, kept.reason) == (walking, lin.account, "OffTheRound")
    assert "Lin said: done" in as_(zhao).get(reverse("rounds:unapplied")).content.decode()
    assert "3-2-501" in phone.get(reverse("rounds:mine")).content.decode()


@pytest.mark.parametrize(("name", "words"), [("finish", {}), ("return", {"reason": "not_ready", "words": ""})])
def test_an_old_page_of_a_need_does_not_take_it_from_under_its_carrier(as_, walking, rice, lin, zhao, name, words):
    said = {"op_id": str(uuid.uuid4()), **words}
    as_(zhao).post(reverse(f"needs:{name}", args=[rice.pk]), said)
    rice.refresh_from_db()
    assert rice.state == State.UNDER_WAY

    post(as_(lin), "end_stop", stop_at(walking, "3-2-501").pk, outcome="done")
    rice.refresh_from_db()
    assert (rice.state, rice.ended_by) == (State.DONE, lin.account)


def test_a_grid_lead_sees_no_button_that_would_not_work_for_them(as_, rice, want, lin, qian, zhao):
    proposal = propose_rounds(needs=[rice], carriers=[lin.account], starts_at=TEN, by=qian, at=TEN)
    page = reverse("rounds:proposal", args=[proposal.pk])
    assert "Accept: Lin goes" in as_(qian).get(page).content.decode()

    add_to_round(round=proposal.rounds.get(), need=want("1-1-101", "oil", 1), by=zhao, at=TEN)

    assert "Accept: Lin goes" not in as_(qian).get(page).content.decode()
    assert "Accept: Lin goes" in as_(zhao).get(page).content.decode()


def test_changes_by_hand_stand_beside_the_proposal(as_, proposed, want, lin, sun, zhao):
    desk = as_(zhao)
    make_household(want("3-1-701", "oil").door, "x")
    oil = Need.objects.get(door__label="3-1-701")
    post(desk, "change", proposed.pk, do="up", stop=stop_at(proposed, "3-2-402").pk)
    post(desk, "change", proposed.pk, do="add", need=oil.pk)
    post(desk, "change", proposed.pk, do="carrier", to=sun.account.pk)
    page = desk.get(reverse("rounds:round", args=[proposed.pk])).content.decode()

    assert [stop.door.label for stop in proposed.stops.order_by("position")] == ["3-2-402", "3-2-501", "3-1-701"]
    assert "Sun goes, proposed was Lin." in page
    assert "3-1-701 was added." in page
    assert re.search(r"Moved: 3-2-(402|501)\.", page)
    post(desk, "change", proposed.pk, do="out", stop=stop_at(proposed, "3-2-501").pk)
    assert "Taken out: 3-2-501." in desk.get(reverse("rounds:round", args=[proposed.pk])).content.decode()


def test_a_paper_sheet_is_entered_with_one_press(as_, walking, rice, greens, lin, zhao):
    desk = as_(zhao)
    found = desk.get(reverse("rounds:find_sheet"), {"code": walking.code.lower()})
    assert found.url == reverse("rounds:enter_back", args=[walking.pk])
    first, second = stop_at(walking, "3-2-501"), stop_at(walking, "3-2-402")
    words = {f"outcome-{first.pk}": "done", f"q-{rice.lines.get().pk}": "1.5",
             f"outcome-{second.pk}": "nobody_home", f"words-{second.pk}": "note left"}  # fmt: skip
    post(desk, "enter_back", walking.pk, **words)

    greens.refresh_from_db()
    assert Stop.objects.get(pk=first.pk).outcome == Outcome.PARTLY
    assert (greens.return_reason, greens.outcome) == ("nobody_home", "note left")
    assert Round.objects.get().state == Round.State.FINISHED


def test_a_paper_sheet_with_a_mistake_is_shown_again_and_nothing_is_saved(as_, walking, rice, greens, zhao):
    first, second = stop_at(walking, "3-2-501"), stop_at(walking, "3-2-402")
    words = {f"outcome-{first.pk}": "done", f"outcome-{second.pk}": "done",
             f"q-{rice.lines.get().pk}": "2", f"q-{greens.lines.get().pk}": "30"}  # fmt: skip
    answer = post(as_(zhao), "enter_back", walking.pk, **words)

    assert answer.status_code == 422
    assert "3-2-402: No more than what is still owed" in answer.content.decode()
    assert not Stop.objects.exclude(outcome="").exists()


def test_a_sheet_that_comes_back_keeps_what_was_typed_and_what_was_left_open(as_, walking, rice, greens, zhao):
    """Pressing again after the mistake is mended must not turn "not visited yet" into "done"."""
    first, second = stop_at(walking, "3-2-501"), stop_at(walking, "3-2-402")
    line, other = rice.lines.get().pk, greens.lines.get().pk
    words = {f"outcome-{first.pk}": "", f"q-{line}": "1.5", f"words-{first.pk}": "tomorrow",
             f"outcome-{second.pk}": "done", f"q-{other}": "30"}  # fmt: skip
    page = post(as_(zhao), "enter_back", walking.pk, **words).content.decode()

    chosen = {
        name: re.findall(r'<option value="(\w*)" selected', options)
        for name, options in re.findall(r'<select name="outcome-([\w-]+)"(.*?)</select>', page, re.DOTALL)
    }
    assert chosen == {str(first.pk): [""], str(second.pk): ["done"]}
    for field, value in ((f"q-{line}", "1.5"), (f"q-{other}", "30"), (f"words-{first.pk}", "tomorrow")):
        assert re.search(rf'name="{field}"[^>]* value="{re.escape(value)}"', page), field


def test_today_shows_what_is_proposed_and_who_is_out(as_, proposed, zhao):
    today = reverse("needs:today")
    assert reverse("rounds:accept", args=[proposed.pk]) in as_(zhao).get(today).content.decode()
    post(as_(zhao), "accept", proposed.pk)

    assert "doors of rounds" in as_(zhao).get(today).content.decode()


def test_the_household_is_told_who_comes_and_when(as_, wu_at_home, walking):
    page = as_(wu_at_home).get(reverse("needs:my_page")).content.decode()

    assert "Lin" in page
    assert "What is coming" in page


def test_medicine_stands_on_no_bag(want, lin, zhao):
    from shouwang.desk.rounds.paper import things_for_all
    from shouwang.desk.rounds.sheet import show_round

    needs = [want("3-2-501", "metformin", kind="medicine"), want("3-2-501", "rice"),
             want("3-2-402", "pads", sensitivity=Sensitivity.SENSITIVE)]  # fmt: skip
    round = propose_rounds(needs=needs, carriers=[lin.account], starts_at=TEN, by=zhao, at=TEN).rounds.get()
    said = " ".join(thing for one in show_round(round, zhao).stops for thing in things_for_all(one))

    assert "rice" in said
    assert "metformin" not in said
    assert "pads" not in said


def test_the_board_costs_the_same_for_one_round_and_for_three(
    as_, want, lin, sun, zhao, proposed, django_assert_max_num_queries
):
    for door in ("3-1-701", "1-1-101"):
        propose_rounds(needs=[want(door, "oil")], carriers=[sun.account], starts_at=TEN, by=zhao, at=TEN)
    with django_assert_max_num_queries(34):
        as_(zhao).get(reverse("rounds:board"))


def test_a_grid_lead_who_goes_sees_every_door_of_their_round(as_, want, old_he, qian, zhao):
    needs = [want("3-2-501", "rice"), want("1-1-101", "oil")]
    round = propose_rounds(needs=needs, carriers=[qian.account], starts_at=TEN, by=zhao, at=TEN).rounds.get()
    post(as_(zhao), "accept", round.pk)
    lead = as_(qian)

    assert "oil" in lead.get(reverse("rounds:sheet", args=[round.pk])).content.decode()
    post(lead, "end_stop", stop_at(round, "1-1-101").pk, outcome="done")
    assert stop_at(round, "1-1-101").outcome == Outcome.DONE
    post(lead, "finish", round.pk, words="called away")
    assert Round.objects.get().state == Round.State.FINISHED


def test_the_sheet_costs_the_same_however_long_the_round(as_, want, lin, zhao):
    short = propose_rounds(
        needs=[want("3-2-501", "rice")], carriers=[lin.account], starts_at=TEN, by=zhao, at=TEN
    ).rounds.get()
    needs = [want(door, thing) for door in ("3-2-402", "3-1-701", "1-1-101") for thing in ("rice", "oil")]
    long = propose_rounds(needs=needs, carriers=[lin.account], starts_at=TEN, by=zhao, at=TEN).rounds.get()
    for round in (short, long):
        post(as_(zhao), "accept", round.pk)
    costs = []
    for round in (short, long):
        phone = as_(lin)
        with CaptureQueriesContext(connection) as asked:
            phone.get(reverse("rounds:sheet", args=[round.pk]))
        costs.append(len(asked))

    assert costs[0] == costs[1] <= 20


def test_the_span_in_which_somebody_comes_is_round_and_ends_when_it_is_over(walking):
    stop = walking.stops.order_by("position").first()
    stop.expected_at = TEN + timedelta(minutes=17)

    assert span_of(stop, TEN) == (TEN, TEN + timedelta(minutes=40))
    assert span_of(stop, TEN + timedelta(hours=1)) == (None, None)


def test_a_wrong_clock_on_the_phone_is_set_right(as_, walking, lin):
    """The phone runs a day ahead; it said so ten minutes before it sent."""
    now = timezone.now()
    said, sent = now + timedelta(days=1), now + timedelta(days=1, minutes=10)
    headers = {"X-Op-Id": str(uuid.uuid4()), "X-Sent-At": sent.isoformat()}
    stop = stop_at(walking, "3-2-501")
    post(as_(lin), "end_stop", stop.pk, outcome="done", said_at=said.isoformat(), headers=headers)

    stop.refresh_from_db()
    assert abs(stop.said_at - (now - timedelta(minutes=10))) < timedelta(minutes=1)


def test_on_the_sunset_day_rounds_and_sayings_go(as_, walking, lin, zhao, banyan):
    stop = stop_at(walking, "3-2-501")
    post(as_(zhao), "end_stop", stop.pk, outcome="nobody_home")
    post(as_(lin), "end_stop", stop.pk, outcome="done", headers={"X-Op-Id": str(uuid.uuid4())})

    assert dict(destroy_rounds(banyan)) == {"things said on phones": 1, "rounds": 1}
    assert not Stop.objects.exists()
