"""Lists to partners lose their words when their time is over."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, ManyToOneRel, OuterRef, Q

from shouwang.desk.base import images
from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.housekeeping import swept
from shouwang.desk.base.models import Community, Picture
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
    """Destroy the names, notes and words answered of lists that were over 14 days before `at`; how many lists.

    A photograph goes with them unless something else still shows it. What partners said of their stock goes as well:
    it counts for a day.
    """
    before = at - WORDS_KEPT
    over = Q(revoked_at__lte=before) | Q(fetched_at__lte=before) | Q(expires_at__lte=before)
    spoken = Exists(ManifestLine.objects.filter(manifest=OuterRef("pk")).exclude(name_sealed=NOTHING))
    lists = list(Manifest.objects.filter(over, spoken, community=community).values_list("pk", flat=True))
    for some in (lists[start : start + 500] for start in range(0, len(lists), 500)):
        LineAnswer.objects.filter(line__manifest__in=some).update(words_sealed=NOTHING)
        lines = ManifestLine.objects.filter(manifest__in=some)
        pictures = set(lines.exclude(picture=None).values_list("picture_id", flat=True))
        lines.update(picture=None, **FORGOTTEN)
        _destroy_unused(pictures)
        Manifest.objects.filter(pk__in=some).update(title="")
    StockSaying.objects.filter(community=community, said_at__lte=before).delete()
    if lists:
        record("partners.words_forgotten", community, by=Actor.clockwork(community), at=at, lists=len(lists))
    return len(lists)


def _destroy_unused(pictures: set[UUID]) -> None:
    """Those of `pictures` that no row of any room points at any more."""
    for pointing in Picture._meta.get_fields(include_hidden=True):
        if isinstance(pointing, ManyToOneRel) and pictures:
            name = pointing.field.attname
            rows = pointing.related_model._default_manager.filter(**{f"{name}__in": pictures})
            pictures -= set(rows.values_list(name, flat=True))
    images.destroy_pictures(Picture.objects.filter(pk__in=pictures))


def register_forgetting() -> None:
    swept("partners.words", forget_words)
