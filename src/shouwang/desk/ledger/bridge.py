"""The one way from the ledger to reading: a card's PIN is never stored."""

import re

from shouwang.reading import sensitive
from shouwang.reading.text import even_out

_SIX_DIGITS_ALONE = re.compile(r"(?<!\d)\d{6}(?!\d)")


def without_pins(text: str) -> str:
    """`text` with every PIN that a word announces blanked."""
    return sensitive.blank_pins(text)


def has_six_digits_alone(label: str) -> bool:
    """What the PIN of a card looks like. The last four digits of its number tell a card from others."""
    return _SIX_DIGITS_ALONE.search(even_out(label)) is not None
