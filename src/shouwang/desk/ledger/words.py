"""Amounts and things in words."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from shouwang.desk.ledger.models import Commodity, Thing, ThingKind


def yuan(fen: int) -> str:
    """3550 → "¥35.50"; below zero with a minus sign before it."""
    return f"{'−' if fen < 0 else ''}¥{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def amount_words(commodity: Commodity, amount: int) -> str:
    """ "¥35.50", or "amlodipine 2 box"."""
    if commodity.kind == Commodity.Kind.MONEY:
        return yuan(amount)
    return f"{commodity.name} {amount}{' ' if commodity.unit.isascii() else ''}{commodity.unit}".strip()


def thing_words(thing: Thing) -> str:
    """ "insurance card …4321 (3-2-501)"."""
    kind = str(ThingKind(thing.kind).label)
    said = f"{kind} {thing.label}".strip()
    return _("%(thing)s (%(door)s)") % {"thing": said, "door": thing.household}


def since_words(since: datetime, at: datetime, thing: Thing) -> str:
    """The hour on the community's clock, with the day where it was another one."""
    local = thing.community.local(since)
    is_today = thing.community.today(at) == local.date()
    return f"{local:%H:%M}" if is_today else date_format(local, _("j M H:i"))
