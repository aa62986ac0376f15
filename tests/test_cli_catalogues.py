"""Translations without msgfmt: what gettext reads back is what the .po says."""

import gettext
import io
import os
from pathlib import Path

import pytest

from shouwang.commands.catalogues import BadCatalogue, compile_stale, compiled
from shouwang.commands.terminal import LOCALE

PO = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=n != 1;\n"

#. a comment for the translator
#: desk/needs/views.py:10
msgid "Late"
msgstr "晚了"

msgctxt "of a book"
msgid "Late"
msgstr "逾期"

#, python-format
msgid ""
"Two lines,\n"
"one \"quoted\" of %(name)s"
msgstr ""
"两行，\n"
"%(name)s 的“一行”"

msgid "%d need"
msgid_plural "%d needs"
msgstr[0] "一项需求"
msgstr[1] "%d 项需求"

#, fuzzy
msgid "Guessed"
msgstr "猜的"

msgid "Not translated"
msgstr ""

#~ msgid "Gone"
#~ msgstr "没了"
"""


@pytest.fixture
def read() -> gettext.GNUTranslations:
    return gettext.GNUTranslations(io.BytesIO(compiled(PO)))


def test_what_is_translated_is_found(read: gettext.GNUTranslations) -> None:
    assert read.gettext("Late") == "晚了"
    assert read.pgettext("of a book", "Late") == "逾期"
    assert read.gettext('Two lines,\none "quoted" of %(name)s') == "两行，\n%(name)s 的“一行”"
    assert [read.ngettext("%d need", "%d needs", number) for number in (1, 5)] == ["一项需求", "%d 项需求"]


def test_what_is_not_surely_translated_stays(read: gettext.GNUTranslations) -> None:
    assert [read.gettext(text) for text in ("Guessed", "Not translated", "Gone")] == [
        "Guessed",
        "Not translated",
        "Gone",
    ]


def test_only_what_is_older_is_compiled(tmp_path: Path) -> None:
    po = tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    po.write_text(PO, encoding="utf-8")

    assert compile_stale(tmp_path) == [po.with_suffix(".mo")]
    assert compile_stale(tmp_path) == []
    os.utime(po, ns=(po.with_suffix(".mo").stat().st_mtime_ns + 1,) * 2)
    assert compile_stale(tmp_path) == [po.with_suffix(".mo")]
    assert sorted(os.listdir(po.parent)) == ["django.mo", "django.po"]


def test_a_broken_line_is_named() -> None:
    with pytest.raises(BadCatalogue, match="line 2"):
        compiled('msgid "Late"\nmsgstr "unfinished\n')


def test_the_desks_own_catalogues_compile() -> None:
    for po in LOCALE.glob("*/LC_MESSAGES/*.po"):
        gettext.GNUTranslations(io.BytesIO(compiled(po.read_text(encoding="utf-8"))))
