"""What happens to lists by time passing: silence is noticed, and a list is over."""

from collections.abc import Callable
from datetime import datetime

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.jobs import task
from shouwang.desk.partners.actions.manifests import CHASE, EXPIRE, expire_manifest
from shouwang.desk.partners.models import Manifest


@task(CHASE)
def chase(*, at: datetime, community_id: str, manifest_id: str) -> Callable[[], None]:
    """Where the partner is silent still, say so: it stands under "to telephone" with the number. Told once for
    "nobody opened it" and once for "not wholly answered"."""

    def write() -> None:
        manifest = _living(community_id, manifest_id)
        if manifest is None or not Manifest.objects.filter(pk=manifest.pk).to_telephone(at).exists():
            return
        why = "not_seen" if manifest.seen_at is None else "not_answered"
        told = Manifest.objects.filter(pk=manifest.pk).exclude(chased_for=why, chased_at__gte=manifest.asked_at)
        if told.update(chased_at=at, chased_for=why) == 1:
            by = Actor.clockwork(manifest.community)
            record("partners.list_chased", manifest, by=by, at=at, why=why)

    return write


@task(EXPIRE)
def expire(*, at: datetime, community_id: str, manifest_id: str) -> Callable[[], None]:
    def write() -> None:
        if manifest := _living(community_id, manifest_id):
            expire_manifest(manifest=manifest, by=Actor.clockwork(manifest.community), at=at)

    return write


def _living(community_id: str, manifest_id: str) -> Manifest | None:
    lists = Manifest.objects.filter(pk=manifest_id, community__pk=community_id, community__sunset_at=None)
    return lists.select_related("community").first()
