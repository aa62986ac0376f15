"""Alerts about a list that was read: its entries, and the talk between them."""

from collections.abc import Sequence
from datetime import datetime

from shouwang.desk.base.actor import Actor
from shouwang.desk.needs.actions.alerts import raise_alert
from shouwang.desk.needs.actions.continuing import content_of
from shouwang.desk.needs.actions.threads import Draft
from shouwang.desk.needs.bridge import speaks_of_self_harm
from shouwang.desk.needs.doors import Doors
from shouwang.desk.needs.models import Alert, Intake
from shouwang.desk.people.models import Door


def alert_about_list(*, intake: Intake, drafts: Sequence[Draft], doors: Doors, by: Actor, at: datetime) -> list[Alert]:
    """One alert for each entry or line that speaks of self-harm and did not stand in the paste that it continues."""
    if not speaks_of_self_harm(intake.text):
        return []
    stood = _said(intake.continues.text) if intake.continues else set()
    made, covered = [], set()
    for draft in drafts:
        raw = draft.entry.raw
        if draft.entry.line and draft.entry.part == 0 and speaks_of_self_harm(raw):
            covered |= _said(raw)
            if not _said(raw) <= stood:
                need, place = draft.entry.need, draft.read.place
                who = " ".join(part for part in (place.text, draft.read.who) if part)
                door_id = need.door_id if need else doors.find(place)
                door = Door.objects.filter(pk=door_id).first() if door_id else None
                made.append(raise_alert(words=raw, who=who, need=need, intake=intake, door=door, by=by, at=at))
    for line in intake.text.splitlines():
        if content_of(line) not in covered | stood and speaks_of_self_harm(line):
            made.append(raise_alert(words=line, intake=intake, by=by, at=at))
    if not made and not covered and not _said(intake.text) <= stood:  # it is said across several lines
        made.append(raise_alert(words=intake.text, intake=intake, by=by, at=at))
    return made


def _said(text: str) -> set[str]:
    """Its lines as they stay when a list is renumbered."""
    return {said for line in text.splitlines() if (said := content_of(line))}
