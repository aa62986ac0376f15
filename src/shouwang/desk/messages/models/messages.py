"""What somebody was told, and what became of it on each way it was sent."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Community
from shouwang.desk.base.roles import STAFF
from shouwang.desk.base.sealed import Sealed, SealedField
from shouwang.desk.messages.models.channels import Channel
from shouwang.desk.messages.problems import Problem

STALLED = timedelta(minutes=15)
"""Begun so long ago, a try died under way: nobody knows whether it went out."""


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, actor: Actor) -> Self:
        """What one was told oneself; staff see to whom nothing came through."""
        here = self.filter(community=actor.community)
        return here if actor.role in STAFF else here.own(actor)

    def own(self, actor: Actor) -> Self:
        return self.filter(community=actor.community, to=actor.account, to__isnull=False)

    def unread(self) -> Self:
        return self.filter(seen_at=None, withdrawn_at=None, is_test=False).exclude(words_sealed=b"")

    def untold(self, at: datetime) -> Self:
        """Nobody says that it arrived, and something went wrong: at the end, or on the way so far."""
        tried = Delivery.objects.filter(message=OuterRef("pk"))
        on_the_way = Exists(tried.filter(state="waiting", tries__gt=0))
        stalled = Exists(tried.filter(state="sending", begun_at__lt=at - STALLED))
        wrong = Q(failed_at__isnull=False) | Q(on_the_way) | Q(stalled)
        return self.filter(wrong, delivered_at=None, seen_at=None, withdrawn_at=None, is_test=False)


class Message(models.Model):
    """Something one account is told once (`key`): a door and what to do there, no name, no diagnosis.

    It is told when a service says that it was delivered (`delivered_at`) or its reader says so (`seen_at`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    to = models.ForeignKey(Account, models.PROTECT, related_name="messages")
    key = models.CharField(max_length=120)
    words_sealed = SealedField()  # in the language of `to`; emptied after 14 days
    words = Sealed("words_sealed")
    href = models.CharField(max_length=200)  # a path of this desk
    is_test = models.BooleanField(default=False)
    told_at = models.DateTimeField()
    told_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    delivered_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=12, choices=Problem, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "to", "key"], name="told_once"),
            models.CheckConstraint(
                condition=Q(failed_at=None, problem="")
                | Q(failed_at__isnull=False, delivered_at=None) & ~Q(problem=""),
                name="a_message_that_failed_was_not_delivered_and_says_why",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["to", "-told_at"], condition=Q(seen_at=None), name="message_unread"),
            models.Index(fields=["community", "told_at"], condition=Q(delivered_at=None, seen_at=None),
                         name="message_untold"),
        ]  # fmt: skip


class Delivery(models.Model):
    """One message on its way through one channel. A try that died under way is made again, and marked."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENDING = "sending"
        DELIVERED = "delivered"
        FAILED = "failed"
        DROPPED = "dropped"  # seen, withdrawn or no longer theirs before it went

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, models.CASCADE, related_name="deliveries")
    channel = models.ForeignKey(Channel, models.CASCADE, related_name="deliveries")
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    begun_at = models.DateTimeField(null=True, blank=True)  # of the last try
    ended_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=12, choices=Problem, blank=True)  # of the last try
    detail = models.CharField(max_length=20, blank=True)
    maybe_twice = models.BooleanField(default=False)  # a try died before its answer was noted

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "channel"], name="one_delivery_a_message_and_channel"),
            models.CheckConstraint(condition=Q(state__in=["waiting", "sending"], ended_at=None)
                                   | Q(state__in=["delivered", "failed", "dropped"], ended_at__isnull=False),
                                   name="a_delivery_that_is_over_says_when"),
        ]  # fmt: skip
