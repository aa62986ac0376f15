"""Lists of which another capability keeps a book of its own: its page, filled in with such a list, is one tap away.

    register_onward(ListKind.GATE, "gate:paper", gettext_lazy("This is a gate's log."), gettext_lazy("Enter it"))

The page is opened with `?list=` the intake; it asks `entries_for` what the list says, as people have settled it.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.policy import may
from shouwang.desk.needs.entries import EntryRead
from shouwang.desk.needs.models import Intake, IntakeEntry


@dataclass(frozen=True, slots=True)
class Onward:
    """What is said of the list, and where it goes on."""

    words: str
    label: str
    href: str


ONWARD: dict[str, tuple[str, str | Promise, str | Promise]] = {}


def register_onward(kind: str, url: str, words: str | Promise, label: str | Promise) -> None:
    """Sheets of `kind` lead to the page `url`: `words` say why, `label` stands on the button."""
    ONWARD[kind] = (url, words, label)


def onward_of(intake: Intake, by: Actor) -> Onward | None:
    """None where `intake` has no such page, `by` may not open it, or its file is not kept any more."""
    if str(intake.kind) not in ONWARD or not intake.sheet_sealed:
        return None
    url, words, label = ONWARD[str(intake.kind)]
    if not may(url, "GET", by.role):
        return None
    return Onward(str(words), str(label), f"{reverse(url)}?list={intake.pk}")


def list_for(text: str, kind: str, by: Actor) -> Intake | None:
    """The sheet of `kind` that `?list=` names; None where there is none that `by` may see."""
    try:
        found = Intake.objects.visible_to(by).filter(pk=UUID(text), kind=kind).exclude(sheet_sealed=b"")
    except ValueError:
        return None
    return found.select_related("community").first()


def file_of(intake: Intake) -> bytes:
    return base64.b64decode(intake.sheet)


def entries_for(intake: Intake) -> Mapping[int, tuple[IntakeEntry, EntryRead]]:
    """Row of the sheet → its entry, and how it reads now. One query."""
    rows = intake.entries.filter(part=0, line__gt=0)
    return {entry.line: (entry, EntryRead.from_json(entry.reading)) for entry in rows}
