"""Rounds on paper: the run sheet and the bag labels, as PDF.

The text of a page is given to typst as data (JSON), never as markup: whatever somebody wrote stays what they wrote.
"""

import io
import json
from functools import cache
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
import segno
import typst
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, npgettext
from django.utils.translation import gettext as _

from shouwang.desk.rounds.sheet import RoundShown, StopShown, TaskShown

TEMPLATES = Path(__file__).with_name("typst")


def sheet_pdf(shown: RoundShown, address: str) -> bytes:
    """A4, big type, a box for each line. `address` is where the sheet is entered back: it stands as a QR code."""
    round = shown.round
    leaves = date_format(timezone.localtime(round.starts_at), _("j M H:i"))
    data = {
        "lang": (get_language() or "zh")[:2],
        "community": round.community.name,
        "title": str(round),
        "who": str(round.carrier or ""),
        "when": _("sets off %(time)s") % {"time": leaves},
        "code": round.code,
        "enter": _("Enter back: code"),
        "page": _("page"),
        "stops": [_stop(one, number) for number, one in enumerate(shown.stops, 1)],
        "answers": [_("nobody home"), _("not wanted"), _("other:")],
        "count": npgettext("stops of a round", "%(n)s stop", "%(n)s stops", shown.total) % {"n": shown.total},
        "signature": _("Name, time back"),
    }
    return _compile("sheet.typ", data, address)


def labels_pdf(shown: RoundShown) -> bytes:
    """Eight bag labels a page: the door huge, what is in the bag; medicine says no more than that it is medicine."""
    round = shown.round
    labels = [
        {
            "door": str(one.stop), "things": things_for_all(one), "cold": _("keep cold") if one.is_cold else "",
            "foot": f"{round} · {round.carrier or ''}", "number": f"{number}/{shown.total}",
        }
        for number, one in enumerate(shown.stops, 1)
        if not one.counter
    ]  # fmt: skip
    return _compile("labels.typ", {"lang": (get_language() or "zh")[:2], "labels": labels})


def things_for_all(one: StopShown) -> list[str]:
    """What may stand on a bag that others see."""
    said: list[str] = []
    for task in one.tasks:
        if task.is_discreet:
            said.append(_("closed bag, for this door only"))
        else:
            said += _lines(task)
    return said


def _stop(one: StopShown, number: int) -> dict[str, Any]:
    stop = one.stop
    window = ""
    if stop.due_by:
        window = _("by %(time)s") % {"time": date_format(timezone.localtime(stop.due_by), "H:i")}
    if stop.not_before:
        begin = _("not before %(time)s") % {"time": date_format(timezone.localtime(stop.not_before), "H:i")}
        window = f"{begin} · {window}" if window else begin
    notes = [task.note for task in one.tasks if task.note]
    return {
        "number": number, "door": str(stop), "window": window,
        "lines": one.counter.lines if one.counter else [line for task in one.tasks for line in _lines(task)],
        "notes": notes, "cold": _("keep cold") if one.is_cold else "", "phone": one.phone,
        "ended": str(stop.get_outcome_display()) if stop.outcome else "",
    }  # fmt: skip


def _lines(task: TaskShown) -> list[str]:
    lines = [f"{thing.name}  {thing.quantity.normalize():f} {thing.unit}".strip() for thing in task.things]
    return lines or [task.words or str(task.need.get_kind_display())]


def _compile(name: str, data: dict[str, Any], address: str = "") -> bytes:
    source = (TEMPLATES / name).read_bytes()
    inputs = {"data": json.dumps(data, ensure_ascii=False), "qr": _qr(address) if address else ""}
    made: object = typst.compile(  # type: ignore[misc]
        source, font_paths=[_fonts()], ignore_system_fonts=True, sys_inputs=inputs
    )
    assert isinstance(made, bytes)
    return made


def _qr(address: str) -> str:
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", scale=4, border=1)
    return out.getvalue().decode()


@cache
def _fonts() -> str:
    return str(Path(pylopdf_fonts_zh_cn.sans_path()).parent)
