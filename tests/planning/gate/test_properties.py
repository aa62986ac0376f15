"""Whatever the rule and whatever the book says: what no gate may get wrong, and the brute-force reading beside it.

Scenes are drawn by number: a failure names the number that makes it again.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from shouwang.planning.gate import (
    ALWAYS,
    Answer,
    Asked,
    Direction,
    Passage,
    Reason,
    Rules,
    State,
    Verdict,
    Who,
    as_json,
    find_conflicts,
    may_pass,
    read_rule,
)
from tests.planning.gate.oracle import Entry, World

ZONES = [ZoneInfo("Asia/Shanghai"), ZoneInfo("America/Caracas"), UTC]
BEGINS = datetime(2020, 2, 10, tzinfo=UTC)
PERSONS = ["wu", "wu", "wu", "zhong", "zhong", None]
REASONS = ["shopping", "shopping", "walk", "medicine", "hospital", "emergency", None, "产检"]
ORDER = [Verdict.NO, Verdict.SENIOR, Verdict.ALLOWED]


@dataclass
class Scene:
    number: int
    dated: list[tuple[date, dict[str, Any]]]
    asked: Asked
    book: list[Passage]
    at: datetime
    zone: tzinfo

    def answer(self, book: list[Passage] | None = None, **asked: Any) -> Answer:
        rules = Rules([(day, read_rule(value)) for day, value in self.dated])
        asking = replace(self.asked, **asked)
        return may_pass(rules, asking, self.book if book is None else book, at=self.at, mode="", zone=self.zone)

    def world(self) -> World:
        entries = [Entry(one.person, str(one.direction), one.at, one.reason, one.back_by) for one in self.book]
        who = self.asked
        return World(self.dated, entries, self.zone, who.person, who.household is not None, who.state, who.reason,
                     who.pass_issued_on)  # fmt: skip


def scenes(count: int, **options: Any):
    return (scene(number, **options) for number in range(count))


def scene(number: int, *, most: int = 6) -> Scene:
    draw = Random(number)
    dated = [(date(2020, 1, 1), value(draw))]
    dated += sorted(((day, value(draw)) for day in set(draw.choices(DAYS, k=draw.choice([0, 0, 1, 2])))), key=first)
    asked = Asked(
        household=draw.choice(["5-1-203"] * 5 + [None]), person=draw.choice(PERSONS),
        state=draw.choice(["open"] * 5 + ["arrived", None]), reason=draw.choice(REASONS),
        pass_issued_on=draw.choice([None, *DAYS]),
    )  # fmt: skip
    zone = draw.choice(ZONES)
    return Scene(number, dated, asked, book(draw, most), BEGINS + timedelta(hours=draw.randrange(48, 192)), zone)


DAYS = [date(2020, 2, 10) + timedelta(days=ahead) for ahead in range(11)]


def first(dated: tuple[date, Any]) -> date:
    return dated[0]


def value(draw: Random) -> dict[str, Any]:
    return {
        "states": {str(state): limit(draw) for state in State},
        "exempt": draw.choice([[], [], ["medicine"]]),
        "passes_since": draw.choice([None, None, *map(str, DAYS)]),
    }


def limit(draw: Random) -> dict[str, Any]:
    opens = draw.randrange(0, 22)
    return {
        "times": draw.choice([1, 1, 1, 2, 2, 3, 0, None]), "days": draw.randint(1, 5),
        "hours": draw.choice([None, 1, 2, 12]), "per_person": draw.random() < 0.3,
        "open": draw.choice([None, None, [f"{opens:02}:00", f"{draw.randrange(opens + 1, 24):02}:00"]]),
        "needs_pass": draw.random() < 0.2,
    }  # fmt: skip


def book(draw: Random, most: int) -> list[Passage]:
    """At different moments: two entries of one second have no order."""
    found = []
    for hour in draw.sample(range(192), draw.randint(0, most)):
        at, way = BEGINS + timedelta(hours=hour), draw.choice(["out", "out", "in"])
        back_by = at + timedelta(hours=3) if way == "out" and draw.random() < 0.6 else None
        found.append(
            Passage(str(hour), draw.choice(PERSONS), Direction(way), at, "west", draw.choice(REASONS), back_by)
        )
    return found


def test_the_answer_is_that_of_brute_force():
    told: Counter[str] = Counter()
    for one in scenes(2000):
        answer = one.answer()
        told[f"{answer.verdict} {answer.why}"] += 1

        assert (one.number, answer.verdict) == (one.number, one.world().verdict(one.at))
    assert {
        "allowed exempt", "allowed free", "allowed within", "no used_up", "no shut", "no nobody", "no no_pass",
        "no pass_void", "no another_out", "senior reason_unknown", "senior who_unknown", "senior state_unknown",
        "senior book_unsure", "senior out_already", "senior overdue",
    } <= set(told), "the scenes are of every kind"  # fmt: skip


def test_the_next_time_that_is_promised_is_the_first_that_brute_force_finds():
    promised = not_known = 0
    for one in scenes(700, most=4):
        one.asked = replace(one.asked, state="open")
        answer = one.answer()
        if answer.why not in ("used_up", "shut", "nobody"):
            continue
        found = one.world().next_allowed(one.at, within=12)
        if answer.next_at is None or answer.next_at >= one.at + timedelta(days=12):
            assert (one.number, found) == (one.number, None)
            not_known += 1
        else:
            assert (one.number, found) == (one.number, answer.next_at)
            promised += 1
    assert promised > 50
    assert not_known > 10


def test_an_exemption_is_never_refused():
    for one in scenes(120):
        for reason in ALWAYS:
            assert one.answer(reason=reason).verdict == Verdict.ALLOWED, one.number
            for who in Who:
                assert one.answer(reason=reason, who=who, direction=Direction.IN).verdict != Verdict.NO, one.number


def test_a_reason_that_nobody_understands_is_never_refused():
    for one in scenes(500):
        assert one.answer(reason="为了孩子").verdict != Verdict.NO, one.number


def test_everybody_may_always_come_home():
    for one in scenes(200):
        assert one.answer(direction=Direction.IN).verdict == Verdict.ALLOWED, one.number


def test_a_later_passage_changes_no_earlier_answer():
    for one in scenes(500):
        later = [replace(entry, id=f"later {entry.id}", at=one.at + (entry.at - BEGINS) + timedelta(seconds=1))
                 for entry in book(Random(-one.number - 1), 3)]  # fmt: skip

        assert one.answer([*one.book, *later]) == one.answer(), one.number


def test_one_more_way_out_never_makes_a_yes_of_a_no():
    stricter = 0
    for one in scenes(1500, most=5):
        more = [replace(entry, id="more", direction=Direction.OUT, at=entry.at + timedelta(minutes=1))
                for entry in book(Random(-one.number - 1), 1)]  # fmt: skip
        before, after = (ORDER.index(answer.verdict) for answer in (one.answer(), one.answer([*one.book, *more])))

        assert after <= before, one.number
        stricter += after < before
    assert stricter > 10


def test_neither_order_nor_repetition_of_the_book_matters():
    for one in scenes(500):
        shuffled = [*one.book, *one.book]
        Random(one.number).shuffle(shuffled)

        assert one.answer(shuffled) == one.answer(), one.number
        assert find_conflicts(shuffled) == find_conflicts(one.book), one.number


def test_two_gates_that_wrote_down_one_person_are_reported_and_both_entries_kept():
    for one in scenes(500):
        out = one.at + timedelta(minutes=10)
        twice = [Passage(f"{gate} gate", "wu", Direction.OUT, out + timedelta(minutes=nth), gate, Reason.SHOPPING)
                 for nth, gate in enumerate(("west", "east"))]  # fmt: skip

        conflicts = find_conflicts([*one.book, *twice])

        assert any((found.first, found.second) == tuple(twice) for found in conflicts), one.number


def test_what_is_stored_of_a_rule_is_the_rule():
    for one in scenes(200):
        for _day, stored in one.dated:
            assert read_rule(as_json(read_rule(stored))) == read_rule(stored), one.number
