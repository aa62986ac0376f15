"""Turned back, and helped: the no becomes a need that the household's page shows before they are upstairs."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from shouwang.desk.base import images
from shouwang.desk.base.actor import Actor
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.gate.actions.passages import Said, record_passage, written
from shouwang.desk.gate.models import Passage, Reason
from shouwang.desk.needs.actions.capture import add_need
from shouwang.desk.needs.actions.pictures import add_picture
from shouwang.desk.needs.bridge import read_wishes, without_pins
from shouwang.desk.needs.known import known_of
from shouwang.desk.needs.models import Kind, Need, Sensitivity, Source, Urgency
from shouwang.desk.needs.wishes import Wish

KIND_FOR: dict[str, Kind] = {
    Reason.SHOPPING: Kind.GOODS, Reason.MEDICINE: Kind.MEDICINE, Reason.WALK: Kind.TALK, Reason.CASH: Kind.ERRAND,
    Reason.PARCEL: Kind.ERRAND, Reason.VISIT: Kind.TALK,
}  # fmt: skip
"""What somebody probably lacks who wanted out for this; the guard may say otherwise."""
NOT_FOR_GROUPS = frozenset({Kind.MEDICINE, Kind.TALK, Kind.RIDE})
COUNTED = frozenset({Kind.GOODS, Kind.MEDICINE})


class _WrittenMeanwhile(Exception):
    """Somebody sent the same number at the same moment."""


@use_case
def turn_back_and_help(
    *, op_id: UUID, said: Said, words: str, by: Actor, at: datetime, kind: str = "", said_at: datetime | None = None,
    photograph: "UploadedFile[Any] | None" = None,
) -> Passage:  # fmt: skip
    """They went home, and the desk has what they came for: `words`, as they said it (empty: what the reason says),
    with what is known of the household and a `photograph` of the box. Said twice, it is one passage and one need.

    A photograph that cannot be read undoes nothing: they are gone, and the need says that it is missing.

    Raises NothingWanted, TooMuch, NotOfThisHousehold, OtherWords.
    """
    if (before := written(op_id, said, by)) is not None:
        return before
    try:
        with transaction.atomic():
            need = _need_of(said, words, kind, photograph, by, at)
            passage = record_passage(op_id=op_id, said=said, by=by, at=at, said_at=said_at, need=need)
            if passage.need_id != need.pk:
                raise _WrittenMeanwhile
            return passage
    except _WrittenMeanwhile:  # of two who said it at once the other one's need stands, and not two of them
        return Passage.objects.get(op_id=op_id)


def _need_of(
    said: Said, words: str, kind: str, photograph: "UploadedFile[Any] | None", by: Actor, at: datetime
) -> Need:  # fmt: skip
    asked, is_readable = said.asked, _is_readable(photograph)
    chosen = kind or KIND_FOR.get(asked.reason, Kind.OTHER)
    with override(settings.LANGUAGE_CODE):  # read by the desk and the household, not by the guard
        said_why = _("Wanted out: %(reason)s") % {"reason": Reason(asked.reason).label} if asked.reason else ""
        wanted = without_pins(words.strip()) or (_("It stands on the photograph.") if is_readable else said_why)
        known = known_of(asked.household, chosen, at) if asked.household and wanted else []
        lost = [_("The photograph of it cannot be read: ask for another.")] if photograph and not is_readable else []
    read = read_wishes(wanted, chosen) if words and chosen in COUNTED else []
    need = add_need(
        kind=chosen, source=Source.GATE, words="\n".join([wanted, *(one.words for one in known), *lost]).strip(),
        wishes=[Wish(one.name, one.quantity, one.unit) for one in read if one.quantity],
        household=asked.household, person=asked.person, by=by, at=at,
        urgency=Urgency.URGENT if any(one.is_urgent for one in known) else Urgency.NORMAL,
        sensitivity=Sensitivity.SENSITIVE if chosen in NOT_FOR_GROUPS else Sensitivity.ORDINARY,
    )  # fmt: skip
    if photograph and is_readable:
        add_picture(need=need, upload=photograph, by=by, at=at)
    return need


def _is_readable(photograph: "UploadedFile[Any] | None") -> bool:
    if photograph is None:
        return False
    try:
        images.clean(photograph)
    except Refused:
        return False
    photograph.seek(0)
    return True
