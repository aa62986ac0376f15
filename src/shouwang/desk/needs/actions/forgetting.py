"""What has ended loses its words after 14 days; on the sunset day everything goes."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_noop

from shouwang.desk.base import images
from shouwang.desk.base.actions.sunset import holds
from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.housekeeping import swept
from shouwang.desk.base.models import Community, Picture
from shouwang.desk.base.refusals import use_case
from shouwang.desk.needs.models import Alert, Intake, IntakeEntry, Line, Need, NeedPicture, State
from shouwang.desk.needs.models.needs import LIVE

WORDS_KEPT = timedelta(days=14)
NOTHING = b""


@use_case
def forget_words(community: Community, at: datetime) -> int:
    """Destroy the words, names of things and photographs of needs that ended 14 days before `at`, and the pasted
    text they came from; how many needs that were. What was wanted, promised and delivered stays as numbers."""
    before = at - WORDS_KEPT
    needs = Need.objects.filter(community=community, ended_at__lte=before)
    spoken = Q(words_sealed=NOTHING, note_sealed=NOTHING, outcome_sealed=NOTHING, who_sealed=NOTHING)
    named = Exists(Line.objects.filter(need=OuterRef("pk")).exclude(name_sealed=NOTHING))
    due = list(needs.filter(~spoken | named).values_list("pk", flat=True))
    for some in (due[start : start + 500] for start in range(0, len(due), 500)):
        Line.objects.filter(need__in=some).update(name_sealed=NOTHING, note_sealed=NOTHING)
        Need.objects.filter(pk__in=some).update(
            words_sealed=NOTHING, note_sealed=NOTHING, outcome_sealed=NOTHING, who_sealed=NOTHING
        )
        _forget_pictures(NeedPicture.objects.filter(need__in=some))
    _forget_lists(community, before)
    answered = Alert.objects.filter(community=community, acknowledged_at__lte=before)
    answered.update(words_sealed=NOTHING, who_sealed=NOTHING, outcome_sealed=NOTHING)
    if due:
        record("needs.words_forgotten", community, by=Actor.clockwork(community), at=at, needs=len(due))
    return len(due)


def _forget_lists(community: Community, before: datetime) -> None:
    """Entries go with their need; a whole text once nothing of it is live or waits any more."""
    entries = IntakeEntry.objects.filter(community=community, intake__pasted_at__lte=before)
    over = Q(need=None) | Q(need__ended_at__lte=before)
    entries.filter(over).exclude(state=IntakeEntry.State.WAITING).exclude(raw_sealed=NOTHING).update(
        raw_sealed=NOTHING, reading_sealed=NOTHING
    )
    open_still = IntakeEntry.objects.filter(intake=OuterRef("pk")).filter(
        Q(state=IntakeEntry.State.WAITING) | Q(need__state__in=LIVE)
    )
    lists = Intake.objects.filter(community=community, pasted_at__lte=before).exclude(text_sealed=NOTHING)
    lists.filter(~Exists(open_still)).update(
        text_sealed=NOTHING, title_sealed=NOTHING, context_sealed=NOTHING, sheet_sealed=NOTHING, filename_sealed=NOTHING
    )


def _forget_pictures(rows: QuerySet[NeedPicture]) -> None:
    pictures = list(rows.values_list("picture_id", flat=True))
    rows.delete()
    images.destroy_pictures(Picture.objects.filter(pk__in=pictures))


def destroy_needs(community: Community) -> Mapping[str, int]:
    """Every need with its lines, photographs and the lists it came from."""
    here = {"community": community}
    counts = {
        gettext_noop("needs"): Need.objects.filter(**here).count(),
        gettext_noop("pasted lists"): Intake.objects.filter(**here).count(),
    }
    NeedPicture.objects.filter(need__community=community).delete()
    Alert.objects.filter(**here).delete()
    IntakeEntry.objects.filter(**here).delete()
    Intake.objects.filter(**here).delete()
    Need.objects.filter(**here, state=State.MERGED).update(merged_into=None, state=State.CLOSED)
    Need.objects.filter(**here).delete()
    return counts


def register_forgetting() -> None:
    """Called once, when the desk starts."""
    swept("needs.words", forget_words)
    holds("needs", destroy_needs)
