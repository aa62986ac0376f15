"""What a gate says of a true pass beyond what the pass says: the desk's lists."""

import pytest

from shouwang.planning.passes import judge, scanned, secret_of, sign, with_code
from tests.planning.passes.cast import AT, HOUSEHOLD, KEY, ON_SCREEN, judged

ID, SOUTH, NORTH = HOUSEHOLD.id.hex(), "south", "north"


def lists(*, revoked=(), open_exit=None, **known):
    return {"passes": {ID: {"issued": "2020-02-10", **known}}, "revoked": list(revoked), "open_exit": open_exit}


def at_gate(told, *, text=None, at=AT, gate=SOUTH):
    return judge(judged(text or sign(HOUSEHOLD, KEY), at), told, gate=gate)


def test_a_good_pass_stays_good_and_its_day_is_known():
    found = at_gate(lists())

    assert (found.verdict, found.issued, found.go_to) == ("valid", "2020-02-10", ())


@pytest.mark.parametrize(("used", "verdict"), [(0, "valid"), (1, "used_up"), (7, "used_up")])
def test_uses_are_counted(used, verdict):
    assert at_gate(lists(used=used)).verdict == verdict


def test_a_pass_for_any_number_of_times_is_never_used_up():
    any_number = sign(ON_SCREEN.__class__(**{**fields(HOUSEHOLD), "uses": 0}), KEY)

    assert at_gate(lists(used=200), text=any_number).verdict == "valid"


def fields(said):
    return {name: getattr(said, name) for name in said.__slots__}


@pytest.mark.parametrize("at", [AT, HOUSEHOLD.expires, AT.replace(year=2019)])
def test_revoked_comes_before_what_time_says(at):
    assert at_gate(lists(revoked=[ID], used=9), at=at).verdict == "revoked"


def test_revoked_comes_before_old_digits():
    text = with_code(sign(ON_SCREEN, KEY), secret_of(KEY.code_key, ON_SCREEN.id), AT.replace(year=2019))

    assert at_gate(lists(), text=text).verdict == "stale"
    assert at_gate(lists(revoked=[ID]), text=text).verdict == "revoked"


@pytest.mark.parametrize(
    ("told", "gate", "verdict", "go_to"),
    [
        (lists(gates=[NORTH]), SOUTH, "wrong_gate", (NORTH,)),
        (lists(gates=[NORTH, SOUTH]), SOUTH, "valid", ()),
        (lists(open_exit=NORTH), SOUTH, "wrong_gate", (NORTH,)),
        (lists(open_exit=NORTH), NORTH, "valid", ()),
        (lists(open_exit=NORTH, gates=[SOUTH]), SOUTH, "valid", ()),
        (lists(open_exit=NORTH, used=1), SOUTH, "used_up", ()),
    ],
)
def test_a_pass_for_another_gate_says_where_to_go(told, gate, verdict, go_to):
    found = at_gate(told, gate=gate)

    assert (found.verdict, found.go_to) == (verdict, go_to)


def test_a_pass_that_is_younger_than_the_lists_is_good():
    found = at_gate({"passes": {}, "revoked": [], "open_exit": None})

    assert (found.verdict, found.issued) == ("valid", None)


def test_of_what_was_not_signed_the_lists_say_nothing():
    found = at_gate(lists(revoked=[ID]), text=sign(HOUSEHOLD, KEY)[:-1])

    assert (found.verdict, found.issued) == ("damaged", None)


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("SW:AB C ", "SW:AB C"), ("\r\n SW:ABC\n", "SW:ABC"), ("sw:abc0", "SW:ABC0"), ("]Q1SW:ABC", "SW:ABC"),
        ("Sw:abc", "Sw:abc"), ("sw:aBc", "sw:aBc"), ("sw:ß", "sw:ß"), ("hello", "hello"), ("", ""), ("\x00", ""),
    ],
)  # fmt: skip
def test_what_scanners_add_is_taken_away(sent, read):
    assert scanned(sent) == read


def test_a_scanner_s_line_end_does_not_damage_a_pass():
    text = sign(HOUSEHOLD, KEY)

    assert [judged(scanned(sent)).verdict for sent in (text + "\r\n", text + " ", text.lower(), "]Q1" + text)] == [
        "valid"
    ] * 4
    assert judged(text.lower()).verdict == "damaged", "only what a scanner may have changed is mended"
