"""Messages for browsers: encrypted so that the push service cannot read them (RFC 8291, RFC 8188), signed (RFC 8292).

RFC 8188 aes128gcm with one record:  salt (16) | record size (4) | key length (1) | our public key (65) | cipher text
"""

import hmac
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

RECORD = 4096
BLOCK = 256
"""Messages are filled up to a multiple of this, so that their length tells little."""
VALID = timedelta(hours=12)  # of a signature; RFC 8292 allows 24
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256's group


def to_text(data: bytes) -> str:
    """URL-safe base64 without its filling."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def from_text(text: str) -> bytes:
    """Raises ValueError."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def point_of(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def encrypt(
    plain: bytes,
    *,
    browser: bytes,
    auth: bytes,
    ours: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
    block: int = BLOCK,
) -> bytes:
    """`plain` for the browser with the public point `browser` and the secret `auth`; fresh key and salt unless given.

    Raises ValueError where `browser` is no point of P-256, or `plain` is too long for one record.
    """
    ours = ours or ec.generate_private_key(ec.SECP256R1())
    salt = salt or secrets.token_bytes(16)
    public = point_of(ours.public_key())
    shared = ours.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), browser))
    mixed = _expand(hmac.digest(auth, shared, "sha256"), b"WebPush: info\0" + browser + public, 32)
    key = hmac.digest(salt, mixed, "sha256")
    filled = plain + b"\x02"  # the last record
    filled += b"\0" * (-len(filled) % block)
    if len(filled) + 16 > RECORD - 103:  # services take 4096 bytes with the header
        raise ValueError("too long for one push message")
    cipher = AESGCM(_expand(key, b"Content-Encoding: aes128gcm\0", 16))
    sealed = cipher.encrypt(_expand(key, b"Content-Encoding: nonce\0", 12), filled, None)
    return salt + RECORD.to_bytes(4, "big") + bytes([len(public)]) + public + sealed


def _expand(key: bytes, info: bytes, length: int) -> bytes:
    """HKDF's second step (RFC 5869) for at most 32 bytes."""
    return hmac.digest(key, info + b"\x01", "sha256")[:length]


@lru_cache(maxsize=4)
def _signing_key(installation: bytes) -> ec.EllipticCurvePrivateKey:
    number = int.from_bytes(hmac.digest(installation, b"web push", "sha512"), "big")
    return ec.derive_private_key(number % (ORDER - 1) + 1, ec.SECP256R1())


def our_key() -> ec.EllipticCurvePrivateKey:
    """What this installation signs with: drawn from its lookup key, so that subscriptions survive a restore."""
    return _signing_key(settings.LOOKUP_KEY)


def our_public_key() -> str:
    """What a browser is given when it subscribes (`applicationServerKey`)."""
    return to_text(point_of(our_key().public_key()))


def signature_for(endpoint: str, at: datetime) -> str:
    """The Authorization header that shows a push service whose message it is (RFC 8292, vapid)."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((at + VALID).timestamp()),
        "sub": settings.ORIGIN if settings.ORIGIN.startswith("https://") else "mailto:desk@example.org",
    }
    told = b".".join(to_text(json.dumps(one).encode()).encode() for one in ({"typ": "JWT", "alg": "ES256"}, claims))
    r, s = decode_dss_signature(our_key().sign(told, ec.ECDSA(hashes.SHA256())))
    signed = told.decode() + "." + to_text(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return f"vapid t={signed}, k={our_public_key()}"
