"""The lists of a desk in groups: whom to telephone, what waits, what is answered, what is over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.partners.models import Manifest
from shouwang.desk.partners.shown import PartnerShown, show_partner

OVER_SHOWN = 20


@dataclass(frozen=True, slots=True)
class ListRow:
    manifest: Manifest
    partner: PartnerShown
    answered: int
    total: int


@dataclass(frozen=True, slots=True)
class Group:
    """`code` is the place on the page; `empty` what stands there when there is none (nothing: not shown)."""

    code: str
    title: str | Promise
    rows: Sequence[ListRow]
    empty: str | Promise = ""


def rows_of(by: Actor, at: datetime) -> list[Group]:
    """Every group, the urgent first. Five queries."""
    mine = Manifest.objects.visible_to(by).select_related("partner__community", "community", "carrier")
    counted = mine.annotate(
        lines_n=Count("lines"), answered_n=Count("lines", filter=~Q(lines__answer="")),
    )  # fmt: skip
    silent = _rows(counted.to_telephone(at).order_by("asked_at", "pk"), at)
    loud = {row.manifest.pk for row in silent}
    waiting = _rows(counted.open_at(at).filter(answered_at=None).order_by("asked_at", "pk"), at)
    answered = counted.open_at(at).filter(answered_at__isnull=False).order_by("-answered_at", "pk")
    drafts = counted.filter(sent_at=None, revoked_at=None, expires_at__gt=at).order_by("-made_at", "pk")
    over = counted.exclude(sent_at=None).exclude(pk__in=mine.open_at(at).values("pk")).order_by("-sent_at", "pk")
    return [
        Group("telephone", _("To telephone"), silent),
        Group(
            "waiting", _("Waiting for answers"), [row for row in waiting if row.manifest.pk not in loud],
            _("No list waits for an answer."),
        ),
        Group("answered", _("Answered, to be fetched"), _rows(answered, at)),
        Group("drafts", _("Not sent yet"), _rows(drafts, at)),
        Group("over", _("Over"), _rows(over[:OVER_SHOWN], at)),
    ]  # fmt: skip


def _rows(lists: Iterable[Any], at: datetime) -> list[ListRow]:
    return [ListRow(one, show_partner(one.partner, at), one.answered_n, one.lines_n) for one in lists]
