"""A pass from the desk to the gate: what it says, and every way in which it is not good."""

import struct
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
import segno
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from shouwang.planning.passes import (
    Pass,
    PassProblem,
    Scope,
    check,
    code_at,
    new_key,
    retires_at,
    secret_of,
    sign,
    with_code,
)
from shouwang.planning.passes.base45 import ALPHABET, decode, encode
from shouwang.planning.passes.keys import ORDER
from shouwang.planning.passes.layout import pack, unpack
from shouwang.planning.passes.signing import ES256
from tests.planning.passes.cast import AT, ELSEWHERE, HERE, HOUSEHOLD, KEY, KEYS, ON_SCREEN, OTHER, judged

SECOND = timedelta(seconds=1)


def resigned(body: bytes, key=KEY) -> str:
    """`body`, whatever it says, with a true signature of `key`: what the desk itself never signs."""
    r, s = decode_dss_signature(key.private.sign(body, ES256))
    return "SW:" + encode(body + r.to_bytes(32, "big") + min(s, ORDER - s).to_bytes(32, "big"))


def test_a_pass_says_at_the_gate_what_the_desk_wrote():
    checked = judged(sign(HOUSEHOLD, KEY))

    assert (checked.verdict, checked.said, checked.key) == ("valid", HOUSEHOLD, KEY.id)


def test_the_bytes_stand_where_the_layout_says():
    body = pack(replace(HOUSEHOLD, is_on_screen=True, scope=Scope.VEHICLE), 0xABCD)

    assert body.hex(" ") == (
        "01 ab cd 01 23 45 67 89 ab cd ef c0 ff ee 01 86 fe dc ba 98 76 54 32 10 02 "
        + struct.pack(">II", int(AT.timestamp()), int(AT.timestamp()) + 3 * 86400).hex(" ") + " 01"
    )  # fmt: skip
    assert unpack(body)[1] == 0xABCD


def test_a_pass_is_98_bytes_and_150_characters_in_a_small_qr():
    text = sign(HOUSEHOLD, KEY)

    assert (len(decode(text[3:])), len(text)) == (98, 150)
    assert segno.make(text, error="m").designator == "6-M"


@pytest.mark.parametrize(
    ("at", "verdict"),
    [
        (AT - SECOND, "not_yet"),
        (AT, "valid"),
        (HOUSEHOLD.expires - SECOND, "valid"),
        (HOUSEHOLD.expires, "expired"),
        (retires_at(KEY.id) + timedelta(days=400), "expired"),
    ],
)
def test_a_pass_is_good_from_its_first_second_until_it_expires(at, verdict):
    checked = judged(sign(HOUSEHOLD, KEY), at)

    assert (checked.verdict, checked.said) == (verdict, HOUSEHOLD), "the guard can say until when it was good"


def test_a_pass_of_another_community_says_so():
    assert judged(sign(HOUSEHOLD, KEY), community=ELSEWHERE).verdict == "elsewhere"
    assert judged(sign(replace(HOUSEHOLD, community=ELSEWHERE), KEY)).verdict == "elsewhere"


def test_a_key_that_the_gate_does_not_hold():
    stranger = new_key(KEY.id + 5)

    assert judged(sign(HOUSEHOLD, stranger)).verdict == "unknown_key"
    assert judged(sign(HOUSEHOLD, KEY), keys={}).verdict == "unknown_key"


def test_a_stranger_who_names_our_key_is_a_forger():
    checked = judged(sign(HOUSEHOLD, new_key(KEY.id)))

    assert (checked.verdict, checked.said) == ("forged", None), "nothing of what a forger wrote is shown"


def test_a_neighbours_pass_is_no_forgery():
    """Their key of the week has the same number as ours."""
    theirs = sign(replace(HOUSEHOLD, community=ELSEWHERE), new_key(KEY.id))

    assert judged(theirs).verdict == "unknown_key"


@pytest.mark.parametrize("version", [0, 2, 255])
@pytest.mark.parametrize("length", [98, 97, 99, 20, 2])
def test_a_pass_of_a_later_version_is_not_called_forged(version, length):
    text = "SW:" + encode(bytes([version]) + bytes(length - 1))

    assert judged(text).verdict == "unknown_version"


def test_a_scope_of_a_later_time_is_not_called_forged():
    body = bytearray(pack(HOUSEHOLD, KEY.id))
    body[15] = 99

    assert judged(resigned(bytes(body))).verdict == "unknown_version"


@pytest.mark.parametrize(
    "text",
    ["", "SW:", "SW", "SW:A", "SW:A0", "hello", "https://example.org/", "SW:" + "A" * 147, "sw:" + "0" * 147,
     "WIFI:S:gate;;", "SW:出入证", "SW:0:0"],
)  # fmt: skip
def test_what_is_no_pass_of_ours_is_damaged_and_nothing_stumbles(text):
    assert judged(text).verdict in ("damaged", "unknown_version")


@pytest.mark.parametrize("cut", [3, 4, 50, 100, 148, 149])
def test_a_pass_that_was_not_read_whole_is_damaged(cut):
    assert judged(sign(HOUSEHOLD, KEY)[:cut]).verdict == "damaged"
    assert judged(sign(HOUSEHOLD, KEY)[: 150 - cut] + "0" * (cut - 3)).verdict != "valid"


@pytest.mark.parametrize("behind", ["1", "12345", "1234567", "١٢٣٤٥٦", "12 456", "ABCDEF", "123456"])
def test_a_pass_on_paper_has_nothing_behind_it(behind):
    assert judged(sign(HOUSEHOLD, KEY) + behind).verdict == "damaged"


def test_a_pass_has_one_text_alone():
    data = bytearray(decode(sign(HOUSEHOLD, KEY)[3:]))
    data[66:] = (ORDER - int.from_bytes(data[66:], "big")).to_bytes(32, "big")

    assert judged("SW:" + encode(bytes(data))).verdict == "forged", "the other signature that is as true"


def test_no_key_signs_what_outlives_it():
    lives_long = replace(HOUSEHOLD, expires=retires_at(KEY.id) + SECOND)

    with pytest.raises(PassProblem, match="2020-03-02"):
        sign(lives_long, KEY)
    assert judged(resigned(pack(lives_long, KEY.id))).verdict == "forged", "whoever stole a key cannot keep it alive"
    assert judged(sign(replace(HOUSEHOLD, expires=retires_at(KEY.id)), KEY)).verdict == "valid"


@pytest.mark.parametrize(
    ("place", "value"), [(24, b"\0"), (25, b"\xff\xff\xff\xff"), (29, b"\0\0\0\0")], ids=["nobody", "begins", "ends"]
)
def test_what_the_desk_can_never_have_meant(place, value):
    body = bytearray(pack(HOUSEHOLD, KEY.id))
    body[place : place + len(value)] = value

    assert judged(resigned(bytes(body))).verdict == "forged"


def test_on_a_screen_the_digits_are_those_of_now():
    text, secret = sign(ON_SCREEN, KEY), secret_of(KEY.code_key, ON_SCREEN.id)
    told = {ahead: judged(with_code(text, secret, AT + ahead * SECOND), AT + 60 * SECOND).verdict
            for ahead in (0, 29, 30, 60, 90, 119, 120)}  # fmt: skip

    assert told == {0: "stale", 29: "stale", 30: "valid", 60: "valid", 90: "valid", 119: "valid", 120: "stale"}


def test_a_picture_of_a_screen_and_the_digits_of_another_pass_are_stale():
    text, at = sign(ON_SCREEN, KEY), AT + timedelta(hours=1)
    of_another = code_at(secret_of(KEY.code_key, bytes(8)), at)

    assert judged(text, at).verdict == "stale"
    assert judged(text + of_another, at).verdict == "stale"
    assert judged(with_code(text, secret_of(OTHER.code_key, ON_SCREEN.id), at), at).verdict == "stale"
    assert judged(with_code(text, secret_of(KEY.code_key, ON_SCREEN.id), at), at).said == ON_SCREEN


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": b"short"}, {"community": b"\0" * 5}, {"household": b""}, {"persons": 0}, {"persons": 256}, {"uses": -1},
        {"uses": 256}, {"expires": AT}, {"expires": datetime(2107, 1, 1, tzinfo=UTC)},
        {"not_before": datetime(1969, 12, 31, tzinfo=UTC)}, {"not_before": AT.replace(tzinfo=None)},
        {"not_before": AT + timedelta(microseconds=1)},
    ],
)  # fmt: skip
def test_a_pass_that_cannot_be_written_is_refused(wrong):
    with pytest.raises(PassProblem):
        replace(HOUSEHOLD, **wrong)


def any_pass(draw: Random) -> Pass:
    begins = AT + timedelta(seconds=draw.randrange(-86400, 86400))
    return Pass(
        id=draw.randbytes(8), community=HERE, household=draw.randbytes(8), scope=draw.choice(list(Scope)),
        not_before=begins, expires=begins + timedelta(seconds=draw.randrange(1, 10 * 86400)),
        persons=draw.randint(1, 255), uses=draw.randint(0, 255), is_on_screen=draw.random() < 0.5,
    )  # fmt: skip


def test_whatever_a_pass_says_comes_back():
    draw = Random(1)
    for _ in range(300):
        said = any_pass(draw)

        assert judged(sign(said, draw.choice([KEY, OTHER]))).said == said
        assert unpack(pack(said, 7)) == (said, 7)


def test_no_bit_of_a_pass_can_be_changed():
    data = decode(sign(HOUSEHOLD, KEY)[3:])
    for bit in range(98 * 8):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8

        assert judged("SW:" + encode(bytes(changed))).verdict not in (
            "valid",
            "elsewhere",
            "not_yet",
            "expired",
            "stale",
        )


def test_no_character_of_a_pass_can_be_changed():
    draw, text = Random(2), sign(HOUSEHOLD, KEY)
    for place in range(150):
        for character in draw.sample([one for one in ALPHABET + "abc-_出" if one != text[place]], 4):
            assert check(text[:place] + character + text[place + 1 :], KEYS, community=HERE, at=AT).verdict != "valid"
