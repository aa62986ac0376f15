"""Where an account can be reached outside of the desk's own pages."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Community
from shouwang.desk.base.sealed import Sealed, SealedField
from shouwang.desk.messages.problems import Problem


class Kind(models.TextChoices):
    """What sort of address it is."""

    PUSH = "push", _("notices of this browser")
    WECOM = "wecom", _("WeCom group robot")
    DINGTALK = "dingtalk", _("DingTalk group robot")
    FEISHU = "feishu", _("Feishu group robot")
    NTFY = "ntfy", _("ntfy")
    MAIL = "mail", _("e-mail")
    WEBHOOK = "webhook", _("webhook")


class ChannelQuerySet(models.QuerySet["Channel"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own alone: an address is a secret."""
        return self.filter(community=actor.community, account=actor.account, account__isnull=False)

    def live(self) -> Self:
        return self.filter(removed_at=None)


class Channel(models.Model):
    """One way to an account: an address for apprise, or a browser's push subscription (JSON). Sealed: it is a secret.

    Removed, it keeps when and why and loses its address.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, models.CASCADE, related_name="channels")
    kind = models.CharField(max_length=8, choices=Kind)
    address_sealed = SealedField()
    address = Sealed("address_sealed")
    address_hash = models.BigIntegerField()  # keyed; the same address is not told twice
    added_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)  # the last time that the service said so
    failed_at = models.DateTimeField(null=True, blank=True)  # since then nothing was delivered
    problem = models.CharField(max_length=12, choices=Problem, blank=True)
    detail = models.CharField(max_length=20, blank=True)  # the service's own code: "93000", "HTTP 503"
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_why = models.CharField(max_length=12, choices=Problem, blank=True)  # empty: by the account itself

    objects = ChannelQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "account", "address_hash"], condition=Q(removed_at=None),
                name="one_live_channel_an_address",
            ),
            models.CheckConstraint(condition=Q(removed_at=None, removed_why="") | Q(removed_at__isnull=False),
                                   name="only_a_removed_channel_says_why"),
        ]  # fmt: skip
