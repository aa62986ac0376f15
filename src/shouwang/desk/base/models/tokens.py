"""Finding what is sealed: keyed hashes of what people type."""

import uuid
from collections.abc import Iterable

from django.db import models

from shouwang.desk.base.crypto import lookup_hash
from shouwang.desk.base.models.communities import Community


class SearchTokenQuerySet(models.QuerySet["SearchToken"]):
    def subjects(self, community: Community, text: str) -> models.QuerySet["SearchToken", uuid.UUID]:
        """Identifiers of everything in `community` that was indexed under `text`."""
        return self.filter(community=community, token=lookup_hash(community.pk, text)).values_list(
            "subject_id", flat=True
        )

    def index(self, community: Community, subject_id: uuid.UUID, texts: Iterable[str]) -> None:
        """Make `subject_id` findable under `texts` and nothing else."""
        self.filter(subject_id=subject_id).delete()
        self.index_many(community, {subject_id: texts})

    def index_many(self, community: Community, texts_of: dict[uuid.UUID, Iterable[str]]) -> None:
        """Index subjects that have no tokens yet, in one go."""
        self.bulk_create(
            SearchToken(community=community, subject_id=subject, token=token)
            for subject, texts in texts_of.items()
            for token in {lookup_hash(community.pk, text) for text in texts if text}
        )


class SearchToken(models.Model):
    """One way to find one subject. 64 bits of a keyed hash: useless without the installation's look-up key."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    subject_id = models.UUIDField(db_index=True)
    token = models.BigIntegerField()

    objects = SearchTokenQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["community", "token"], name="search_token")]
