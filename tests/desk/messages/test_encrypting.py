"""Web push: the bytes of the RFCs, and what a browser makes of ours."""

import hmac
import json
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.test import override_settings

from shouwang.desk.messages.models import Kind
from shouwang.desk.messages.problems import Problem
from shouwang.desk.messages.sending import Telling, send
from shouwang.desk.messages.sending.encrypting import (
    RECORD,
    encrypt,
    from_text,
    our_key,
    our_public_key,
    point_of,
    signature_for,
    to_text,
)
from tests.desk.conftest import TEN

# RFC 8291, section 5 and appendix A
PLAIN = b"When I grow up, I want to be a watermelon"
OURS = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
OUR_POINT = "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"
BROWSER = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
BROWSER_POINT = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl"
    "7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)
TELLING = Telling(
    "m1", "3-2-501：没人接电话，请去看看。" * 10, "https://desk.example/watch/cases/7/", "zh-hans", "/watch/cases/7/"
)


def key_from(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(from_text(text), "big"), ec.SECP256R1())


def opened_by_the_browser(body: bytes, browser: ec.EllipticCurvePrivateKey, auth: bytes) -> bytes:
    """The receiving side of RFC 8291, written from the RFC and not from our code."""
    salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
    sender, sealed = body[21 : 21 + length], body[21 + length :]
    assert size == RECORD >= len(sealed)
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
    prk = hmac.new(auth, browser.exchange(ec.ECDH(), point), "sha256").digest()
    info = b"WebPush: info\x00" + point_of(browser.public_key()) + sender + b"\x01"
    prk = hmac.new(salt, hmac.new(prk, info, "sha256").digest(), "sha256").digest()
    key = hmac.new(prk, b"Content-Encoding: aes128gcm\x00\x01", "sha256").digest()[:16]
    nonce = hmac.new(prk, b"Content-Encoding: nonce\x00\x01", "sha256").digest()[:12]
    plain = AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\0")
    assert plain[-1:] == b"\x02"
    return plain[:-1]


def test_the_example_of_the_rfc_byte_for_byte():
    assert to_text(point_of(key_from(OURS).public_key())) == OUR_POINT

    body = encrypt(
        PLAIN,
        browser=from_text(BROWSER_POINT),
        auth=from_text(AUTH),
        ours=key_from(OURS),
        salt=from_text(SALT),
        block=1,
    )

    assert to_text(body) == BODY


def test_a_browser_opens_what_we_send_and_its_length_tells_little():
    bodies = [
        encrypt(words, browser=from_text(BROWSER_POINT), auth=from_text(AUTH)) for words in (b"a", PLAIN, "守".encode())
    ]

    assert [opened_by_the_browser(body, key_from(BROWSER), from_text(AUTH)) for body in bodies] == [
        b"a", PLAIN, "守".encode(),
    ]  # fmt: skip
    assert len({len(body) for body in bodies}) == 1
    assert len({body[:16] for body in bodies}) == len({body[21:86] for body in bodies}) == 3, "salt and key are fresh"


def test_what_does_not_fit_one_message_is_refused():
    with pytest.raises(ValueError, match="too long"):
        encrypt(b"x" * 4000, browser=from_text(BROWSER_POINT), auth=from_text(AUTH))
    longest = encrypt(b"x" * 3839, browser=from_text(BROWSER_POINT), auth=from_text(AUTH))
    assert len(longest) <= 4096


def test_the_signature_holds_for_the_push_service():
    kind, _space, rest = signature_for("https://push.example:8443/send/abc", TEN).partition(" ")
    told = dict(part.strip().split("=", 1) for part in rest.split(","))
    head, claims, signature = told["t"].split(".")
    r, s = from_text(signature)[:32], from_text(signature)[32:]
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), from_text(told["k"]))

    public.verify(
        encode_dss_signature(int.from_bytes(r, "big"), int.from_bytes(s, "big")),
        f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()),
    )  # fmt: skip
    said = json.loads(from_text(claims))
    assert kind == "vapid"
    assert json.loads(from_text(head)) == {"typ": "JWT", "alg": "ES256"}
    assert said["aud"] == "https://push.example:8443"
    assert TEN.timestamp() < said["exp"] <= (TEN + timedelta(hours=24)).timestamp()
    assert said["sub"].startswith(("https://", "mailto:"))


def test_an_installation_signs_with_the_same_key_for_ever_and_another_with_another():
    ours = our_public_key()

    assert len(from_text(ours)) == 65
    assert our_public_key() == ours
    with override_settings(LOOKUP_KEY=b"another installation's"):
        assert our_public_key() != ours
    assert point_of(our_key().public_key()) == from_text(ours)


@pytest.mark.usefixtures("_in_the_house")
@pytest.mark.parametrize(
    ("status", "problem"),
    [(201, None), (410, Problem.GONE), (404, Problem.GONE), (429, Problem.LIMIT), (403, Problem.REFUSED),
     (503, Problem.BUSY)],
)  # fmt: skip
def test_what_the_push_service_says(service, status, problem):
    service.answers = [(status, "")]
    keys = {"p256dh": BROWSER_POINT, "auth": AUTH}
    address = json.dumps({"endpoint": service.address + "/push/abc", "keys": keys})

    assert send(Kind.PUSH, address, TELLING, TEN).problem == problem

    path, headers, body = service.asked[0]
    shown = json.loads(opened_by_the_browser(body, key_from(BROWSER), from_text(AUTH)))
    assert path == "/push/abc"
    assert headers["Content-Encoding"] == "aes128gcm"
    assert headers["TTL"]
    assert (shown["words"], shown["link"], shown["id"]) == (TELLING.words, "/watch/cases/7/", "m1")
    assert "501" not in body.decode("latin-1")


@pytest.mark.parametrize("address", ["", "{}", "[]", "null", '{"endpoint": "https://x.example", "keys": {}}', "no"])
def test_a_subscription_that_is_none(address):
    assert send(Kind.PUSH, address, TELLING, TEN).problem == Problem.ADDRESS
