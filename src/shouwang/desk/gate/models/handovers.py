"""What one guard leaves for the next: a note, until it is done or a day is over; and who read the page."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Community
from shouwang.desk.base.roles import Role
from shouwang.desk.base.sealed import Sealed, SealedField


class GateNoteQuerySet(models.QuerySet["GateNote"]):
    def visible_to(self, actor: Actor) -> Self:
        mine = self.filter(community=actor.community)
        return mine if actor.sees_everything or actor.is_desk or actor.role == Role.GUARD else mine.none()

    def standing(self, at: datetime) -> Self:
        """Neither done nor over."""
        return self.filter(done_at=None).filter(Q(expires_at=None) | Q(expires_at__gt=at))


class GateNote(models.Model):
    """A short word to whoever stands at the gate next. `expires_at` None: it stands until somebody says it is done."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    op_id = models.UUIDField(unique=True)
    words_sealed = SealedField()
    words = Sealed("words_sealed")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")

    objects = GateNoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False), name="gate_note_done_by_somebody"
            )
        ]
        indexes = [models.Index(fields=["community", "done_at"], name="gate_note_standing")]


class Handover(models.Model):
    """Somebody took the gate over and read what they must know. Once for one `op_id`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    op_id = models.UUIDField(unique=True)
    read_at = models.DateTimeField()
    read_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["community", "-read_at"], name="gate_handover_latest")]
