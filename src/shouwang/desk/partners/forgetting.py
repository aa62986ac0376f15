"""Lists to partners lose their words when their time is over."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.housekeeping import swept
from shouwang.desk.base.models import Community
from shouwang.desk.base.refusals import use_case
from shouwang.desk.partners.models import LineAnswer, Manifest, ManifestLine, StockSaying

WORDS_KEPT = timedelta(days=14)
NOTHING = b""
FORGOTTEN = {
    f"{name}_sealed": NOTHING
    for name in ("name", "strength", "note", "item", "offer_name", "offer_strength", "offer_maker", "answer_note")
}


@use_case
def forget_words(community: Community, at: datetime) -> int:
    """Destroy the names, notes and words answered of lists that were over 14 days before `at`; how many lists. Their
    pictures belong to what they were taken for. What partners said of their stock goes as well: it counts for a day."""
    before = at - WORDS_KEPT
    over = Q(revoked_at__lte=before) | Q(fetched_at__lte=before) | Q(expires_at__lte=before)
    spoken = Exists(ManifestLine.objects.filter(manifest=OuterRef("pk")).exclude(name_sealed=NOTHING))
    lists = list(Manifest.objects.filter(over, spoken, community=community).values_list("pk", flat=True))
    for some in (lists[start : start + 500] for start in range(0, len(lists), 500)):
        LineAnswer.objects.filter(line__manifest__in=some).update(words_sealed=NOTHING)
        ManifestLine.objects.filter(manifest__in=some).update(picture=None, **FORGOTTEN)
        Manifest.objects.filter(pk__in=some).update(title="")
    StockSaying.objects.filter(community=community, said_at__lte=before).delete()
    if lists:
        record("partners.words_forgotten", community, by=Actor.clockwork(community), at=at, lists=len(lists))
    return len(lists)


def register_forgetting() -> None:
    swept("partners.words", forget_words)
