"""A household's passes on its own page, each with what its screen needs to show the digits of every half minute."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.qr import qr_svg
from shouwang.desk.gate.models import IssuedPass, PassKey
from shouwang.desk.gate.passes.bridge import STEP, code_at, secret_of
from shouwang.desk.gate.passes.listing import passes_of, show
from shouwang.desk.people.models import Household


@dataclass(frozen=True, slots=True)
class OnScreen:
    """`code`: the digits of this half minute; `secret`: hexadecimal, of this pass alone; `seconds`: until the next."""

    row: IssuedPass
    qr: SafeString
    code: str
    secret: str
    seconds: int
    left: str
    state: str
    tone: str


def on_screen(by: Actor, at: datetime) -> list[OnScreen]:
    """The passes of the household `by` that are shown on a screen and stand. Four queries."""
    rows = list(passes_of(by, at).filter(is_on_screen=True))
    keys = {one.number: one for one in PassKey.objects.filter(community=by.community)}
    found = []
    for shown in show(rows, by, at):
        if (key := keys.get(shown.row.key_number)) is not None:
            secret = secret_of(shown.row, key)
            code = code_at(secret, at)
            seconds = STEP - int(at.timestamp()) % STEP
            qr = qr_svg(shown.row.text + code)
            found.append(OnScreen(shown.row, qr, code, secret.hex(), seconds, shown.left, shown.state, shown.tone))
    return found


def own_passes(household: Household, by: Actor, at: datetime) -> Mapping[str, Any] | None:
    """For the panel of the household's own page; nothing where it has none."""
    rows = list(passes_of(by, at).filter(household=household))
    if not rows:
        return None
    return {"shown": show(rows, by, at), "has_screen": any(row.is_on_screen for row in rows)}
