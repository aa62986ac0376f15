"""Passes signed by the desk and read in a guard's browser, which has no network: the same verdict on each of them.

Ten thousand true ones, ten thousand altered ones. The browser gets them in a few large pieces and answers in one.
"""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from shouwang.planning.passes import Pass, Scope, SigningKey, check, code_at, key_id, secret_of, sign, with_code
from shouwang.planning.passes.base45 import ALPHABET, decode, encode
from shouwang.planning.passes.keys import ORDER

COUNT = 10_000
AT = datetime(2020, 2, 12, 1, tzinfo=UTC)
HERE = bytes.fromhex("c0ffee01")
KEYS = [SigningKey(key_id(AT, nth), 2020_02_12 + nth, bytes([nth]) * 32) for nth in range(3)]
STRANGER = SigningKey(KEYS[0].id, 13, KEYS[0].code_key)

CHECK = """(asked) => (async ([texts, keys, community, at]) => {
    const held = await gatePass.importKeys(keys), told = [], check = (text) =>
        gatePass.check(text, {keys: held, community, at: new Date(at)});
    while (texts.length) told.push(...await Promise.all(texts.splice(0, 500).map(check)));
    return JSON.stringify(told);
})(JSON.parse(asked))"""


@pytest.fixture
def guards_browser(desk, page_at):
    """A page of the desk with the gate's script, then cut off."""
    page = page_at(390)
    page.goto(desk.url)
    page.add_script_tag(url=f"{desk.url}/static/desk/gate_pass.js")
    page.context.set_offline(True)
    return page


def read_in_browser(page, texts: list[str], *, at: datetime = AT, keys=KEYS) -> list[dict]:
    held = [{"id": key.id, "public": base64.b64encode(key.checking.public_bytes).decode(),
             "code": base64.b64encode(key.code_key).decode()} for key in keys]  # fmt: skip
    return json.loads(page.evaluate(CHECK, json.dumps([texts, held, HERE.hex(), at.isoformat()])))


def read_here(text: str, *, at: datetime = AT) -> dict:
    """What `planning.passes` says, as the browser says it."""
    checked = check(text, {key.id: key.checking for key in KEYS}, community=HERE, at=at)
    return {"verdict": str(checked.verdict), "key": checked.key, "pass": as_told(checked.said)}


def as_told(said: Pass | None) -> dict | None:
    return said and {
        "id": said.id.hex(), "community": said.community.hex(), "household": said.household.hex(),
        "scope": said.scope.name.lower(), "onScreen": said.is_on_screen, "persons": said.persons,
        "notBefore": f"{said.not_before:%Y-%m-%dT%H:%M:%S.000Z}", "expires": f"{said.expires:%Y-%m-%dT%H:%M:%S.000Z}",
        "uses": said.uses,
    }  # fmt: skip


def any_pass(draw: Random) -> Pass:
    begins = AT - timedelta(seconds=draw.randrange(0, 5 * 86400))
    return Pass(
        id=draw.randbytes(8), community=HERE, household=draw.randbytes(8), scope=draw.choice(list(Scope)),
        not_before=begins, expires=AT + timedelta(seconds=draw.randrange(1, 10 * 86400)),
        persons=draw.randint(1, 255), uses=draw.randint(0, 255), is_on_screen=draw.random() < 0.2,
    )  # fmt: skip


def shown(said: Pass, key: SigningKey, at: datetime = AT) -> str:
    text = sign(said, key)
    return with_code(text, secret_of(key.code_key, said.id), at) if said.is_on_screen else text


def altered(text: str, said: Pass, other: str, draw: Random) -> str:
    """`text`, forged in one of the ways that somebody tries."""
    data = bytearray(decode(text[3:150]))
    way = draw.randrange(8)
    if way == 0:  # a bit of it
        data[draw.randrange(98)] ^= 1 << draw.randrange(8)
    elif way == 1:  # another end
        data[29:33] = (int.from_bytes(data[29:33], "big") + draw.randrange(1, 10**6)).to_bytes(4, "big")
    elif way == 2:  # another household's signature
        data[34:] = decode(other[3:150])[34:]
    elif way == 3:  # the other signature that is as true
        data[66:] = (ORDER - int.from_bytes(data[66:], "big")).to_bytes(32, "big")
    elif way == 4:  # no signature at all
        data[34:] = draw.choice([bytes(64), b"\xff" * 64, draw.randbytes(64)])
    elif way == 5:  # a key of their own
        return shown(said, STRANGER)
    elif way == 6:  # a character
        place = draw.randrange(150)
        return text[:place] + draw.choice([one for one in ALPHABET if one != text[place]]) + text[place + 1 :]
    else:  # a piece of it, or more than it
        return draw.choice([text[: draw.randrange(150)], text + str(draw.randrange(10)), text[:150] + "A" * 6])
    return "SW:" + encode(bytes(data)) + text[150:]


def test_ten_thousand_passes_are_read_and_ten_thousand_altered_ones_refused(guards_browser):
    draw = Random(20200212)
    passes = [(any_pass(draw), draw.choice(KEYS)) for _ in range(COUNT)]
    texts = [shown(said, key) for said, key in passes]
    forged = [altered(text, said, other, draw)
              for text, (said, _key), other in zip(texts, passes, [*texts[1:], texts[0]], strict=True)]  # fmt: skip

    told, refused = read_in_browser(guards_browser, texts), read_in_browser(guards_browser, forged)

    assert told == [{"verdict": "valid", "key": key.id, "pass": as_told(said)} for said, key in passes]
    assert {one["verdict"] for one in refused} == {"damaged", "unknown_version", "unknown_key", "forged"}
    assert {json.dumps(one["pass"]) for one in refused} == {"null"}, "nothing of what a forger wrote is shown"
    assert refused[::5] == [read_here(text) for text in forged[::5]], "the desk says the same of them"


def test_every_verdict_is_the_desks_own(guards_browser):
    said = replace(any_pass(Random(7)), not_before=AT, expires=AT + timedelta(days=1), is_on_screen=False)
    on_screen = replace(said, is_on_screen=True)
    text, secret = sign(said, KEYS[0]), secret_of(KEYS[0].code_key, said.id)
    digits = [sign(on_screen, KEYS[0]) + code_at(secret, AT + timedelta(seconds=late)) for late in range(-90, 91, 10)]
    texts = [
        text, sign(replace(said, community=b"\0\0\0\1"), KEYS[0]), sign(on_screen, KEYS[0]), *digits, text + "123456",
        sign(said, STRANGER), sign(replace(said, community=b"\0\0\0\1"), STRANGER),
        sign(said, replace(KEYS[0], id=KEYS[0].id + 9)), "", "SW:", "SW:A", "SW:出入证", "sw:" + text[3:], text[:-1],
        "SW:" + encode(b"\2" + bytes(97)), "SW:" + encode(b"\2\0\0"), "WIFI:S:gate;;", "SW:" + ":" * 147, "SW:😀😀😀",
    ]  # fmt: skip
    verdicts = set()
    for at in (AT, AT - timedelta(seconds=1), said.expires - timedelta(seconds=1), said.expires):
        told = read_in_browser(guards_browser, texts, at=at)

        assert told == [read_here(text, at=at) for text in texts]
        verdicts |= {one["verdict"] for one in told}
    assert verdicts == {"damaged", "unknown_version", "unknown_key", "forged", "elsewhere", "not_yet", "expired",
                        "stale", "valid"}  # fmt: skip


def test_a_households_screen_shows_the_digits_of_the_rfc(guards_browser):
    """RFC 6238, appendix B, SHA-256: the last six of its eight digits."""
    moments = [59, 1111111109, 1111111111, 1234567890, 2000000000, 20000000000]
    shown = guards_browser.evaluate(
        """(moments) => Promise.all(moments.map((seconds) =>
            gatePass.codeAt(new TextEncoder().encode("1234567890".repeat(3) + "12"), new Date(seconds * 1000))))""",
        moments,
    )

    assert shown == ["119246", "084774", "062674", "819424", "698825", "737706"]
