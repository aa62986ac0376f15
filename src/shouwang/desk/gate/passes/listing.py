"""Passes as the desk lists them, and what became of one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.gate.models import IssuedPass, PassKey, PassScope
from shouwang.desk.gate.models.passes import RESIDENTS
from shouwang.desk.gate.passes.reading import uses_left
from shouwang.desk.people.models import Household

GOOD, EARLY, OVER = "ok", "waiting", "done"


@dataclass(frozen=True, slots=True)
class Shown:
    """A pass as a line. `state` in words; `tone` is its colour; `is_standing`: it may still be shown at a gate."""

    row: IssuedPass
    whose: str
    state: str
    tone: str
    left: str
    is_standing: bool


def passes_of(
    by: Actor, at: datetime, *, scope: str = "", building: UUID | None = None, is_over: bool = False
) -> QuerySet[IssuedPass]:
    """What the filters ask for, by door; those that are over the latest first."""
    rows = IssuedPass.objects.visible_to(by)
    standing = Q(pk__in=IssuedPass.objects.filter(community=by.community).standing(at).values("pk"))
    standing &= ~Q(key_number__in=_lost(by).values("number"))
    rows = rows.exclude(standing) if is_over else rows.filter(standing)
    if scope in PassScope.values:
        rows = rows.filter(scope=scope)
    if building:
        rows = rows.filter(household__door__building=building)
    rows = rows.select_related("community", "household__door", "person", "issued_by")
    if is_over:
        return rows.order_by("-expires", "pk")
    return rows.order_by(
        F("household__door__building__position").asc(nulls_first=True), "household__door__label", "issued_at", "pk"
    )


def show(rows: Iterable[IssuedPass], by: Actor, at: datetime) -> list[Shown]:
    """One query besides `rows`."""
    lost = lost_keys(by)
    return [show_one(row, at, lost) for row in rows]


def show_one(row: IssuedPass, at: datetime, lost: frozenset[int]) -> Shown:
    state, tone = _state(row, at, lost)
    return Shown(row, whose(row), state, tone, uses_left(row), tone in (GOOD, EARLY))


def whose(row: IssuedPass) -> str:
    """ "3-2-501", "3-2-501 · 吴虚构", "京A·00000 · to 3-2-501"."""
    door = str(row.household) if row.household else ""
    if row.scope in RESIDENTS:
        parts = [door, row.person.name if row.person else ""]
    else:
        parts = [row.mark, row.bearer, _("to %(door)s") % {"door": door} if door else ""]
    return " · ".join(part for part in parts if part)


def of_household(household: Household, by: Actor, at: datetime) -> list[Shown]:
    """The household's own that still stand, and its guests'. One query: what stands was signed by no lost key."""
    return [show_one(row, at, frozenset()) for row in passes_of(by, at).filter(household=household)]


def lost_keys(by: Actor) -> frozenset[int]:
    return frozenset(_lost(by).values_list("number", flat=True))


def _lost(by: Actor) -> QuerySet[PassKey]:
    return PassKey.objects.filter(community=by.community, lost_at__isnull=False)


def _state(row: IssuedPass, at: datetime, lost: frozenset[int]) -> tuple[str, str]:
    if row.revoked_at:
        return _("taken back"), OVER
    if row.has_left:
        return _("lives here no more"), OVER
    if row.expires <= at:
        return _("expired"), OVER
    if row.is_used_up:
        return _("used up"), OVER
    if row.key_number in lost:
        return _("its key was lost"), OVER
    return (_("good"), GOOD) if row.not_before <= at else (_("not yet good"), EARLY)
