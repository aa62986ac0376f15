"""A day from its file: what it means, the same again when written, and a sentence for all that is broken."""

import copy
import json
import math
import random
import re
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from shouwang.planning import rides
from shouwang.planning.rides.format import dayfile, dayfile_places
from shouwang.planning.rides.format.dayfile import load_day, read_day
from shouwang.planning.rides.format.writing import write_day
from shouwang.planning.rides.model.day import Break, Day, Patience, Weights, Window
from shouwang.planning.rides.model.fault import Faulty
from tests.planning.rides.days import middle_day, tiny_day
from tests.planning.rides.schema import satisfies

ROOM = Path(rides.__file__).parent / "format"
EXAMPLE = ROOM / "small.day.json"
DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "rides.md"
SCHEMA = json.loads((ROOM / "day.schema.json").read_text(encoding="utf-8"))

MATRIX = [[0, 10, 20], [11, 0, 12], [21, None, 0]]
PLAIN = {
    "format": "shouwang-rides", "version": 2, "travel": {"minutes": MATRIX},
    "rides": [{"id": "bed 4", "pick_up": {"place": 1}, "set_down": {"place": 2}}],
    "vehicles": [{"id": "car", "start": 0, "capacity": 4}],
}  # fmt: skip


def changed(*path, value=None, remove=False, base=PLAIN):
    """The plain file with the value at `path` set, or removed."""
    file = copy.deepcopy(base)
    *way, last = path
    here = file
    for key in way:
        here = here[key]
    if remove:
        del here[last]
    else:
        here[last] = value
    return file


def read(file) -> Day:
    return read_day(json.dumps(file))


def refused(file) -> list[str]:
    """The sentences, behind their places."""
    with pytest.raises(Faulty) as raised:
        read_day(file if isinstance(file, str | bytes) else json.dumps(file, indent=1))
    for fault in raised.value.faults:
        assert re.search(r"[\u4e00-\u9fff]", fault.sentence("zh"))
    return [fault.in_file("day.json") for fault in raised.value.faults]


def same(one: Day, other: Day) -> None:
    for field in fields(Day):
        if field.name != "travel":
            assert getattr(one, field.name) == getattr(other, field.name), field.name
    assert one.travel.at == other.travel.at
    np.testing.assert_array_equal(one.travel.minutes, other.travel.minutes)
    np.testing.assert_equal(one.travel.cost, other.travel.cost)


# What a file means


def test_the_smallest_file_has_the_usual_for_everything_else() -> None:
    day = read(PLAIN)

    (ride,), (car,) = day.rides, day.vehicles
    assert (ride.id, ride.pick_up.place, ride.set_down.place, ride.load, ride.max_ride) == ("bed 4", 1, 2, (1,), None)
    assert (ride.pick_up.window, ride.pick_up.service, ride.priority) == (Window(), 0, 1)
    assert (car.start, car.end, car.capacity, car.shift, car.max_duration) == (0, 0, (4,), Window(), math.inf)
    assert (day.loads, day.patience, day.weights) == (("seats",), Patience(), Weights())
    np.testing.assert_array_equal(day.travel.minutes, [[0, 10, 20], [11, 0, 12], [21, math.inf, 0]])


def test_companions_take_places_beside_the_rider() -> None:
    alone, two = changed("loads", value=["seats", "wheelchairs"]), {"seats": 1, "wheelchairs": 1}
    alone["rides"][0]["load"] = two
    accompanied = changed("rides", 0, "companions", value=2, base=alone)

    (ride,) = read(accompanied).rides
    assert (ride.load, ride.companions) == ((3, 1), 2)
    assert read(alone).rides[0].load == (1, 1)
    assert read(changed("rides", 0, "companions", value=1)).rides[0].load == (2,)
    assert write_day(read(accompanied))["rides"][0]["load"] == [1, 1]
    same(read(write_day(read(accompanied))), read(accompanied))


def test_a_file_of_the_first_version_is_still_read() -> None:
    same(read(changed("version", value=1)), read(PLAIN))


def test_the_example_means_what_it_says() -> None:
    day = load_day(EXAMPLE)

    out, home, pregnant, fever = day.rides
    assert day.names[out.pick_up.place] == "Elm 3"
    assert out.set_down.window == Window(480, 505)
    assert (out.load, out.needs, out.max_ride) == ((1, 1), frozenset({"ramp"}), 40)
    assert (home.pair, home.on_call) == (out.id, True)
    assert (pregnant.load, pregnant.companions) == ((2, 0), 1)
    assert pregnant.set_down.window == Window(latest=540, due=520)
    assert fever.disinfect == 20
    first, second = day.vehicles
    assert (first.shift, first.end) == (Window(390, 870, 840), 0)
    assert first.breaks == (Break(600, 690, 30),)
    assert (second.end, second.capacity) == (None, (4, 0))
    assert day.travel.at == (360, 480, 600)
    assert day.travel.minutes[1, 0, 1] == pytest.approx(math.hypot(2.1, 1.4) * 1.3 / 20 * 60)


@pytest.mark.parametrize(
    ("written", "minutes"),
    [("08:30", 510), ("8:30", 510), (510, 510), (510.5, 510.5), ("08:30:15", 510.25), ("25:30", 1530), ("08：30", 510)],
)
def test_times_are_clock_times_or_minutes(written, minutes) -> None:
    assert read(changed("rides", 0, "pick_up", "earliest", value=written)).rides[0].pick_up.window.earliest == minutes


@pytest.mark.parametrize(
    ("written", "load"),
    [(2, (2, 0)), ([1, 1], (1, 1)), ({"wheelchairs": 1}, (0, 1)), ({}, (0, 0)), (None, (1, 0)), (2.0, (2, 0))],
)
def test_a_load_is_a_number_a_list_or_by_name(written, load) -> None:
    file = changed("loads", value=["seats", "wheelchairs"])
    file["vehicles"][0]["capacity"] = {"seats": 4, "wheelchairs": 1}

    assert read(changed("rides", 0, "load", value=written, base=file)).rides[0].load == load


def test_the_end_is_the_start_a_place_or_wherever_it_is() -> None:
    assert read(PLAIN).vehicles[0].end == 0
    assert read(changed("vehicles", 0, "end", value=2)).vehicles[0].end == 2
    assert read(changed("vehicles", 0, "end", value=None)).vehicles[0].end is None


def test_a_number_is_taken_for_an_id() -> None:
    file = changed("rides", 0, "id", value=4)
    file["rides"].append({**file["rides"][0], "id": "home", "pair": 4})

    assert [(ride.id, ride.pair) for ride in read(file).rides] == [("4", None), ("home", "4")]


def test_a_star_keeps_a_kind_apart_from_everybody() -> None:
    file = changed("apart", value=[["infectious", "*"]])
    file["rides"] = [{**file["rides"][0], "id": kind, "kind": kind} for kind in ("infectious", "dialysis")]
    file["rides"].append({**PLAIN["rides"][0], "id": "no kind"})

    assert read(file).apart == {("infectious", "infectious"), ("infectious", "dialysis"), ("infectious", "")}


def test_latitude_and_longitude_become_kilometres() -> None:
    """One degree of a meridian is 111.195 km; of a parallel, that times the cosine of its latitude."""
    file = changed("travel", value={"speed": 60, "detour": 1})
    file["places"] = [{"lat": 60, "lon": 179.5}, {"lat": 60, "lon": -179.5}, {"lat": 61, "lon": 179.5}]

    minutes = read(file).travel.minutes

    assert minutes[0, 2] == pytest.approx(111.195, abs=0.001)
    assert minutes[0, 1] == pytest.approx(111.195 * 0.5, rel=0.02)


def test_kilometres_can_be_what_driving_costs() -> None:
    file = changed("travel", value={"speed": 30, "cost": "distance"})
    file["places"] = [{"x": 0, "y": 0}, {"x": 3, "y": 4}, {"x": 0, "y": 4}]

    travel = read(file).travel

    assert travel.minutes[0, 1] == pytest.approx(5 * 1.3 * 2)
    assert travel.cost is not None
    assert travel.cost[0, 1] == pytest.approx(5 * 1.3)


def test_utf_16_and_a_byte_order_mark_are_read() -> None:
    text = json.dumps(changed("rides", 0, "id", value="四号床"), ensure_ascii=False)

    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert read_day(text.encode(encoding)).rides[0].id == "四号床"


def test_what_stands_in_extra_is_kept() -> None:
    assert read(changed("extra", value={"by": ["desk"], "n": None})).extra == {"by": ["desk"], "n": None}


# The same again


@pytest.mark.parametrize("seed", range(60))
def test_a_written_day_is_read_as_the_same_day(seed: int) -> None:
    day = tiny_day(seed)
    same(read_day(json.dumps(write_day(day), allow_nan=False)), day)


def test_a_written_street_is_read_as_the_same_street() -> None:
    same(read(write_day(middle_day(5))), middle_day(5))


def test_the_example_is_written_and_read_as_the_same() -> None:
    day = load_day(EXAMPLE)
    same(read(write_day(day)), day)


# The schema says what the reader does


def test_what_is_written_satisfies_the_schema() -> None:
    for file in (PLAIN, json.loads(EXAMPLE.read_text(encoding="utf-8")), *(write_day(tiny_day(s)) for s in range(40))):
        assert satisfies(json.loads(json.dumps(file)), SCHEMA, SCHEMA)


def test_the_schema_knows_the_names_that_the_reader_knows() -> None:
    known = {name: set(part["properties"]) for name, part in SCHEMA["$defs"].items() if "properties" in part}

    assert set(SCHEMA["properties"]) == set(dayfile._DAY)
    assert known["ride"] == set(dayfile._RIDE)
    assert known["vehicle"] == {name.rstrip("?") for name in dayfile._VEHICLE}
    assert known["stop"] == {"place", "service", *dayfile._WINDOW}
    assert set(SCHEMA["properties"]["weights"]["anyOf"][0]["properties"]) == {field.name for field in fields(Weights)}
    assert set(SCHEMA["properties"]["patience"]["anyOf"][0]["properties"]) == {field.name for field in fields(Patience)}


def test_the_document_shows_a_day_that_is_read_and_names_everything() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    (example,) = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    names = {"lat", "lon", "x", "y", *SCHEMA["properties"], *SCHEMA["$defs"]["travel"]["properties"]} - {"$schema"}
    for part in ("stop", "ride", "vehicle"):
        names |= set(SCHEMA["$defs"][part]["properties"])

    assert len(read_day(example).rides) == 2
    assert {name for name in names if f"`{name}`" not in text} == set()


# Broken in any way


BROKEN = {
    "empty": ("", "empty"),
    "blank": (" \n\t", "empty"),
    "a web page": ("<!DOCTYPE html>", "no JSON: it begins with “<!DOCTYPE html>”"),
    "a sheet": (b"PK\x03\x04\x14\x00\x06\x00", "no JSON"),
    "noise": (bytes(range(128, 256)), "line 1, column 1: The byte 0x80 is no UTF-8"),
    "GB18030": ('{\n "标": 1}'.encode("gb18030"), "line 2, column 3: The byte"),
    "half a UTF-16": (b"\xff\xfe{", "is no UTF-8"),
    "a list": ("[]", "line 1, column 1: A day of rides is an object in braces {…}, and this is []"),
    "a number": ("17", "and this is 17"),
    "a text": ('"x"', 'and this is "x"'),
    "cut short": ('{\n "a": [1,', "line 2, column 10: The file ends in the middle"),
    "no comma": ('{"a": 1\n "b": 2}', "line 2, column 2: A comma or a closing bracket is missing before “\"b\": 2}”"),
    "no colon": ('{"a" 1}', "line 1, column 6: A colon is missing"),
    "a comma too many": ('{"a": 1,}', "a comma too many"),
    "single quotes": ("{'a': 1}", "a name in double quotes is needed"),
    "a bare word": ('{"a": yes}', "column 7: A value is missing here, or is written wrongly: “yes}”"),
    "an open quote": ('{"a": "x', "column 7: The text that begins here has no closing quote"),
    "a line break in a text": ('{"a": "x\ny"}', "cannot hold a line break"),
    "a backslash": (r'{"a": "C:\home"}', "A backslash in a text"),
    "two days": ("{} {}", "column 4: Something stands behind the end"),
    "a long number": (f'{{"a": {"9" * 5000}}}', "4,000 digits"),
    "a deep list": ("[" * 100_000 + "]" * 100_000, "too deeply"),
    "a deep object": ('{"a":' * 100_000, "too deeply"),
    "another format": ({"format": "geojson"}, "line 2, column 12, format: This does not say that it is a day of rides"),
    "no format": ({}, "This does not say that it is a day of rides"),
    "a newer version": (changed("version", value=3), "version: This file is of version 3 of the format"),
    "no version": (changed("version", remove=True), "This format has no version None"),
    "an old version": (changed("version", value=0.5), "no version 0.5"),
    "true as version": (changed("version", value=True), "no version True"),
    "a slip": (changed("vehicels", value=[]), "nothing called “vehicels” here. Did you mean “vehicles”?"),
    "a strange name": (changed("zzz", value=1), "zzz: There is nothing called “zzz” here. There may be: $schema,"),
    "a slip in a ride": (changed("rides", 0, "pickup", value=1),
                         "rides[0].pickup: There is nothing called “pickup” here. Did you"),
    "no rides": (changed("rides", remove=True), "“rides” is missing here"),
    "rides null": (changed("rides", value=None), "“rides” is missing here"),
    "rides as an object": (changed("rides", value={}), "rides: {} stands here, where a list in brackets […] is needed"),
    "a ride that is a text": (changed("rides", 0, value="bed 4"), 'rides[0]: "bed 4" stands here, where an object'),
    "no pick-up": (changed("rides", 0, "pick_up", remove=True), "rides[0]: “pick_up” is missing here"),
    "no place": (changed("rides", 0, "pick_up", value={}), "rides[0].pick_up: “place” is missing here"),
    "an object for an id": (changed("rides", 0, "id", value={}), "rides[0].id: {} stands here, where a text"),
    "an empty id": (changed("rides", 0, "id", value=""), "rides[0].id: Ride number 1 has no id"),
    "true as a place": (changed("rides", 0, "pick_up", "place", value=True), "the name or the number of a place"),
    "a place beyond": (changed("rides", 0, "pick_up", "place", value=3),
                       "There is no place number 3: there are 3, numbered from 0 to 2"),
    "a place below": (changed("vehicles", 0, "start", value=-1), "vehicles[0].start: There is no place number -1"),
    "an unknown place": (changed("vehicles", 0, "end", value="home"),
                         "vehicles[0].end: There is no place called “home”"),
    "no time": (changed("rides", 0, "pick_up", "earliest", value="half past"), "“half past” is no time of day"),
    "61 minutes": (changed("rides", 0, "pick_up", "earliest", value="08:61"), "“08:61” is no time of day"),
    "hour 48": (changed("rides", 0, "pick_up", "earliest", value="48:00"), "“48:00” is no time of day"),
    "other digits": (changed("rides", 0, "pick_up", "earliest", value="٠٨:٣٠"), "is no time of day"),
    "a list for a time": (changed("rides", 0, "pick_up", "due", value=[8]), "[…] stands here, where a time of day"),
    "a negative time": (changed("rides", 0, "pick_up", "due", value=-1), "Ride “bed 4”: pick_up.due is 1 min before"),
    "upside down": (changed("rides", 0, "pick_up", value={"place": 1, "earliest": "9:00", "latest": "8:00"}),
                    "rides[0].pick_up: Ride “bed 4”: the pick-up may begin from 09:00 and until 08:00"),
    "NaN": (changed("rides", 0, "priority", value=math.nan),
            "rides[0].priority: NaN stands here, where a number is needed"),
    "infinity": (changed("rides", 0, "pick_up", "service", value=math.inf),
                 "rides[0].pick_up.service: Infinity stands here"),
    "beyond all floats": (changed("rides", 0, "priority", value=10**400), "rides[0].priority: 1000"),
    "a text for a number": (changed("rides", 0, "priority", value="2"), '"2" stands here, where a number'),
    "a limit of no known word": (changed("rides", 0, "max_ride", value="none"), 'where a number or "unlimited"'),
    "half a person": (changed("rides", 0, "load", value=0.5), "rides[0].load: 0.5 stands here, where a whole number"),
    "a load too many": (changed("rides", 0, "load", value=[1, 1]), "rides[0].load: Ride “bed 4”: load has 2 of the 1"),
    "an unknown load": (changed("rides", 0, "load", value={"seat": 1}),
                        "rides[0].load.seat: There is nothing called “seat” here. Did you mean “seats”?"),
    "half a character": (changed("rides", 0, "kind", value="\ud800"), "rides[0].kind: This text has half"),
    "half a character in a place": (changed("places", value=["a", "b", "\udfff"]), "places[2]: This text has half"),
    "no loads": (changed("loads", value=[]), "loads: The day names no load"),
    "yes for true": (changed("rides", 0, "on_call", value="yes"), "where true or false is needed"),
    "needs as a text": (changed("rides", 0, "needs", value="ramp"),
                        "rides[0].needs: \"ramp\" stands here, where a list"),
    "a need of 3": (changed("rides", 0, "needs", value=[3]), "rides[0].needs[0]: 3 stands here, where a text"),
    "pair of nobody": (changed("rides", 0, "pair", value="x"), "rides[0].pair: Ride “bed 4” is the return of “x”, but"),
    "no capacity": (changed("vehicles", 0, "capacity", remove=True), "vehicles[0]: “capacity” is missing here"),
    "half a break": (changed("vehicles", 0, "breaks", value=[{"minutes": 3}]),
                     "vehicles[0].breaks[0]: “earliest” is missing"),
    "apart by three": (changed("apart", value=[["a", "b", "c"]]), "apart[0]: Those who ride apart are told in pairs"),
    "apart by numbers": (changed("apart", value=[[1, 2]]), "apart[0][0]: 1 stands here, where a text"),
    "a negative weight": (changed("weights", value={"driving": -1}), "weights.driving: The weights: driving is -1"),
    "an unknown weight": (changed("weights", value={"drive": 1}),
                          "weights.drive: There is nothing called “drive” here. Did you mean “driving”?"),
    "extra as a list": (changed("extra", value=[1]), "extra: […] stands here, where an object"),
    "no travel": (changed("travel", remove=True), "how long the ways take is not said"),
    "travel empty": (changed("travel", value={}), "travel: How long the ways take is not said"),
    "a matrix of texts": (changed("travel", "minutes", 1, 2, value="12"), '[1][2]: "12" stands here, where a'),
    "a matrix with true": (changed("travel", "minutes", 1, 2, value=True), "travel.minutes[1][2]: true stands here"),
    "a matrix with NaN": (changed("travel", "minutes", 1, 2, value=math.nan), "travel.minutes[1][2]: NaN stands here"),
    "a negative way": (changed("travel", "minutes", 1, 2, value=-3),
                       "travel.minutes[1][2]: The travel minutes from [1] to [2] are -3"),
    "a row too short": (changed("travel", "minutes", 1, value=[1, 0]),
                        "travel.minutes[1]: This row has 2 numbers for 3 places"),
    "a row that is none": (changed("travel", "minutes", 1, value=7), "travel.minutes[1]: 7 stands here, where a list"),
    "no rows": (changed("travel", "minutes", value=8), "travel.minutes: 8 stands here, where a list"),
    "a matrix for other places": (changed("places", value=["a", "b"]), "travel.minutes: There are 3 rows for 2 places"),
    "a speed and a matrix": (changed("travel", "speed", value=3),
                             "travel.speed: “speed” is for places with coordinates"),
    "two names": (changed("places", value=["a", "b", "a"]),
                  "places[2]: The name “a” stands here and at place number 0"),
    "some coordinates": (changed("places", value=[{"x": 0, "y": 0}, "b", "c"]),
                         "places[1]: This place has no coordinates"),
    "half a point": (changed("places", value=["a", {"x": 0}, "c"]), "places[1]: “y” is missing here"),
    "two kinds of points": (changed("places", value=[{"x": 0, "y": 0}, {"lat": 0, "lon": 0}, {"x": 0, "y": 0}]),
                            "places: Some places have x and y"),
    "swapped degrees": (changed("places", value=[{"lat": 121, "lon": 31}, "b", "c"]),
                        "places[0].lat: 121 degrees are beyond 90"),
    "times for nothing": (changed("travel", "at", value=["08:00"]),
                          "travel.minutes: There are 3 travel matrices for 1 times"),
    "named twice": ('{"format": "shouwang-rides", "version": 1, "rides": [], "rides": [], "vehicles": []}',
                    "the same name stands twice here: rides"),
}  # fmt: skip


@pytest.mark.parametrize(("file", "said"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken_gets_a_sentence_with_its_place(file, said: str) -> None:
    sentences = refused(file)

    assert any(said.lower() in sentence.lower() for sentence in sentences), sentences


def test_a_slip_in_a_place_is_told_with_its_line() -> None:
    text = EXAMPLE.read_text(encoding="utf-8").replace('"place": "Elm 8"', '"place": "Elm8"')
    line = next(number for number, row in enumerate(text.splitlines(), 1) if '"Elm8"' in row)

    assert refused(text) == [
        f"day.json, line {line}, column 28, rides[2].pick_up.place: There is no place called “Elm8”. "
        "Did you mean “Elm 8”?"
    ]


def test_all_that_is_broken_is_told_at_once_up_to_twenty() -> None:
    file = changed("rides", value=[{"id": str(number), "pick_up": 1, "set_down": 2} for number in range(40)])

    sentences = refused(file)

    assert len(sentences) == 21
    assert sentences[-1] == "day.json: … and 60 more."


def test_a_file_that_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "closed.json").write_text("{}", encoding="utf-8")
    for path, said in (
        (tmp_path, "This is a folder"),
        (tmp_path / "nowhere.json", "No such file or directory"),
        (tmp_path / "closed.json" / "x", "Not a directory"),
        (tmp_path / ("x" * 300), "File name too long"),
        (Path("a\0b"), "null"),
    ):
        with pytest.raises(Faulty, match=said) as raised:
            load_day(path)
        assert len(raised.value.faults) == 1
        assert raised.value.faults[0].code == ("is_folder" if path == tmp_path else "cannot_open")


def test_more_places_than_the_memory_has_room_for_are_refused_before_they_are_laid_out() -> None:
    file = changed("travel", remove=True)
    file["places"] = [{"x": number % 100, "y": 0} for number in range(20_000)]

    assert "would take more than 2 GB" in refused(file)[0]


# Fuzz: whatever becomes of a good file, it is a day or a sentence


JUNK = (None, True, False, 0, -1, 1.5, 10**30, math.nan, math.inf, "", "x", "08:30", "Elm 3", "unlimited", "*", [],
        [[]], [1, 2], {}, {"place": 0}, {"x": 1, "y": 2}, ["*", "*"], [0, None], "\ud800")  # fmt: skip


def ways_into(value, way=()):
    yield way
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in items:
        yield from ways_into(each, (*way, key))


def mutated(draw: random.Random, file):
    """The file with one to three of its values replaced, removed, doubled or moved."""
    file = copy.deepcopy(file)
    for _number in range(draw.randint(1, 3)):
        way = draw.choice([way for way in ways_into(file) if way])
        here = file
        for key in way[:-1]:
            here = here[key]
        what = draw.randrange(5)
        if what == 0:
            del here[way[-1]]
        elif what == 1 and isinstance(here, list):
            here.insert(draw.randint(0, len(here)), copy.deepcopy(here[way[-1]]))
        elif what == 2 and isinstance(here, dict):
            here[draw.choice(["x", "load", "place", "id", "at", way[-1] + "s"])] = here.pop(way[-1])
        elif what == 3:
            other = draw.choice([way for way in ways_into(file) if way])
            found = file
            for key in other:
                found = found[key]
            here[way[-1]] = copy.deepcopy(found)
        else:
            here[way[-1]] = draw.choice(JUNK)
    return file


def day_or_sentences(text: str | bytes) -> Day | None:
    try:
        return read_day(text)
    except Faulty as faulty:
        for fault in faulty.faults:
            assert fault.in_file("day.json", "en")
            assert fault.in_file("day.json", "zh")
            assert "\n" not in fault.sentence()
        return None


@pytest.mark.parametrize("seed", range(6))
def test_any_change_of_a_good_file_gives_a_day_or_sentences(seed: int) -> None:
    draw = random.Random(seed)
    good = [json.loads(EXAMPLE.read_text(encoding="utf-8")), PLAIN, write_day(tiny_day(seed + 3))]
    days = 0
    for number in range(300):
        file = mutated(draw, good[number % 3])
        day = day_or_sentences(json.dumps(file))
        if day is not None:
            days += 1
            assert satisfies(json.loads(json.dumps(file)), SCHEMA, SCHEMA), "the reader takes what the schema refuses"
            same(read(write_day(day)), day)
    assert 10 < days < 290


@pytest.mark.parametrize("seed", range(4))
def test_any_change_of_its_bytes_gives_a_day_or_sentences(seed: int) -> None:
    draw = random.Random(seed)
    good = EXAMPLE.read_bytes()
    for _number in range(300):
        data = bytearray(good)
        for _change in range(draw.randint(1, 4)):
            at = draw.randrange(len(data) + 1)
            what = draw.randrange(4)
            if what == 0:
                data[at : at + 1] = bytes([draw.randrange(256)])
            elif what == 1:
                del data[at : at + draw.randint(1, 40)]
            elif what == 2:
                data[at:at] = draw.choice([b"{", b"}", b"[", b"]", b'"', b",", b":", b"\\", b"\n", b"9" * 20, b"\x00"])
            else:
                data = data[: max(1, at)]
        day_or_sentences(bytes(data))


def test_the_numbers_of_the_straight_line_are_the_documented_ones() -> None:
    assert (dayfile_places.SPEED, dayfile_places.DETOUR) == (25, 1.3)
