"""From a pass to the text of its QR."""

from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from shouwang.planning.passes import base45
from shouwang.planning.passes.keys import ORDER, SigningKey, retires_at
from shouwang.planning.passes.layout import Pass, PassProblem, pack
from shouwang.planning.passes.rolling import code_at

PREFIX = "SW:"
ES256 = ec.ECDSA(SHA256())


def sign(said: Pass, key: SigningKey) -> str:
    """The text of the QR. Raises PassProblem where the pass would outlive the key."""
    if said.expires > retires_at(key.id):
        raise PassProblem(f"this key's passes end on {retires_at(key.id):%Y-%m-%d} at the latest")
    body = pack(said, key.id)
    r, s = decode_dss_signature(key.private.sign(body, ES256))
    s = min(s, ORDER - s)  # (r, -s) is as true: one of the two, so that a pass has one text
    return PREFIX + base45.encode(body + r.to_bytes(32, "big") + s.to_bytes(32, "big"))


def with_code(text: str, secret: bytes, at: datetime) -> str:
    """What a screen shows at `at`: `text`, and the digits of this half minute."""
    return text + code_at(secret, at)
