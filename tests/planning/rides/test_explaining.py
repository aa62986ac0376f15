"""What a plan says: to the dispatcher about the day and each car, to a rider about theirs, and who is left."""

import random
import re
from dataclasses import dataclass, replace

import numpy as np
import pytest

from shouwang.planning.rides.exact.timing import lay_out
from shouwang.planning.rides.model.day import Break, Day, Ride, Stop, Travel, Vehicle, Window
from shouwang.planning.rides.model.result import Left, Relaxation, What, Why
from shouwang.planning.rides.table import write_table
from shouwang.planning.rides.telling.explaining import driven, explain, explain_ride
from shouwang.planning.rides.telling.phrases import PHRASES
from shouwang.planning.rides.telling.sentences import tell_offer
from shouwang.planning.rides.telling.words import Voice, clock, number
from shouwang.planning.rides.why.reasons import why_left
from tests.planning.rides.days import FEATURES, some_day, tiny_day
from tests.planning.rides.plans import greedy

LINE = Travel(10.0 * np.abs(np.arange(8)[:, None] - np.arange(8)[None, :]))
"""Eight places in a row, ten minutes apart: the gate is 0, the hospital 5."""
NAMES = {0: "the gate", 1: "3-2-501", 2: "4-1-302", 5: "City Hospital"}
HOSPITAL = 5
NAMED = re.compile(r"bed \d+")


def ride(id, start, end=HOSPITAL, pick_up=None, set_down=None, **about):
    return Ride(id, Stop(start, pick_up or Window(), 2), Stop(end, set_down or Window(), 1), **about)


def car(**about):
    return Vehicle("car 1", **{"start": 0, "end": 0, "shift": Window(480, 900), "capacity": (2,), **about})


def planned(rides, order, cars=None, left=(), **about):
    """`order`: "+bed 4 -bed 4": gets in, gets out."""
    stops = [(name, sign == "+") for sign, name in re.findall(r"([+-])([^+-]+?)(?= [+-]|$)", order)]
    day = Day(tuple(rides), tuple(cars or [car()]), LINE, names=NAMES, **about)
    return lay_out(day, {"car 1": stops} if stops else {}, left=left)


def shared():
    """Bed 4 for 09:00 to 09:10 at the hospital, and bed 7 fetched on the way."""
    rides = [ride("bed 4", 1, set_down=Window(540, 550)), ride("bed 7", 2)]
    return planned(rides, "+bed 4 +bed 7 -bed 4 -bed 7")


def test_the_day_in_a_few_sentences():
    assert explain(shared()).summary == (
        "2 rides with 1 car.",
        "Everybody has a car.",
        "Nobody is late.",
        "Longest in the car: bed 4, 42 minutes.",
        "1 h 40 min of driving.",
        "Cost 115: driving 100, cars used 15.",
    )


def test_a_car_is_told_stop_by_stop():
    assert explain(shared()).vehicles == {
        "car 1": (
            "08:06 car 1 leaves from the gate.",
            "08:16 fetches bed 4 at 3-2-501.",
            "08:28 fetches bed 7 at 4-1-302.",
            "bed 4 and bed 7 ride together.",
            "09:00 sets down bed 4 and bed 7 at City Hospital.",
            "09:52 back at the gate.",
            "2 rides in 1 h 46 min, 1 h 40 min of it driving.",
        )
    }


def test_the_same_in_chinese():
    told = explain(shared(), language="zh")

    assert told.summary[:3] == ("1 辆车，2 趟。", "人人有车。", "没有人迟到。")
    assert told.vehicles["car 1"][1:4] == (
        "08:16 在 3-2-501 接 bed 4。",
        "08:28 在 4-1-302 接 bed 7。",
        "bed 4 和 bed 7 同车。",
    )
    assert "1 小时 46 分" in told.vehicles["car 1"][-1]


def test_a_break_a_wait_and_a_disinfection_are_told():
    rides = [ride("bed 4", 1, 2, disinfect=15), ride("bed 7", 2, pick_up=Window(600, 610))]
    plan = planned(rides, "+bed 4 -bed 4 +bed 7 -bed 7", cars=[car(breaks=(Break(530, 540, 30),))])
    told = explain(plan).vehicles["car 1"]

    assert any(re.fullmatch(r"\d\d:\d\d disinfects the car, 15 minutes\.", one) for one in told)
    assert any(re.fullmatch(r"\d\d:\d\d break, 30 minutes\.", one) for one in told)
    assert "10:00 fetches bed 7 at 4-1-302." in told


def test_a_rest_before_setting_out_is_no_driving():
    plan = planned([ride("bed 4", 1, pick_up=Window(700, 710))], "+bed 4 -bed 4", [car(breaks=(Break(480, 490, 30),))])

    assert plan.routes[0].calls[0].what is What.BREAK
    assert driven(plan.routes[0]) == 10 + 40 + 50


def test_a_car_sent_off_from_elsewhere_waits_only_from_when_it_is_there():
    plan = planned([ride("bed 4", 1), ride("bed 7", 6, 7, pick_up=Window(600, 610))], "+bed 4 -bed 4 +bed 7 -bed 7")
    calls = [replace(call, reached=595.0) if call.ride == "bed 7" else call for call in plan.routes[0].calls]
    sent = replace(plan, routes=(replace(plan.routes[0], calls=tuple(calls)),))

    assert "09:03 waits 57 minutes." in explain(plan).vehicles["car 1"]
    assert "09:55 waits 5 minutes." in explain(sent).vehicles["car 1"]


def test_a_rider_is_told_when_how_long_and_with_whom():
    told = explain_ride(shared(), "bed 4")

    assert told[:4] == (
        "car 1 fetches bed 4 at 08:16 at 3-2-501; set down at 09:00 at City Hospital.",
        "42 minutes in the car; straight it is 40 minutes, at most 70 minutes.",
        "Shares the car with bed 7.",
        "In between: bed 7 fetched 08:28.",
    )
    assert explain_ride(shared(), "bed 4", language="zh")[0] == (
        "car 1 08:16 在 3-2-501 接 bed 4，09:00 在 City Hospital 下车。"
    )


def accompanied():
    """Bed 4 with two companions, and bed 7 fetched on the way."""
    rides = [ride("bed 4", 1, load=(3,), companions=2, set_down=Window(540, 550)), ride("bed 7", 2)]
    return planned(rides, "+bed 4 +bed 7 -bed 4 -bed 7", cars=[car(capacity=(4,))])


def test_who_comes_along_is_told_with_the_car_and_to_whoever_shares_it():
    told = explain(accompanied()).vehicles["car 1"]

    assert told[1:5] == (
        "08:16 fetches bed 4 (with 2 companions) at 3-2-501.",
        "08:28 fetches bed 7 at 4-1-302.",
        "bed 4 (with 2 companions) and bed 7 ride together.",
        "09:00 sets down bed 4 (with 2 companions) and bed 7 at City Hospital.",
    )
    assert explain_ride(accompanied(), "bed 4")[1] == "Comes with 2 companions."
    assert "Shares the car with bed 4 (with 2 companions)." in explain_ride(accompanied(), "bed 7")
    assert not any("companion" in one for one in explain_ride(accompanied(), "bed 4")[2:])


def test_the_same_of_companions_in_chinese():
    assert explain(accompanied(), language="zh").vehicles["car 1"][1:4] == (
        "08:16 在 3-2-501 接 bed 4（陪同 2 人）。",
        "08:28 在 4-1-302 接 bed 7。",
        "bed 4（陪同 2 人）和 bed 7 同车。",
    )
    assert explain_ride(accompanied(), "bed 4", language="zh")[1] == "陪同 2 人。"


def test_who_would_come_along_with_somebody_left_is_told_with_the_reason():
    day = planned([ride("bed 9", 1, load=(3,), companions=2)], "").day
    plan = lay_out(day, {}, left=[why_left(day, {}, "bed 9")])

    assert explain(plan).left["bed 9"] == (
        "bed 9: no car is big enough; 3 seats needed, the largest has 2.",
        "Comes with 2 companions.",
    )


@pytest.mark.parametrize(
    ("rides", "order", "asked", "why"),
    [
        ([ride("a", 1, set_down=Window(540, 550))], "+a -a", "a", "may not be set down before 09:00."),
        ([ride("a", 1, pick_up=Window(540, 550))], "+a -a", "a", "may not be fetched before 09:00."),
        ([ride("a", 1, set_down=Window(0, 600))], "+a -a", "a", "the day of car 1 begins at 08:00."),
        (
            [ride("a", 1), ride("b", 2, pick_up=Window(540, 550))],
            "+a +b -a -b",
            "a",
            "b, in the same car, may not be fetched before 09:00.",
        ),
        ([ride("a", 1, 2), ride("b", 3)], "+a -a +b -b", "b", "car 1 has a until 08:23."),
    ],
)
def test_why_not_sooner(rides, order, asked, why):
    assert f"Not sooner: {why}" in explain_ride(planned(rides, order), asked)


def test_why_not_sooner_with_a_break_before():
    cars = [car(breaks=(Break(480, 490, 30),))]

    assert "Not sooner: the driver rests until 08:30." in explain_ride(planned([ride("a", 1)], "+a -a", cars), "a")


def test_who_is_late_is_told():
    plan = planned([ride("bed 4", 1, set_down=Window(due=520))], "+bed 4 -bed 4")

    assert "12 minutes late in all; the latest is bed 4, 12 minutes." in explain(plan).summary
    assert "12 minutes late." in explain_ride(plan, "bed 4")
    assert explain(plan).vehicles["car 1"][2:4] == (
        "08:52 sets down bed 4 at City Hospital.",
        "bed 4 is 12 minutes late.",
    )
    assert explain(plan, language="zh").vehicles["car 1"][3] == "bed 4 晚 12 分钟。"
    assert re.search(r"sets down +bed 4 +City Hospital +nobody +\+\d+ +12 min late\n", write_table(plan, "en"))
    assert "晚 12 分钟\n" in write_table(plan, "zh")


def test_of_two_at_one_door_only_the_late_one_is_called_late():
    rides = [ride("bed 4", 1, set_down=Window(due=520)), ride("bed 7", 2, set_down=Window(due=600))]
    told = explain(planned(rides, "+bed 4 +bed 7 -bed 4 -bed 7")).vehicles["car 1"]

    assert [one for one in told if "late" in one] == ["bed 4 is 14 minutes late."]


def test_how_much_later_somebody_may_be_fetched():
    kept = planned([ride("bed 4", 1, pick_up=Window(540, 550))], "+bed 4 -bed 4")
    tight = planned([ride("bed 4", 1, pick_up=Window(540, 540))], "+bed 4 -bed 4")

    assert "May be fetched up to 10 minutes later; everybody still keeps their time." in explain_ride(kept, "bed 4")
    assert "Has to be fetched on the minute." in explain_ride(tight, "bed 4")


def test_who_is_left_is_told_with_what_would_have_to_give_the_easiest_first():
    day = planned([ride("bed 9", 1, set_down=Window(500, 525))], "").day
    plan = lay_out(day, {}, left=[why_left(day, {}, "bed 9")])

    assert explain(plan).left["bed 9"] == explain_ride(plan, "bed 9")
    assert explain(plan).left["bed 9"] == (
        "bed 9: no car that could take it is on duty then.",
        "Most easily: set down 7 minutes later, by car 1.",
        "Or: car 1 leaves 7 minutes before its day begins.",
    )
    assert explain(plan, language="zh").left["bed 9"][1] == "最省事：晚 7 分钟送到，用 car 1。"
    assert "1 ride left: bed 9." in explain(plan).summary


def test_of_many_who_are_left_the_summary_names_some():
    rides = [ride(f"bed {k}", 1) for k in range(1, 21)]
    plan = planned(rides, "", left=[Left(one.id, Why.NO_WAY) for one in rides])
    names = "bed 1, bed 2, bed 3, bed 4, bed 5, bed 6, bed 7, bed 8"

    assert f"20 rides left: {names} and 12 more." in explain(plan).summary
    assert len(explain(plan).left) == 20


FACTS = {
    Why.NO_CAR_ABLE: {"needs": "ramp"},
    Why.NO_CAR_BIG: {"needed": 3, "load": "seats", "most": 2},
    Why.WINDOWS: {"minutes": 7.2},
    Why.APART: {"kinds": "infectious", "kind": ""},
    Why.FULL_DAY: {"cars": 2},
    Why.OUTBOUND_LEFT: {"ride": "bed 1"},
    Why.DEARER: {"vehicle": "car 1", "cost": 55.0, "worth": 20.0},
}
WHATS = ["pick_up_earlier", "pick_up_later", "set_down_earlier", "set_down_later", "max_ride", "shift_earlier",
         "shift_later", "duration", "driving_more", "capacity", "vehicle"]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("why", Why)
def test_every_reason_and_every_relaxation_has_its_sentence(why, language):
    given = tuple(Relaxation(what, 6.5, "car 1", load="seats") for what in WHATS)
    left = Left("bed 9", why, FACTS.get(why, {}), given)
    told = explain(planned([ride("bed 9", 1)], "", left=[left]), language=language).left["bed 9"]

    assert len(told) == 1 + len(WHATS)
    assert all("bed 9" in told[0] and one.endswith((".", "。")) and "{" not in one for one in told)
    assert all("7" in one for one in told[1:10])  # rounded up, so that it is enough


@pytest.mark.parametrize(("language", "car"), [("en", "some car"), ("zh", "某辆车")])
def test_what_would_give_names_some_car_where_none_is_known(language, car):
    left = Left("bed 9", Why.WINDOWS, FACTS[Why.WINDOWS], (Relaxation("pick_up_later", 12.5),))
    told = explain(planned([ride("bed 9", 1)], "", left=[left]), language=language).left["bed 9"]

    assert car in told[1]


def test_minutes_that_somebody_must_give_are_rounded_up_and_none_where_nothing_would_help():
    never = Left("bed 9", Why.WINDOWS, {"minutes": np.inf})
    told = explain(planned([ride("bed 9", 1)], "", left=[never])).left["bed 9"]

    assert told == (
        "bed 9: even with a car of its own the times cannot be kept.",
        "No single change would help.",
    )


@dataclass(frozen=True)
class Offered:
    vehicle: str = "car 2"
    picked_up: float = 640.0
    set_down: float = 665.0
    driving: float = 7.0
    delays: tuple = (("bed 4", 6.0, What.SET_DOWN),)


def test_an_offer_for_an_urgent_ride():
    assert tell_offer(Offered()) == "car 2, 10:40, there at 11:05; 7 minutes more driving. 6 minutes more for bed 4."
    assert tell_offer(Offered(delays=(("bed 5", -3.0, What.PICK_UP), ("bed 6", 0.2, What.SET_DOWN)))).endswith(
        " driving. bed 5 is fetched 3 minutes sooner."
    )
    assert tell_offer(Offered(driving=0.0, delays=())) == (
        "car 2, 10:40, there at 11:05; on its way. Nobody else notices."
    )
    assert tell_offer(Offered(), language="zh") == "car 2，10:40 接，11:05 到；多开 7 分钟。bed 4 晚到 6 分钟。"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("feature", ["", *FEATURES])
def test_everything_is_told_whatever_the_day_has(feature, language):
    plan = greedy(some_day(random.Random(feature), {feature} - {""}, rides=10, vehicles=2, hours=3.0))
    told = explain(plan, language=language)
    everything = [
        *told.summary,
        *(one for part in (told.vehicles, told.left) for lines in part.values() for one in lines),
    ]
    everything += [one for asked in plan.day.rides for one in explain_ride(plan, asked.id, language=language)]

    assert set(told.vehicles) == {route.vehicle for route in plan.routes}
    assert set(told.left) == {left.ride for left in plan.left}
    assert all(one.endswith((".", "。")) for one in everything)
    assert not re.search(r"\bnan\b|\binf\b|[{}]| {2}| [.,;]", "\n".join(everything))


@pytest.mark.parametrize("seed", range(30))
def test_who_rides_with_whom_is_told_to_both(seed):
    plan = greedy(tiny_day(seed))
    others = {
        one: re.findall(r"bed \d+", line)
        for one in plan.carried
        for line in explain_ride(plan, one)
        if "Shares" in line
    }
    for one, with_whom in others.items():
        for other in with_whom:
            assert one in others[other]


def test_what_was_explained_is_one_text():
    text = str(explain(shared()))

    assert text.startswith("2 rides with 1 car.\n")
    assert "\n\ncar 1:\n08:06 car 1 leaves" in text


def test_no_rides():
    assert explain(planned([], "")).summary == ("There are no rides to plan.",)


def test_every_phrase_asks_for_the_same_in_both_languages():
    for key, (english, chinese) in PHRASES.items():
        assert set(re.findall(r"{\w+}", english)) == set(re.findall(r"{\w+}", chinese)), key


@pytest.mark.parametrize(("minutes", "told"), [(640, "10:40"), (639.6, "10:40"), (0, "00:00"), (1530, "25:30")])
def test_clock(minutes, told):
    assert clock(minutes) == told


@pytest.mark.parametrize(("value", "told"), [(0.5, "0.5"), (3.0, "3"), (12.4, "12"), (28372, "28,372")])
def test_number(value, told):
    assert number(value) == told


def test_spans():
    assert [Voice("en").span(each) for each in (1, 59.7, 200, 120)] == ["1 minute", "1 h", "3 h 20 min", "2 h"]


def test_a_language_that_is_not_spoken():
    with pytest.raises(ValueError, match="not in “fr”"):
        explain(shared(), language="fr")
