"""Base45, by the examples of RFC 9285 and by every pair of bytes."""

import pytest

from shouwang.planning.passes.base45 import ALPHABET, NotBase45, decode, encode

RFC_9285 = [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581"), (b"ietf!", "QED8WEX0")]


@pytest.mark.parametrize(("data", "text"), RFC_9285)
def test_the_examples_of_the_rfc(data, text):
    assert (encode(data), decode(text)) == (text, data)


def test_every_pair_of_bytes_and_every_last_byte_has_a_text_of_its_own():
    pairs = [value.to_bytes(2, "big") for value in range(2**16)]
    ends = [bytes([1, 2, value]) for value in range(256)]

    assert decode("".join(map(encode, pairs))) == b"".join(pairs)
    assert [decode(encode(data)) for data in ends] == ends
    assert len({*map(encode, pairs), *map(encode, ends)}) == len(pairs) + len(ends)


def test_nothing_is_nothing():
    assert (encode(b""), decode("")) == ("", b"")


@pytest.mark.parametrize("text", ["A", "BB8A", "bb8", "BB_", "宝宝8", "GGW", ":::", "::", "V5"])
def test_what_no_bytes_are_written_as(text):
    with pytest.raises(NotBase45):
        decode(text)


def test_the_last_values_before_too_much():
    assert (decode("FGW"), decode("U5")) == (b"\xff\xff", b"\xff")


def test_the_alphabet_is_that_of_a_dense_qr():
    assert len(set(ALPHABET)) == 45
    assert encode(bytes([0, 44, 0, 45])) == ":00010"
