"""Who calls on a day, as it was chosen at the desk."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.models import Account, Community


class Caller(models.Model):
    """`account` is on shift for the calls of `day`, with `minutes` to give: the larger, the larger the share."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    day = models.DateField()
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=240)
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "day", "account"], name="a_caller_is_on_shift_once"),
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=1440), name="a_caller_has_minutes"),
        ]
