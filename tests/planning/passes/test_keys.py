"""A key a week: which signs now, which are still believed; and the digits of RFC 6238."""

from datetime import UTC, datetime, timedelta

import pytest

from shouwang.planning.passes import (
    LONGEST,
    CheckingKey,
    accepted,
    code_at,
    code_fits,
    key_id,
    new_key,
    retires_at,
    signing,
)
from tests.planning.passes.cast import AT, KEY

MONDAY = datetime(2020, 2, 10, tzinfo=UTC)
SECOND, WEEK = timedelta(seconds=1), timedelta(weeks=1)
HELD = [key_id(MONDAY + nth * WEEK) for nth in range(-4, 3)]


def test_keys_change_at_the_beginning_of_monday():
    assert signing(HELD, MONDAY - SECOND) == key_id(MONDAY - WEEK)
    assert signing(HELD, MONDAY) == signing(HELD, MONDAY + WEEK - SECOND) == key_id(MONDAY) == 2614 * 16


def test_where_no_key_of_this_week_is_held_a_new_one_is_needed():
    assert signing([], MONDAY) is None
    assert signing(HELD, MONDAY + 3 * WEEK) is None


def test_a_key_that_got_lost_is_followed_by_the_next_of_its_week():
    lost, fresh = key_id(MONDAY), key_id(MONDAY + 3 * 24 * 3600 * SECOND, 1)

    assert signing([lost, fresh], MONDAY + WEEK - SECOND) == fresh
    assert accepted([fresh], MONDAY) == [fresh], "the lost one is no longer held"


def weeks(at):
    return [id // 16 - 2614 for id in accepted(HELD, at)]


def test_what_was_signed_in_a_week_is_believed_for_two_more():
    assert weeks(MONDAY) == [-2, -1, 0]
    assert weeks(MONDAY + WEEK - SECOND) == [-2, -1, 0, 1]
    assert weeks(MONDAY + WEEK) == [-1, 0, 1]


def test_the_next_weeks_key_is_known_a_day_ahead():
    assert weeks(MONDAY + timedelta(days=6) - SECOND) == [-2, -1, 0]
    assert weeks(MONDAY + timedelta(days=6)) == [-2, -1, 0, 1]


def test_whatever_a_key_may_sign_is_believed_while_it_is_good():
    for hours in range(0, 24 * 7, 5):
        at = MONDAY + timedelta(hours=hours)
        key = signing(HELD, at)

        assert retires_at(key) >= at + LONGEST
        assert key in accepted(HELD, retires_at(key) - SECOND)
        assert key not in accepted(HELD, retires_at(key))


@pytest.mark.parametrize(("at", "serial"), [(MONDAY, 16), (MONDAY, -1), (datetime(2060, 1, 1, tzinfo=UTC), 0),
                                            (datetime(1969, 1, 1, tzinfo=UTC), 0)])  # fmt: skip
def test_a_number_that_does_not_fit_is_refused(at, serial):
    with pytest.raises(ValueError, match="no key"):
        key_id(at, serial)


def test_a_checking_key_comes_back_from_what_a_gate_is_sent():
    sent = KEY.checking

    assert CheckingKey.read(sent.id, sent.public_bytes, sent.code_key).public_bytes == sent.public_bytes
    assert len(sent.public_bytes) == 65
    with pytest.raises(ValueError, match=r"."):
        CheckingKey.read(sent.id, b"\4" + bytes(64), sent.code_key)


def test_no_two_new_keys_are_alike():
    one, other = new_key(7), new_key(7)

    assert one.secret != other.secret
    assert one.code_key != other.code_key


RFC_6238 = {59: "46119246", 1111111109: "68084774", 1111111111: "67062674", 1234567890: "91819424",
            2000000000: "90698825", 20000000000: "77737706"}  # fmt: skip
"""Appendix B, the rows of SHA-256."""


@pytest.mark.parametrize(("seconds", "code"), RFC_6238.items())
def test_the_digits_of_the_rfc(seconds, code):
    secret, at = b"12345678901234567890123456789012", datetime.fromtimestamp(seconds, UTC)

    assert code_at(secret, at, digits=8) == code
    assert code_at(secret, at) == code[2:]


def test_clocks_may_differ_by_a_step():
    secret, now = bytes(32), AT.replace(second=0)
    fits = [late for late in range(-100, 101, 10) if code_fits(secret, code_at(secret, now), now + late * SECOND)]

    assert fits == list(range(-30, 60, 10))
    assert code_fits(secret, code_at(secret, datetime.fromtimestamp(0, UTC)), datetime.fromtimestamp(5, UTC))
