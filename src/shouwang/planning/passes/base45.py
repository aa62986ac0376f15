"""Base45 (RFC 9285): two bytes in three of the characters that a QR holds most densely."""

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
PLACE = {character: place for place, character in enumerate(ALPHABET)}


class NotBase45(ValueError):
    """Characters that no bytes are written as."""


def encode(data: bytes) -> str:
    """Three characters for two bytes, two for a last one that is alone."""
    written = []
    for begins in range(0, len(data), 2):
        pair = data[begins : begins + 2]
        value = int.from_bytes(pair, "big")
        for _ in range(len(pair) + 1):
            value, place = divmod(value, 45)
            written.append(ALPHABET[place])
    return "".join(written)


def decode(text: str) -> bytes:
    """The bytes of `text`; each text has other bytes. Raises NotBase45."""
    read = bytearray()
    for begins in range(0, len(text), 3):
        group = text[begins : begins + 3]
        try:
            value = sum(PLACE[character] * 45**power for power, character in enumerate(group))
            read += value.to_bytes(len(group) - 1, "big")
        except (KeyError, OverflowError):
            raise NotBase45(group) from None
        if len(group) == 1:
            raise NotBase45(group)
    return bytes(read)
