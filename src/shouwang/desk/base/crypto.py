"""Sealing: AES-256-GCM with a data key a community, itself wrapped by the installation's master key.

What is sealed is bound to its table, column and row, so that a value moved to another row does not open.
"""

import hashlib
import hmac
import secrets
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from shouwang.desk.base.tombstones import is_destroyed

NONCE = 12  # bytes


class Unsealable(Exception):
    """The key is destroyed or not the right one, or the value was altered or moved."""


def new_wrapped_key(community_id: UUID) -> bytes:
    """A fresh data key, wrapped for the row of `community_id`."""
    return _encrypt(settings.MASTER_KEY, secrets.token_bytes(32), _key_name(community_id))


def opens(master: bytes, community_id: UUID, wrapped: bytes) -> bool:
    """Whether `wrapped` is the data key of `community_id`, wrapped by `master`."""
    try:
        _decrypt(master, wrapped, _key_name(community_id))
    except Unsealable:
        return False
    return True


def seal(community_id: UUID, place: str, text: str) -> bytes:
    """Encrypt `text` for `place` ("table|column|row")."""
    return _encrypt(_data_key(community_id), text.encode(), place.encode())


def unseal(community_id: UUID, place: str, sealed: bytes) -> str:
    """The text of `sealed`. Raises Unsealable."""
    return _decrypt(_data_key(community_id), bytes(sealed), place.encode()).decode()


def seal_bytes(community_id: UUID, place: str, plain: bytes) -> bytes:
    """`seal` for what is no text: a picture."""
    return _encrypt(_data_key(community_id), plain, place.encode())


def unseal_bytes(community_id: UUID, place: str, sealed: bytes) -> bytes:
    """Raises Unsealable."""
    return _decrypt(_data_key(community_id), sealed, place.encode())


def lookup_hash(community_id: UUID, text: str) -> int:
    """A keyed 64-bit hash (signed, as databases hold it) by which `text` is found again, and only found."""
    digest = hmac.digest(settings.LOOKUP_KEY, community_id.bytes + text.encode(), "sha256")
    return int.from_bytes(digest[:8], "big", signed=True)


def new_token() -> str:
    """128 random bits, safe in an address."""
    return secrets.token_urlsafe(16)


def token_hash(token: str) -> bytes:
    """What is stored of a token: enough to recognise it, not enough to use it."""
    return hashlib.sha256(token.encode()).digest()


def same(one: bytes, other: bytes) -> bool:
    """Compare hashes in constant time."""
    return hmac.compare_digest(one, other)


def forget_keys() -> None:
    """Drop unwrapped keys from memory: after a key was destroyed, and between tests."""
    _data_key.cache_clear()


@lru_cache(maxsize=256)
def _data_key(community_id: UUID) -> bytes:
    from shouwang.desk.base.models import CommunityKey  # models import this module

    wrapped = CommunityKey.objects.filter(pk=community_id).values_list("wrapped", flat=True).first()
    if wrapped is None or is_destroyed(community_id):
        raise Unsealable(f"community {community_id} has no key: it was destroyed")
    return _decrypt(settings.MASTER_KEY, bytes(wrapped), _key_name(community_id))


def _key_name(community_id: UUID) -> bytes:
    return b"community-key|" + community_id.bytes


def _encrypt(key: bytes, plain: bytes, bound_to: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to)


def _decrypt(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], bound_to)
    except (InvalidTag, ValueError) as error:
        raise Unsealable("this value does not open here") from error
