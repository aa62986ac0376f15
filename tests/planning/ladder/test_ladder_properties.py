"""Whatever is answered, whenever, by whatever plan: there is a next step, or somebody heard or saw them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from shouwang.planning.ladder import (
    OUTCOMES,
    Cause,
    Clock,
    Code,
    Ended,
    Outcome,
    Past,
    Planned,
    default_ladder,
    next_step,
    read_ladder,
)
from shouwang.planning.ladder.outcomes import END, LEFT_OUT

ZONES = st.sampled_from([ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin"), ZoneInfo("America/St_Johns"), UTC])
MODES = st.sampled_from(["", "everyday", "heat", "ice", "unknown"])
MOMENTS = st.integers(0, 330 * 24 * 60).map(
    lambda minutes: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
STEPS = default_ladder().as_json()["steps"]


@st.composite
def plans(draw):
    left_out = draw(st.sets(st.sampled_from(sorted(LEFT_OUT))))
    begins, length = draw(st.integers(0, 23)), draw(st.integers(1, 12))
    steps = {
        code: step | {"after": draw(st.integers(0, 3000)), "within": draw(st.integers(5, 3000)),
                      "rests": draw(st.booleans())}
        for code, step in STEPS.items() if code not in left_out
    }  # fmt: skip
    quiet = draw(st.sampled_from([None, [f"{begins:02}:00", f"{(begins + length) % 24:02}:00"]]))
    return read_ladder({"steps": steps, "quiet": quiet, "police": draw(st.sampled_from(["first", "again", "never"]))})


@settings(max_examples=200, deadline=None)
@given(plans(), st.sampled_from(list(Cause)), ZONES, MODES, MOMENTS, st.data())
def test_every_case_has_a_next_step_or_an_end_of_somebody_who_heard_them(plan, cause, zone, mode, at, data):
    history: list[Past] = []
    for _turn in range(25):
        found = next_step(plan, cause, history, at, Clock(zone, mode))
        if isinstance(found, Ended):
            assert history[-1].outcome in (Outcome.WELL, Outcome.HOME_WELL)
            assert OUTCOMES[history[-1].code][history[-1].outcome] is END
            return
        assert isinstance(found, Planned)
        assert found.code in plan.steps
        assert at <= found.due_at < found.lapses_at
        answers = [*OUTCOMES[found.code], None]
        outcome = data.draw(st.sampled_from(answers))
        history.append(Past(found.code, outcome))
        at = found.lapses_at if outcome is None else found.due_at + timedelta(minutes=data.draw(st.integers(0, 90)))


@settings(max_examples=100, deadline=None)
@given(plans(), st.sampled_from(list(Cause)), ZONES, MOMENTS)
def test_silence_alone_always_reaches_the_door_and_never_ends(plan, cause, zone, at):
    history: list[Past] = []
    for _turn in range(12):
        found = next_step(plan, cause, history, at, Clock(zone))
        assert isinstance(found, Planned)
        history.append(Past(found.code))
        at = found.lapses_at

    assert Code.DOOR in [past.code for past in history[:5]]
    assert history[-1].code == Code.DOOR


@settings(max_examples=100, deadline=None)
@given(plans(), ZONES, MOMENTS, st.sampled_from(list(Code)))
def test_whoever_rests_is_never_told_in_quiet_hours(plan, zone, at, code):
    found = next_step(plan, Cause.SILENT, [Past(Code.DOOR, Outcome.OPENED), Past(code)], at, Clock(zone))
    step = plan.steps[found.code]
    if plan.quiet is None or not step.rests or step.at:
        return

    assert plan.quiet.at(found.due_at, zone) == found.due_at


@settings(max_examples=100, deadline=None)
@given(plans(), st.sampled_from(list(Cause)), ZONES, MODES, MOMENTS)
def test_silence_is_raised_at_least_every_so_often_however_long_it_lasts(plan, cause, zone, mode, at):
    """Outside quiet hours no step that repeats lasts longer than the plan's own time of it, or the ceiling."""
    history = [Past(Code.DOOR)] * 30
    step = plan.steps[Code.DOOR]

    found = next_step(plan, cause, history, at, Clock(zone, mode))

    assert isinstance(found, Planned)
    if not step.rests:
        assert found.lapses_at - found.due_at <= timedelta(minutes=max(step.within, plan.ceiling))
