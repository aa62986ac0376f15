"""Both languages are complete: every sentence in the code and the templates has its Chinese."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

from shouwang.commands.catalogues import entries
from shouwang.commands.terminal import LOCALE
from shouwang.reading import reasons, sheets

SOURCE = Path(__file__).resolve().parents[2] / "src" / "shouwang"
PLAIN = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
CALL = re.compile(r"\b(" + "|".join(PLAIN | WITH_CONTEXT) + r")\((?=u?['\"])")
PLACE = re.compile(r"%\((\w+)\)[\d.]*[sdif]|%[sd]")


def test_every_sentence_is_translated():
    known = catalogue()
    missing = sorted({f"{path.relative_to(SOURCE)}: {text!r}" for path, text in sentences() if text not in known})

    assert not missing, "no Chinese for:\n" + "\n".join(missing)


def test_a_translation_keeps_the_places_of_its_sentence():
    lost = [
        f"{forms[0]!r} → {chinese!r}"
        for forms, chinese in translated()
        if not set(PLACE.findall(chinese)) <= set(PLACE.findall(" ".join(forms)))
    ]

    assert not lost


def catalogue() -> dict[str, str]:
    """English sentence → Chinese, singular and plural alike."""
    return {form: chinese for forms, chinese in translated() for form in forms}


def translated() -> Iterator[tuple[list[str], str]]:
    """(singular and plural, Chinese) of every entry that has a translation."""
    for key, text, fuzzy in entries((LOCALE / "zh_Hans" / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")):
        if key and text and not fuzzy:
            yield key.rpartition("\x04")[2].split("\x00"), text


def sentences() -> Iterator[tuple[Path, str]]:
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            for text in in_python(path.read_text(encoding="utf-8")):
                yield path, text
    for path in sorted((SOURCE / "desk" / "templates").rglob("*.html")):
        for text in in_template(path.read_text(encoding="utf-8")):
            yield path, text

    for text in told_by_reading():
        yield SOURCE / "reading", text


def told_by_reading() -> Iterator[str]:
    """Reading speaks English and knows no gettext; the desk translates its tables where it shows them."""
    yield from reasons.REASONS.values()
    yield from sheets.LEFT_OUT.values()
    yield from sheets.SENTENCES.values()
    for reason in sheets.REASONS.values():
        yield from (reason.why, reason.ask)


def in_python(code: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in PLAIN and node.args:
                yield from literal(node.args[0])
            if name in WITH_CONTEXT and len(node.args) > 1:
                yield from literal(node.args[1])


def in_template(text: str) -> Iterator[str]:
    """What Django's own tools would hand to xgettext."""
    code = templatize(text)
    for match in CALL.finditer(code):
        arguments = leading_strings(code[match.end() :])
        yield arguments[1 if match[1] in WITH_CONTEXT else 0]


def leading_strings(code: str) -> list[str]:
    """The string literals a call begins with."""
    found = []
    while match := re.match(r"\s*,?\s*u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")", code, re.DOTALL):
        found.append(ast.literal_eval(match[1].replace("\n", "\\n")))
        code = code[match.end() :]
    return found


def literal(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
