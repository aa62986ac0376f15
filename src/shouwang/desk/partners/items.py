"""The key of an item: under which what partners said of it is kept and found again."""

import re
import unicodedata

LONGEST = 120
_BETWEEN = re.compile(r"[\s·・,，、;；/|]+")


def item_key(name: str, strength: str = "", form: str = "") -> str:
    """`name`, `strength` and `form` in lower case, half-width, without spaces: "阿司匹林肠溶片" + "100 mg" →
    "阿司匹林肠溶片|100mg". Empty parts leave no trace; at most 120 characters."""
    parts = [_BETWEEN.sub("", unicodedata.normalize("NFKC", part).lower()) for part in (name, strength, form)]
    return "|".join(part for part in parts if part)[:LONGEST]
