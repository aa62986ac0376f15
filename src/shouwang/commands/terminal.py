"""Speaking with the person at the terminal, in Chinese or English as their terminal does."""

import gettext
import os
import sys
import unicodedata
from functools import lru_cache
from pathlib import Path

LOCALE = Path(__file__).resolve().parents[1] / "desk" / "locale"


class Sorry(Exception):
    """The command cannot do what was asked; the message is the sentence that says why and what to do."""


def language() -> str:
    """The terminal's language: "zh-hans" or "en"."""
    told = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh-hans" if told.startswith("zh") else "en"


def _(message: str) -> str:
    """The sentence in the terminal's language. The desk's own catalogue, without loading Django."""
    return message if language() == "en" else _catalogue().gettext(message)


def gettext_noop(message: str) -> str:
    """Mark a sentence for the catalogue where it is declared; it is translated where it is shown."""
    return message


@lru_cache(maxsize=1)
def _catalogue() -> gettext.NullTranslations:
    if (LOCALE.parents[2] / "../pyproject.toml").exists():
        from shouwang.commands.catalogues import compile_stale

        compile_stale(LOCALE)
    return gettext.translation("django", LOCALE, languages=["zh_Hans"], fallback=True)


def columns(text: str) -> int:
    """How wide `text` is in a terminal: a Chinese character takes two columns."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def say(sentence: str = "") -> None:
    """One line of progress or result; shown at once, even through a pipe."""
    print(sentence, flush=True)


def complain(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
