"""The gate's rules in a guard's browser, which has no network: the very answer that the desk's own program gives.

Thousands of drawn scenes, and whatever the tables of tests/planning/gate ask. A failure names the scene's number.
"""

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from shouwang.desk.base.models import Community
from shouwang.desk.gate.kept import words
from shouwang.desk.gate.words import say
from shouwang.desk.people.states import Standing
from shouwang.planning.gate import (
    Answer,
    Asked,
    Direction,
    Guests,
    Passage,
    Reason,
    Rules,
    State,
    Who,
    Why,
    as_json,
    find_conflicts,
    may_pass,
    read_rule,
)
from tests.planning.gate import cast, test_doubts, test_timelines

STATIC = Path(__file__).resolve().parents[2] / "src/shouwang/desk/static/desk"
COUNT = 4000
WHERE = [
    (ZoneInfo("Asia/Shanghai"), date(2020, 2, 10)),
    (ZoneInfo("America/Caracas"), date(2020, 2, 10)),
    (ZoneInfo("Asia/Kathmandu"), date(2020, 2, 10)),
    (ZoneInfo("America/New_York"), date(2020, 3, 4)),  # an hour is missing on the 8th
    (ZoneInfo("Australia/Lord_Howe"), date(2020, 4, 1)),  # half an hour comes twice on the 5th
    (ZoneInfo("America/Havana"), date(2020, 3, 4)),  # the 8th has no midnight
    (ZoneInfo("UTC"), date(2020, 2, 24)),
]
PERSONS = ["wu", "wu", "wu", "zhong", "zhong", None]
REASONS = ["shopping", "shopping", "walk", "medicine", "hospital", "emergency", "essential_work", None, "产检"]
MODES = ["everyday", "lockdown", "flood"]
ANSWER = """(asked) => JSON.stringify(JSON.parse(asked).map(({held, asked, book, at}) => {
    const told = gateRules.mayPass(gateRules.read(held), asked, book, at);
    const clashing = gateRules.conflicts(book).map(({clash, first, second}) => [clash, first.id, second.id]);
    return [{...told, other: told.other && told.other.id}, clashing];
}))"""
SAY = """([words, asked]) => JSON.stringify(JSON.parse(asked).map(({held: told, asked, book, at, standing}) => {
    const held = gateRules.read(told);
    return gateWords.say(words, gateRules.mayPass(held, asked, book, at), {held, at, standing});
}))"""
Case = tuple[Rules, Asked, list[Passage], datetime, str, tzinfo]


def drawn(number: int) -> Case:
    draw = Random(number)
    zone, first = draw.choice(WHERE)
    days = [first + timedelta(days=ahead) for ahead in range(11)]
    dated = [(date(2020, 1, 1), rule(draw, days))] if draw.random() < 0.9 else []
    dated += [(day, rule(draw, days)) for day in set(draw.choices(days, k=draw.choice([0, 0, 1, 2])))]
    begins = datetime(first.year, first.month, first.day, tzinfo=UTC)
    book = []
    for hour in draw.sample(range(192), draw.randint(0, 7)):
        at, way = (
            begins + timedelta(hours=hour, microseconds=draw.randrange(3_600_000_000)),
            draw.choice(["out", "out", "in"]),
        )
        back_by = at + timedelta(hours=draw.choice([2, 3, 20])) if way == "out" and draw.random() < 0.6 else None
        entry = Passage(str(hour), draw.choice(PERSONS), Direction(way), at, "west", draw.choice(REASONS), back_by)
        book += [entry] * draw.choice([1, 1, 1, 2])
    asked = Asked(
        direction=Direction(draw.choice(["out", "out", "out", "out", "in"])),
        who=draw.choice([Who.RESIDENT] * 6 + list(Who)), household=draw.choice(["5-1-203"] * 6 + [None]),
        person=draw.choice(PERSONS), state=draw.choice(["open"] * 4 + [*State, None, "moonlit"]),
        reason=draw.choice(REASONS), pass_issued_on=draw.choice([None, None, *days]),
    )  # fmt: skip
    at = begins + timedelta(hours=draw.randrange(48, 192), seconds=draw.choice([0, draw.randrange(3600)]))
    return Rules(dated), asked, book, at, draw.choice(MODES), zone


def rule(draw: Random, days: list[date]) -> Any:
    modes = {
        mode: {str(state): limit(draw) for state in draw.sample(list(State), draw.randint(1, 4))} for mode in MODES[1:]
    }
    return read_rule({
        "states": {str(state): limit(draw) for state in draw.sample(list(State), draw.randint(0, 4))},
        "modes": modes if draw.random() < 0.6 else {}, "exempt": draw.choice([[], [], ["medicine"]]),
        "passes_since": draw.choice([None, None, *map(str, days)]),
    })  # fmt: skip


def limit(draw: Random) -> dict[str, Any]:
    opens = draw.randrange(0, 22)
    return {
        "times": draw.choice([1, 1, 1, 2, 2, 3, 0, None]), "days": draw.randint(1, 5),
        "hours": draw.choice([None, 1, 2, 12]), "per_person": draw.random() < 0.3,
        "open": draw.choice([None, None, [f"{opens:02}:30", f"{draw.randrange(opens + 1, 24):02}:00"]]),
        "needs_pass": draw.random() < 0.2,
        "guests": {str(who): str(draw.choice(list(Guests))) for who in Who if who != Who.RESIDENT},
    }  # fmt: skip


def of_the_tables() -> list[Case]:
    """Whatever the tables of tests/planning/gate ask: each is walked once more, and what it asks is written down."""
    heard: list[Case] = []

    def listen(these: Rules, asked: Asked, book: Any, *, at: datetime, mode: str, zone: tzinfo) -> Answer:
        answer = may_pass(these, asked, book, at=at, mode=mode, zone=zone)  # or it raises
        heard.append((these, asked, list(book), at, mode, zone))
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cast, "may_pass", listen)
        for table in (test_timelines, test_doubts):
            for name, walk in vars(table).items():
                if name.startswith("test_"):
                    for told in rows_of(walk):
                        walk(**told)
    return heard


def rows_of(walk: Any) -> list[dict[str, Any]]:
    """What a test is given: each row of its tables, those of several tables together."""
    found: list[dict[str, Any]] = [{}]
    for mark in (one for one in getattr(walk, "pytestmark", []) if one.name == "parametrize"):
        names, rows = mark.args
        told = [{names: row} if isinstance(names, str) else dict(zip(names, row, strict=True)) for row in rows]
        found = [before | one for before in found for one in told]
    return found


def written(case: Case) -> dict[str, Any]:
    these, asked, book, at, mode, zone = case
    dated = [(None if day is None else str(day), as_json(one)) for day, one in these.since(date.min)]
    told = {name: getattr(asked, name) for name in Asked.__slots__}
    return {
        "held": {"rules": dated, "mode": mode, "zone": str(zone)},
        "asked": told | {"pass_issued_on": told["pass_issued_on"] and str(told["pass_issued_on"])},
        "book": [entry_of(one) for one in book], "at": moment(at),
    }  # fmt: skip


def entry_of(one: Passage) -> dict[str, Any]:
    told = {name: getattr(one, name) for name in Passage.__slots__}
    return told | {"at": moment(one.at), "back_by": moment(one.back_by)}


def moment(at: datetime | None) -> float | None:
    """Milliseconds since 1970, the microseconds behind the point."""
    return None if at is None else (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1) / 1000


def here(case: Case) -> list[Any]:
    """The answer of `planning.gate`, as the browser tells it."""
    these, asked, book, at, mode, zone = case
    answer = may_pass(these, asked, book, at=at, mode=mode, zone=zone)
    moments = {name: moment(getattr(answer, name)) for name in ("until", "next_at", "last_out_at")}
    told = {"verdict": answer.verdict, "why": answer.why, "other": answer.other and answer.other.id, **moments}
    told["passes_since"] = answer.passes_since and str(answer.passes_since)
    told["never_refused"] = sorted(answer.never_refused)
    return [told, [[one.clash, one.first.id, one.second.id] for one in find_conflicts(book)]]


@pytest.fixture
def guards_browser(page_at):
    page = page_at(390)
    for script in ("gate_rules.js", "gate_words.js"):
        page.add_script_tag(path=str(STATIC / script))
    page.context.set_offline(True)
    return page


def test_the_guards_browser_gives_the_answer_of_the_desk(guards_browser):
    cases = [*map(drawn, range(COUNT)), *of_the_tables()]
    told = []
    for begin in range(0, len(cases), 500):
        asked = json.dumps([written(case) for case in cases[begin : begin + 500]])
        told += json.loads(guards_browser.evaluate(ANSWER, asked))

    assert len(told) == len(cases) > COUNT + 60
    for number, (case, answer) in enumerate(zip(cases, told, strict=True)):
        assert (number, answer) == (number, here(case))
    assert {answer["why"] for answer, _conflicts in told} == set(Why), "the scenes are of every kind"
    assert {reason for answer, _conflicts in told for reason in answer["never_refused"]} <= set(Reason)
    verdicts = Counter(answer["verdict"] for answer, _conflicts in told)
    assert min(verdicts.values()) > COUNT // 20


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_it_is_said_in_the_very_words_of_the_desk(guards_browser, language, monkeypatch):
    monkeypatch.setattr(words, "words_for", lambda _community, _at: {})
    standings = [None, Standing("sealed"), Standing("isolated", date(2020, 3, 9)), Standing()]
    cases = [(drawn(number), standings[number % 4]) for number in range(400)]
    asked = [written(case) | {"standing": _told(standing)} for case, standing in cases]
    with override(language):
        kept = words.words_of(Community(), cases[0][0][3])
        expected = [said_here(case, standing) for case, standing in cases]
    told = json.loads(guards_browser.evaluate(SAY, [kept, json.dumps(asked)]))

    for number, (one, other) in enumerate(zip(told, expected, strict=True)):
        assert (number, one) == (number, other)
    assert len({sentence for said in told for sentence in said}) > 60


def _told(standing: Standing | None) -> list[Any] | None:
    return standing and [str(standing.state), standing.until and str(standing.until)]


def said_here(case: Case, standing: Standing | None) -> list[str]:
    these, asked, book, at, mode, zone = case
    answer = may_pass(these, asked, book, at=at, mode=mode, zone=zone)
    return say(answer, Community(zone=str(zone)), at, standing=standing)
