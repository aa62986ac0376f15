"""Two were sent to the door by a case: what they say on their round is what came of that step."""

import pytest
from django.utils import translation

from shouwang.desk.checkins.actions import steps
from shouwang.desk.checkins.models import Step
from shouwang.desk.needs.models import Need
from shouwang.desk.rounds.actions.accept import accept_round
from shouwang.desk.rounds.actions.propose import propose_rounds
from shouwang.desk.rounds.actions.walk import end_stop, undo_stop
from shouwang.desk.rounds.models import Outcome
from tests.desk.checkins.cases_scene import case, climbed, fresh, pending, say  # noqa: F401
from tests.desk.checkins.conftest import clock


@pytest.fixture
def sent(case, lin, qian):  # noqa: F811
    """Lin has the visit on his round."""
    for outcome, minute in (("no_answer", 30), ("unknown", 35), ("go", 40)):
        say(case, outcome, qian, clock(10, minute))
    need = pending(case).need
    proposal = propose_rounds(needs=[need], carriers=[lin.account], starts_at=clock(10, 45), by=qian, at=clock(10, 41))
    return accept_round(round=proposal.rounds.get(), by=qian, at=clock(10, 45)).stops.get()


def test_the_door_that_opened_leads_to_how_they_are_and_ends_nothing(case, sent, lin):  # noqa: F811
    end_stop(stop=sent, outcome=Outcome.DONE, words="She is in the armchair.", by=lin, at=clock(10, 55))

    assert climbed(case)[-2:] == [("door", "done", "opened"), ("seen", "pending", "")]
    assert fresh(case).ended_at is None
    done = Step.objects.get(case=case, code="door")
    assert (done.done_by, done.words) == (lin.account, "She is in the armchair.")


def test_nobody_home_is_nobody_opens_and_the_same_visit_goes_again(case, sent, lin):  # noqa: F811
    end_stop(stop=sent, outcome=Outcome.NOBODY_HOME, by=lin, at=clock(10, 55))

    assert climbed(case)[-2:] == [("door", "done", "nobody_opens"), ("door", "pending", "")]
    assert pending(case).with_police
    assert Need.objects.filter(kind="visit").count() == 1


@pytest.mark.parametrize("outcome", [Outcome.WRONG_ADDRESS, Outcome.COULD_NOT, Outcome.REFUSED])
def test_of_other_ends_nobody_knows_whether_the_door_was_tried_so_the_step_waits(case, sent, lin, outcome):  # noqa: F811
    end_stop(stop=sent, outcome=outcome, by=lin, at=clock(10, 55))

    assert pending(case).code == "door"


def test_an_undone_visit_stands_at_the_door_again(case, sent, lin):  # noqa: F811
    end_stop(stop=sent, outcome=Outcome.DONE, by=lin, at=clock(10, 55))
    undo_stop(stop=sent, by=lin, at=clock(10, 55))

    assert climbed(case)[-3:] == [("door", "done", "opened"), ("seen", "cancelled", ""), ("door", "pending", "")]
    assert pending(case).need == Need.objects.get(kind="visit")


def test_an_undo_does_not_call_back_a_case_that_went_on(case, sent, lin, qian):  # noqa: F811
    end_stop(stop=sent, outcome=Outcome.DONE, by=lin, at=clock(10, 55))
    steps.end_step(step=pending(case), outcome="weak", words="", by=qian, at=clock(10, 55))
    undo_stop(stop=sent, by=lin, at=clock(10, 55))

    assert pending(case).code == "overnight"


def test_the_desk_that_was_quicker_is_not_contradicted(case, sent, lin, qian):  # noqa: F811
    say(case, "opened", qian, clock(10, 50))
    end_stop(stop=sent, outcome=Outcome.DONE, by=lin, at=clock(10, 55))

    assert [code for code, _state, _outcome in climbed(case)].count("seen") == 1


def test_what_whoever_goes_reads_is_in_the_language_of_the_installation(case, qian, settings):  # noqa: F811
    settings.LANGUAGE_CODE = "zh-hans"
    with translation.override("en"):  # whoever pressed the button reads English
        for outcome, minute in (("no_answer", 30), ("unknown", 35), ("go", 40)):
            say(case, outcome, qian, clock(10, minute))

    assert pending(case).need.words == "两人一起去：一直联系不上。看到什么马上说。"
