"""The ladder, step by step: where each outcome leads, when it is due, when it climbs on without anybody."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from shouwang.planning.ladder import (
    OUTCOMES,
    Cause,
    Clock,
    Code,
    Ended,
    Ladder,
    LadderProblem,
    Outcome,
    Past,
    Planned,
    begin,
    default_ladder,
    next_step,
    read_ladder,
    resume,
)
from shouwang.planning.ladder.clock import Quiet, next_at
from shouwang.planning.ladder.outcomes import LEFT_OUT

SHANGHAI = ZoneInfo("Asia/Shanghai")
EVERYDAY = Clock(SHANGHAI)
LADDER = default_ladder()


def clock(hour: int, minute: int = 0, day: int = 8) -> datetime:
    return datetime(2020, 3, day, hour, minute, tzinfo=SHANGHAI)


def after(*history: tuple[str, str | None], at=None, cause="silent", ladder=LADDER, mode="") -> Planned | Ended:
    past = [Past(Code(code), Outcome(outcome) if outcome else None) for code, outcome in history]
    return next_step(ladder, Cause(cause), past, at or clock(10), Clock(SHANGHAI, mode))


# Where it leads: story 7, and every turn it might have taken

TABLE = [
    ("call_again", "no_answer", "relatives"),
    ("call_again", None, "relatives"),
    ("call_again", "well", "END"),
    ("call_again", "weak", "door"),
    ("call_again", "unwell", "vehicle"),
    ("call_again", "emergency", "hospital"),
    ("relatives", "no_answer", "lead"),
    ("relatives", "unknown", "lead"),
    ("relatives", "says_well", "lead"),
    ("relatives", "well", "END"),
    ("relatives", "elsewhere", "follow_up"),
    ("relatives", "unwell", "vehicle"),
    ("relatives", "emergency", "hospital"),
    ("relatives", None, "lead"),
    ("lead", "go", "door"),
    ("lead", "no_answer", "door"),
    ("lead", "unknown", "door"),
    ("lead", "well", "END"),
    ("lead", "elsewhere", "follow_up"),
    ("lead", "unwell", "vehicle"),
    ("lead", "emergency", "hospital"),
    ("lead", None, "door"),
    ("door", "opened", "seen"),
    ("door", "nobody_opens", "door"),
    ("door", "elsewhere", "follow_up"),
    ("door", None, "door"),
    ("seen", "well", "END"),
    ("seen", "weak", "overnight"),
    ("seen", "no_answer", "door"),
    ("seen", "unwell", "vehicle"),
    ("seen", "emergency", "hospital"),
    ("seen", None, "door"),
    ("overnight", "calm", "next_day_visit"),
    ("overnight", "nobody_stays", "seen"),
    ("overnight", "unwell", "vehicle"),
    ("overnight", "emergency", "hospital"),
    ("overnight", None, "next_day_visit"),
    ("next_day_visit", "well", "follow_up"),
    ("next_day_visit", "weak", "overnight"),
    ("next_day_visit", "nobody_opens", "door"),
    ("next_day_visit", "unwell", "vehicle"),
    ("next_day_visit", "emergency", "hospital"),
    ("next_day_visit", None, "door"),
    ("vehicle", "fetched", "hospital"),
    ("vehicle", "no_vehicle", "vehicle"),
    ("vehicle", "stays", "next_day_visit"),
    ("vehicle", "emergency", "hospital"),
    ("vehicle", None, "vehicle"),
    ("hospital", "admitted", "follow_up"),
    ("hospital", "sent_home", "next_day_visit"),
    ("hospital", "no_bed", "hospital"),
    ("hospital", None, "hospital"),
    ("follow_up", "still_there", "follow_up"),
    ("follow_up", "home_unwell", "follow_up"),
    ("follow_up", "home_well", "END"),
    ("follow_up", "no_answer", "call_again"),
    ("follow_up", "unwell", "vehicle"),
    ("follow_up", "emergency", "hospital"),
    ("follow_up", None, "call_again"),
]


@pytest.mark.parametrize(("code", "outcome", "leads_to"), TABLE)
def test_where_each_outcome_leads(code, outcome, leads_to):
    found = after((code, outcome))

    assert ("END" if isinstance(found, Ended) else found.code) == leads_to


def test_the_table_names_every_outcome_of_every_step():
    told = {(code, outcome) for code, outcome, _leads_to in TABLE}

    assert told == {(code, outcome) for code in Code for outcome in [*OUTCOMES[code], None]}


def test_story_seven_from_the_first_silence_to_home_and_well():
    told = [
        ("call_again", "no_answer"), ("relatives", "unknown"), ("lead", "go"), ("door", "opened"), ("seen", "weak"),
        ("overnight", "calm"), ("next_day_visit", "unwell"), ("vehicle", "fetched"), ("hospital", "admitted"),
        ("follow_up", "still_there"), ("follow_up", "still_there"), ("follow_up", "home_well"),
    ]  # fmt: skip
    led = [after(*told[:count]) for count in range(len(told))]

    assert [step.code for step in led] == [code for code, _outcome in told]
    assert isinstance(after(*told), Ended)


@pytest.mark.parametrize("outcome", ["says_well", "unknown", "no_answer"])
def test_what_others_say_reassures_nobody(outcome):
    assert after(("call_again", "no_answer"), ("relatives", outcome)).code == Code.LEAD


@pytest.mark.parametrize("code", ["call_again", "relatives", "lead", "seen"])
def test_whoever_was_ill_is_asked_after_however_well_they_say_they_are(code):
    assert after(("vehicle", "stays"), ("next_day_visit", "well"), (code, "well")).code == Code.FOLLOW_UP
    assert after((code, "well"), cause="fever").code == Code.FOLLOW_UP


def test_an_outcome_of_another_step_is_refused():
    with pytest.raises(ValueError, match="admitted is no outcome of call_again"):
        after(("call_again", "admitted"))


def test_whoever_is_unwell_is_asked_how_they_are_and_whoever_is_silent_is_called():
    codes = {cause: begin(LADDER, cause, clock(10), EVERYDAY).code for cause in Cause}

    assert codes == {"silent": "call_again", "worry": "call_again", "unwell": "seen", "fever": "seen"}


# When


def test_they_are_called_again_within_the_hour():
    step = begin(LADDER, Cause.SILENT, clock(10), EVERYDAY)

    assert (step.due_at, step.lapses_at) == (clock(10, 30), clock(11))


def test_quiet_hours_delay_and_what_was_left_goes_on_after_them():
    before_ten = begin(LADDER, Cause.SILENT, clock(21, 20), EVERYDAY)
    over_ten = begin(LADDER, Cause.SILENT, clock(21, 50), EVERYDAY)

    assert (before_ten.due_at, before_ten.lapses_at) == (clock(21, 50), clock(7, 20, day=9))
    assert (over_ten.due_at, over_ten.lapses_at) == (clock(7, 20, day=9), clock(7, 50, day=9))


def test_in_the_middle_of_the_night_a_call_waits_and_a_door_does_not():
    call = begin(LADDER, Cause.SILENT, clock(3), EVERYDAY)
    door = after(("lead", "go"), at=clock(3))

    assert (call.due_at, door.due_at) == (clock(7, 30), clock(3))


def test_a_plan_without_quiet_hours_waits_for_nothing():
    step = begin(read_ladder({"quiet": None}), Cause.SILENT, clock(23), EVERYDAY)

    assert step.due_at == clock(23, 30)


def test_quiet_hours_within_one_day_are_understood():
    noon = read_ladder({"quiet": ["12:00", "14:00"]})

    assert begin(noon, Cause.SILENT, clock(11, 45), EVERYDAY).due_at == clock(14, 15)


def test_a_heat_wave_halves_the_waiting_and_no_day():
    call = begin(LADDER, Cause.SILENT, clock(10), Clock(SHANGHAI, "heat"))
    asked_after = after(("hospital", "admitted"), mode="heat")

    assert (call.due_at, call.lapses_at) == (clock(10, 15), clock(10, 30))
    assert asked_after.due_at == clock(10, day=10)


def test_the_night_is_watched_until_the_morning_and_somebody_visits_then():
    night = after(("seen", "weak"), at=clock(17))
    visit = after(("seen", "weak"), ("overnight", None), at=night.lapses_at)

    assert (night.due_at, night.lapses_at) == (clock(17), clock(8, day=9))
    assert (visit.due_at, visit.lapses_at) == (clock(9, day=9), clock(11, day=9))


def test_they_are_asked_after_every_two_or_three_days_and_not_at_night():
    first = after(("hospital", "admitted"), at=clock(15))
    at_night = after(("hospital", "admitted"), at=clock(2))

    assert (first.due_at, first.lapses_at) == (clock(15, day=10), clock(15, day=11))
    assert at_night.due_at == clock(7, day=10)


def test_what_was_in_vain_is_tried_again_a_little_later():
    waits = {
        pair: after(pair).due_at - clock(10)
        for pair in [("door", "nobody_opens"), ("vehicle", "no_vehicle"), ("hospital", "no_bed")]
    }

    assert [span // timedelta(minutes=1) for span in waits.values()] == [15, 20, 60]


def test_police_go_along_once_nobody_has_opened_or_as_the_plan_says():
    twice = [("lead", "go"), ("door", "nobody_opens")]
    plans = {police: read_ladder({"police": police}) for police in ("first", "again", "never")}

    assert {
        police: (after(twice[0], ladder=plan).with_police, after(*twice, ladder=plan).with_police)
        for police, plan in plans.items()
    } == {"first": (True, True), "again": (False, True), "never": (False, False)}


def test_a_step_that_nobody_was_told_of_has_all_its_time_again():
    assert resume(LADDER, Code.RELATIVES, clock(13), EVERYDAY) == (clock(13), clock(13, 45))
    assert resume(LADDER, Code.RELATIVES, clock(23), EVERYDAY) == (clock(7, day=9), clock(7, 45, day=9))


def test_clocks_that_jump_keep_the_hour_of_the_wall():
    berlin = ZoneInfo("Europe/Berlin")
    evening = datetime(2020, 3, 28, 21, tzinfo=berlin)  # the clocks go forward that night

    assert next_at(evening, time(9), berlin) == datetime(2020, 3, 29, 7, tzinfo=UTC)
    assert Quiet(time(22), time(7)).at(evening + timedelta(hours=2), berlin) == datetime(2020, 3, 29, 5, tzinfo=UTC)


# The plan itself


def test_a_plan_comes_back_from_what_is_stored_of_it():
    said = read_ladder({"hold": 20, "quiet": None, "police": "first", "quicker": {"ice": 30}})

    assert read_ladder(said.as_json()) == said
    assert read_ladder(LADDER.as_json()) == LADDER == read_ladder({})


@pytest.mark.parametrize("code", sorted(LEFT_OUT))
def test_a_step_that_a_plan_leaves_out_is_climbed_over(code):
    ladder = Ladder({one: step for one, step in LADDER.steps.items() if one != code})
    led = {after(pair, ladder=ladder).code for pair in [("call_again", None), ("relatives", None), ("seen", "weak"),
                                                        ("seen", "unwell")]}  # fmt: skip

    assert code not in led
    assert read_ladder(ladder.as_json()) == ladder


@pytest.mark.parametrize(
    ("value", "why", "where"),
    [
        ({"steps": {"prayer": {}}}, "unknown", "prayer"),
        ({"steps": {"call_again": {}}}, "cannot_be_left_out", "door"),
        ({"steps": LADDER.as_json()["steps"] | {"door": {"within": 0}}}, "out_of_bounds", "door"),
        ({"steps": LADDER.as_json()["steps"] | {"door": {"after": True}}}, "out_of_bounds", "door"),
        ({"steps": LADDER.as_json()["steps"] | {"next_day_visit": {"at": "nine"}}}, "no_hours", "next_day_visit"),
        ({"quiet": "always"}, "no_hours", "quiet"),
        ({"quiet": ["22:00", None]}, "no_hours", "quiet"),
        ({"quiet": ["20:00", "09:00"]}, "too_long", "quiet"),
        ({"quiet": ["09:00", "09:00"]}, "too_long", "quiet"),
        ({"hold": 100_000}, "out_of_bounds", "hold"),
        ({"police": "perhaps"}, "unknown", "police"),
        ({"quicker": {"heat": 0}}, "out_of_bounds", "heat"),
    ],
)
def test_a_plan_that_cannot_be_followed_says_why_and_where(value, why, where):
    with pytest.raises(LadderProblem) as problem:
        read_ladder(value)

    assert (problem.value.why, problem.value.where) == (why, where)


# What comes again and again


def waits(times: int, ladder=LADDER) -> list[int]:
    """Minutes that the door step waits when nothing comes of it: the first time, the second, …"""
    found = []
    for number in range(1, times + 1):
        planned = after(*[("lead", None)], *[("door", None)] * (number - 1), ladder=ladder)
        found.append(int((planned.lapses_at - planned.due_at).total_seconds() // 60))
    return found


def test_a_step_that_repeats_in_vain_waits_longer_each_time_up_to_the_ceiling_and_never_stops():
    assert waits(6) == [60, 60, 120, 240, 240, 240]
    assert waits(60)[-1] == 240


def test_the_community_decides_how_long_at_most():
    assert waits(5, read_ladder({"ceiling": 90})) == [60, 60, 90, 90, 90]
    assert read_ladder(read_ladder({"ceiling": 90}).as_json()).ceiling == 90


@pytest.mark.parametrize("ceiling", [59, 1441, "soon", None])
def test_no_plan_waits_longer_than_a_day(ceiling):
    with pytest.raises(LadderProblem, match="ceiling"):
        read_ladder({"ceiling": ceiling})


def test_a_plan_from_before_there_was_a_ceiling_has_the_one_that_the_desk_comes_with():
    stored = LADDER.as_json()
    del stored["ceiling"]

    assert read_ladder(stored) == LADDER


def test_nobody_opens_is_tried_again_ever_later_with_somebody_who_looks_in_between_it_begins_anew():
    def due(*history):
        return int((after(*history).due_at - clock(10)).total_seconds() // 60)

    shut = ("door", "nobody_opens")
    assert [due(*[shut] * times) for times in (1, 2, 3, 4, 5, 6)] == [15, 30, 60, 120, 240, 240]
    assert due(shut, shut, shut, ("door", "opened"), ("seen", "no_answer"), shut) == 15


def test_a_longer_step_than_the_ceiling_keeps_its_length():
    planned = after(*[("follow_up", "still_there")] * 5)

    assert planned.lapses_at - planned.due_at == timedelta(days=1)
