"""What the gate holds of people: its book is forgotten day after day, and destroyed on the sunset day."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_noop

from shouwang.desk.base.actions.sunset import holds
from shouwang.desk.base.housekeeping import swept
from shouwang.desk.base.models import Community
from shouwang.desk.base.refusals import use_case
from shouwang.desk.gate.models import Gate, GateNote, Handover, IssuedPass, Passage, PassKey, PassUse, RuleProposal
from shouwang.desk.gate.passes.keys import retire_keys

BOOK_KEPT = timedelta(days=14)


@use_case
def forget_passages(community: Community, at: datetime) -> int:
    """Take from passages of 14 days ago who they were, their notes and their reasons; the counts of a day stay."""
    over = Passage.objects.filter(community=community, said_at__lte=at - BOOK_KEPT)
    named = over.exclude(household=None, person=None, note_sealed=b"", reason="")
    return named.update(household=None, person=None, note_sealed=b"", reason="")


@use_case
def forget_passes(community: Community, at: datetime) -> int:
    """Delete passes that ended 14 days ago, and where they were seen."""
    over = IssuedPass.objects.filter(community=community, expires__lte=at - BOOK_KEPT)
    PassUse.objects.filter(shown__in=over).delete()
    IssuedPass.gates.through.objects.filter(issuedpass__in=over).delete()
    return over.delete()[0]


@use_case
def forget_notes(community: Community, at: datetime) -> int:
    """Delete what one guard left for the next, two weeks after it was over; and who took the gate over."""
    before = at - BOOK_KEPT
    over = GateNote.objects.filter(community=community, written_at__lte=before)
    gone = over.filter(Q(done_at__lte=before) | Q(expires_at__lte=before)).delete()[0]
    return gone + Handover.objects.filter(community=community, read_at__lte=before).delete()[0]


def destroy_gate(community: Community) -> Mapping[str, int]:
    here = {"community": community}
    counts = {
        gettext_noop("passages"): Passage.objects.filter(**here).count(),
        gettext_noop("passes"): IssuedPass.objects.filter(**here).count(),
    }
    Passage.objects.filter(**here, corrects__isnull=False).update(corrects=None)
    IssuedPass.gates.through.objects.filter(issuedpass__community=community).delete()
    for held in (PassUse, IssuedPass, PassKey, Passage, GateNote, Handover, RuleProposal, Gate):
        held._default_manager.filter(**here).delete()
    return counts


def register_sunset() -> None:
    """Called once, when the desk starts."""
    swept("gate.book", forget_passages)
    swept("gate.notes", forget_notes)
    swept("gate.passes", forget_passes)
    swept("gate.keys", retire_keys)
    holds("gate", destroy_gate)
