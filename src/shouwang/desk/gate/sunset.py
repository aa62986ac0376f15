"""What the gate holds of people: its book is forgotten day after day, and destroyed on the sunset day."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext_noop

from shouwang.desk.base.actions.sunset import holds
from shouwang.desk.base.housekeeping import swept
from shouwang.desk.base.models import Community
from shouwang.desk.base.refusals import use_case
from shouwang.desk.gate.models import Gate, Passage, RuleProposal

BOOK_KEPT = timedelta(days=14)


@use_case
def forget_passages(community: Community, at: datetime) -> int:
    """Take from passages of 14 days ago who they were, their notes and their reasons; the counts of a day stay."""
    over = Passage.objects.filter(community=community, said_at__lte=at - BOOK_KEPT)
    named = over.exclude(household=None, person=None, note_sealed=b"", reason="")
    return named.update(household=None, person=None, note_sealed=b"", reason="")


def destroy_gate(community: Community) -> Mapping[str, int]:
    here = {"community": community}
    counts = {gettext_noop("passages"): Passage.objects.filter(**here).count()}
    Passage.objects.filter(**here, corrects__isnull=False).update(corrects=None)
    for held in (Passage, RuleProposal, Gate):
        held._default_manager.filter(**here).delete()
    return counts


def register_sunset() -> None:
    """Called once, when the desk starts."""
    swept("gate.book", forget_passages)
    holds("gate", destroy_gate)
