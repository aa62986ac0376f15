"""The gate on Today: how many were turned back, whether voices were raised, who should be back."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.gate.book import counts_of
from shouwang.desk.needs.today import Number, register_numbers


def at_the_gate(by: Actor, at: datetime) -> Iterable[tuple[int, Number]]:
    """Of those turned back, how many were helped. One query; nothing on a day without passages."""
    counts, page = counts_of(by, by.community.today(at)), reverse("gate:day")
    if counts.turned:
        yield 71, Number(counts.helped, _("helped, of those turned back"), page, of=counts.turned)
    if counts.voices:
        yield 72, Number(counts.voices, _("voices raised"), page, is_bad=True)


def register_today() -> None:
    """Called once, when the desk starts."""
    register_numbers("gate", at_the_gate)
