"""What partners put on Today: whom to telephone."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.needs.today import Number, register_number
from shouwang.desk.partners.models import Manifest


def to_telephone(by: Actor, at: datetime) -> Number | None:
    """Lists whose partner is silent."""
    count = Manifest.objects.visible_to(by).to_telephone(at).count()
    if not count:
        return None
    return Number(count, _("lists to telephone"), reverse("partners:lists") + "#telephone", is_bad=True)


def register_today() -> None:
    register_number("partners", 45, to_telephone)
