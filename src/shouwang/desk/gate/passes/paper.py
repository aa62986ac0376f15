"""Passes on paper: the code, whose it is and until when, in both languages, eight on a sheet to cut apart."""

import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import segno
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import Happened, record_many
from shouwang.desk.base.paper import print_pdf
from shouwang.desk.base.refusals import use_case
from shouwang.desk.gate.models import IssuedPass, PassScope
from shouwang.desk.gate.models.passes import RESIDENTS

LANGUAGES = ("zh-hans", "en")
MOST = 480  # sixty sheets at a time


@use_case
def print_passes(*, rows: Iterable[IssuedPass], by: Actor, at: datetime) -> bytes:
    """The PDF of `rows`, which are on paper; that somebody printed them is told of each. Cost: about 5 ms a pass."""
    printed = list(rows)
    record_many("gate.pass_printed", [_printed(row) for row in printed], by=by, at=at)
    return print_pdf("gate/passes.typ", {"passes": [label_of(row) for row in printed]})


def label_of(row: IssuedPass) -> dict[str, Any]:
    """What stands on it. A guest's name does not: a paper that is lost names nobody."""
    big = row.mark if row.scope not in RESIDENTS and row.mark else str(row.household or "")
    return {
        "big": big or _both(lambda: str(PassScope(row.scope).label)), "qr": qr_of(row.text),
        "community": row.community.name, "number": row.number[:8],
        "from": f"{row.community.local(row.not_before):%Y-%m-%d %H:%M}",  # read alike in both languages
        "until": f"{row.community.local(row.expires):%m-%d %H:%M}",
        "lines": [_in(language, lambda: _words(row)) for language in LANGUAGES],
        "title": [_in(language, lambda: _("Pass")) for language in LANGUAGES],
        "scope": _both(lambda: str(PassScope(row.scope).label)),
    }  # fmt: skip


def qr_of(text: str) -> str:
    """As SVG: at level M, the border to be added where it is drawn."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", scale=4, border=2)
    return out.getvalue().decode()


def _words(row: IssuedPass) -> str:
    gates = [one.name for one in row.gates.all()]
    said = [
        ngettext("%(n)s person at a time", "%(n)s persons at a time", row.persons) % {"n": row.persons},
        ngettext("good %(n)s time", "good %(n)s times", row.uses) % {"n": row.uses} if row.uses else "",
        _("to %(door)s") % {"door": row.household} if row.household and row.scope not in RESIDENTS else "",
        _("only at %(gates)s") % {"gates": _(", ").join(gates)} if gates else "",
    ]
    return " · ".join(one for one in said if one)


def _both(words: Any) -> str:
    return " · ".join(dict.fromkeys(_in(language, words) for language in LANGUAGES))


def _in(language: str, words: Any) -> str:
    with override(language):
        return str(words())


def _printed(row: IssuedPass) -> Happened:
    return Happened(row, row.household_id, {"scope": row.scope})
