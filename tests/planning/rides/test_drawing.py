"""The picture of a plan: everything is in it, nothing covers anything, and nothing in it can do any harm."""

import random
import re
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pytest

from shouwang.planning.rides.exact.timing import lay_out
from shouwang.planning.rides.model.day import Day, Ride, Stop, Travel, Vehicle, Window
from shouwang.planning.rides.model.result import Plan
from shouwang.planning.rides.telling.drawing import draw
from shouwang.planning.rides.telling.drawing_rows import BAR, Axis
from shouwang.planning.rides.telling.svg import SEAL, shortened, width_of
from tests.planning.rides.days import FEATURES, some_day, tiny_day
from tests.planning.rides.plans import greedy

SVG = "{http://www.w3.org/2000/svg}"


def drawn(plan, **about):
    return ElementTree.fromstring(draw(plan, **about))


def height_of(picture):
    return int(picture.get("viewBox").split()[3])


def words(picture):
    return [element.text for element in picture.iter(f"{SVG}text")]


def titles(picture):
    return [element.text for element in picture.iter(f"{SVG}title")]


def street(cars, *, names=None, points=True, late=False):
    """A car a ride, a quarter of a minute between neighbours, fetched at 09:00 and 10 minutes apart."""
    n = 2 * cars + 1
    minutes = np.abs(np.arange(n)[:, None] - np.arange(n)[None, :]) / 4
    rides = tuple(
        Ride(
            names[k] if names else f"bed {k + 1}",
            Stop(1 + 2 * k, Window(540 + 10 * (k % 30), 600 + 10 * (k % 30)), 2),
            Stop(2 + 2 * k, Window(due=540 + 10 * (k % 30)) if late else Window(), 2),
        )
        for k in range(cars)
    )
    vehicles = tuple(Vehicle(f"car {k + 1}", 0, 0, Window(480, 1200)) for k in range(cars))
    grid = tuple((float(k % 20), float(k // 20)) for k in range(n))
    return Day(rides, vehicles, Travel(minutes), points=grid if points else None)


def planned(day, left=0) -> Plan:
    """Each ride with the car of its number; the last `left` with none."""
    kept = day.rides[: len(day.rides) - left]
    orders = {car.id: [(ride.id, True), (ride.id, False)] for car, ride in zip(day.vehicles, kept, strict=False)}
    return lay_out(day, orders)


def test_every_car_and_every_ride_is_in_the_picture():
    told = words(drawn(planned(street(3))))

    assert {"car 1", "car 2", "car 3", "bed 1", "bed 2", "bed 3", "09:00"} <= set(told)


def test_who_comes_along_is_told_with_the_bar():
    day = street(1)
    day = replace(day, rides=(replace(day.rides[0], load=(3,), companions=2),))

    assert any(one.startswith("bed 1 (with 2 companions): 09:00") for one in titles(drawn(planned(day))))


def test_a_hundred_cars_get_a_row_each():
    picture = drawn(planned(street(100)))

    assert {f"car {k + 1}" for k in range(100)} <= set(words(picture))
    assert "bed 1" not in words(picture)
    assert height_of(picture) < 2400


@pytest.mark.parametrize("language", ["en", "zh"])
def test_names_are_only_ever_text(language):
    bad = '<script>alert("1")</script>&amp;\x00\x08'
    picture = draw(planned(street(1, names=[bad])), language=language)

    assert "<script" not in picture
    assert '<script>alert("1")</script>&amp;' in words(ElementTree.fromstring(picture))


def test_nothing_in_it_runs_or_loads_anything():
    picture = draw(planned(street(2, late=True)))

    assert not re.search(r"<script|\son\w+=|href|url\(|@import|<foreignObject|<image", picture)


def test_a_page_that_forbids_styles_gets_none_and_keeps_its_own_ink():
    picture = draw(planned(street(2)), is_alone=False)

    assert "<style" not in picture
    assert " style=" not in picture
    assert 'fill="currentColor"' in picture


def test_who_cannot_see_it_is_told_the_same():
    told = drawn(planned(street(2))).find(f"{SVG}desc").text

    assert told.startswith("2 rides with 2 cars. Everybody has a car. Nobody is late.")


def test_without_points_there_is_no_map():
    with_map, without = (drawn(planned(street(2, points=points))) for points in (True, False))

    assert height_of(without) < height_of(with_map)
    assert not list(without.iter(f"{SVG}circle"))


def test_red_is_who_is_late_and_who_is_left_and_nothing_else():
    assert SEAL not in draw(planned(street(3)))
    assert SEAL in draw(planned(street(3, late=True)))


def test_who_is_left_stands_at_the_time_that_was_wanted():
    day = street(3)
    plan = replace(planned(day, left=1), left=greedy(replace(day, vehicles=day.vehicles[:0])).left[-1:])
    picture = drawn(plan)

    assert "Left" in words(picture)
    assert "bed 3: 09:20 – 10:20" in titles(picture)


def test_an_empty_day_is_a_picture_too():
    day = replace(street(1), rides=(), vehicles=())

    assert words(drawn(lay_out(day, {})))[0] == "There are no rides to plan"


def test_everybody_left():
    assert "Left" in words(drawn(greedy(replace(street(2), vehicles=()))))


@pytest.mark.parametrize("seed", range(25))
def test_bars_stand_at_their_times_and_none_covers_another(seed):
    plan = greedy(tiny_day(seed))
    if not plan.routes:
        return
    picture = drawn(plan)
    lanes = defaultdict(list)
    for bar in picture.iter(f"{SVG}rect"):
        if bar.find(f"{SVG}title") is not None and bar.get("height") == str(BAR) and bar.get("fill") != "none":
            lanes[bar.get("y")].append((float(bar.get("x")), float(bar.get("width")), bar.find(f"{SVG}title").text))
    assert sum(map(len, lanes.values())) == len(plan.carried)
    for lane in lanes.values():
        lane.sort()
        for (x, width, _), (after, _, _) in pairwise(lane):
            assert x + width <= after


def wide(text):
    return width_of(text.text or "", int(text.get("font-size")))


def test_it_is_as_wide_as_where_it_stands():
    """On a phone, with letters that are not made smaller."""
    picture = drawn(planned(street(3)), width=360)

    assert picture.get("viewBox").startswith("0 0 360 ")
    assert (picture.get("width"), picture.get("height")) == ("100%", None)
    assert min(int(text.get("font-size")) for text in picture.iter(f"{SVG}text")) >= 10


def extent(text):
    begins = float(text.get("x")) - {"middle": 0.5, "end": 1}.get(text.get("text-anchor"), 0) * wide(text)
    return begins, begins + wide(text)


@pytest.mark.parametrize("width", [1120, 600, 420, 400, 380, 360, 340, 320])
@pytest.mark.parametrize("cars", [1, 4, 7, 13, 25])
def test_the_hours_stand_apart(cars, width):
    picture = drawn(planned(street(cars)), width=width)
    hours = [text for text in picture.iter(f"{SVG}text") if re.fullmatch(r"\d\d:\d\d", text.text or "")]
    extents = sorted(extent(text) for text in hours)

    assert len(extents) > 1
    assert all(end + 4 <= begins for (_, end), (begins, _) in pairwise(extents))


@pytest.mark.parametrize(
    ("language", "told"), [("en", {"41 minutes", "1 h 22 min"}), ("zh", {"行车 41 分钟", "1 小时 22 分"})]
)
def test_on_a_phone_how_long_a_car_drives_is_not_cut_short(language, told):
    day = street(2)
    plan = planned(replace(day, travel=Travel(41 * day.travel.minutes)))

    assert told <= set(words(drawn(plan, width=360, language=language)))


@pytest.mark.parametrize("width", [1120, 360])
@pytest.mark.parametrize("feature", FEATURES)
def test_nothing_leaves_the_paper(feature, width):
    plan = greedy(some_day(random.Random(feature), {feature}, rides=12, vehicles=4, hours=6.0))
    picture = drawn(plan, width=width)
    height = height_of(picture)
    for rect in picture.iter(f"{SVG}rect"):
        assert 0 <= float(rect.get("x")) <= float(rect.get("x")) + float(rect.get("width")) <= width
        assert 0 <= float(rect.get("y")) <= height
    for text in picture.iter(f"{SVG}text"):
        assert 0 < float(text.get("y")) <= height
        begins, ends = extent(text)
        assert 0 <= begins <= ends <= width, text.text
    assert not re.search(r'["ML ](nan|-?inf)["ML ]', draw(plan))


def test_the_same_plan_is_the_same_picture():
    plan = planned(street(4))

    assert draw(plan) == draw(plan)


def test_a_language_that_is_not_spoken():
    with pytest.raises(ValueError, match="not in “fr”"):
        draw(planned(street(1)), language="fr")


def test_the_axis_keeps_what_lies_outside_at_its_ends():
    axis = Axis(480, 600, 100, 340)

    assert (axis.x(480), axis.x(540), axis.x(600)) == (100, 220, 340)
    assert (axis.x(0), axis.x(9000)) == (100, 340)


def test_long_names_are_cut_where_they_do_not_fit():
    assert shortened("bed 4", 100) == "bed 4"
    assert shortened("a very long name of a bed", 60).endswith("…")
    assert width_of(shortened("省医院门诊楼三层透析室", 60)) <= 60
