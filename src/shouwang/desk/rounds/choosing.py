"""What could go on a round, and who could walk it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q
from django.http import QueryDict

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Membership
from shouwang.desk.base.roles import Role
from shouwang.desk.needs.models import Kind, Need, State
from shouwang.desk.needs.models.needs import NeedQuerySet
from shouwang.desk.rounds.models import Round, Task

MOST = 300
WHENS = ("today", "late", "all")
CARRIERS = (Role.HELPER, Role.GRID_LEAD, Role.COORDINATOR)


OWN_WAYS: list[Callable[[NeedQuerySet], NeedQuerySet]] = []


def register_own_way(others: Callable[[NeedQuerySet], NeedQuerySet]) -> None:
    """`others(needs)` leaves out the needs that go out in a way of their own (medicine in its waves)."""
    OWN_WAYS.append(others)


def of_no_own_way(needs: NeedQuerySet) -> NeedQuerySet:
    for others in OWN_WAYS:
        needs = others(needs)
    return needs


@dataclass(frozen=True, slots=True)
class Filters:
    """Which needs are offered: they live in the address."""

    kind: str = ""
    building: str = ""
    when: str = "today"

    @classmethod
    def from_query(cls, query: QueryDict) -> "Filters":
        kind, when = query.get("kind", ""), query.get("when", "")
        return cls(
            kind=kind if kind in Kind.values else "", building=query.get("building", "")[:40],
            when=when if when in WHENS else "today",
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody who can go, and what they carry today."""

    account: Account
    role: str
    stops: int


def needs_to_offer(filters: Filters, by: Actor, at: datetime) -> list[Need]:
    """Live needs that are on no round yet and not under way, in walking order, the most pressing of each door first."""
    on_round = Task.objects.filter(need=OuterRef("pk"), is_live=True)
    free = Need.objects.visible_to(by).filter(~Exists(on_round), state__in=[State.OPEN, State.TAKEN])
    needs = of_no_own_way(free)
    if filters.kind:
        needs = needs.filter(kind=filters.kind)
    if filters.building:
        needs = needs.filter(door__building__code=filters.building)
    end = by.community.local(at).replace(hour=23, minute=59, second=59)
    if filters.when == "late":
        needs = needs.filter(due_by__lt=at)
    elif filters.when == "today":
        needs = needs.filter(Q(due_by=None) | Q(due_by__lte=end), Q(not_before=None) | Q(not_before__lte=end))
    found = needs.select_related("door__building", "taken_by", "community").prefetch_related("lines")
    return list(found.order_by(
        "door__building__position", "door__building__code", "door__unit", "-door__floor", "door__position", "pk"
    )[:MOST])  # fmt: skip


def helpers(by: Actor, at: datetime) -> list[Helper]:
    """Everybody who may carry, the least loaded first."""
    start = by.community.local(at).replace(hour=0, minute=0, second=0, microsecond=0)
    today = Q(
        account__rounds__community=by.community, account__rounds__starts_at__range=(start, start + timedelta(days=1)),
        account__rounds__state__in=[Round.State.PROPOSED, Round.State.ACCEPTED, Round.State.FINISHED],
    )  # fmt: skip
    members = Membership.objects.live().filter(community=by.community, role__in=CARRIERS).select_related("account")
    counted = members.annotate(stops=Count("account__rounds__stops", filter=today, distinct=True))
    found = [Helper(one.account, one.role, one.stops) for one in counted]  # type: ignore[attr-defined]  # annotated
    return sorted(found, key=lambda one: (CARRIERS.index(Role(one.role)), one.stops, one.account.name))


def names_of(by: Actor) -> dict[str, str]:
    """The names of everybody who works or worked here, by id."""
    members = Membership.objects.filter(community=by.community).values_list("account_id", "account__name")
    return {str(pk): name for pk, name in members}


def next_quarter(at: datetime) -> datetime:
    """When one could set off: the next full quarter of an hour, ten minutes from now at the soonest."""
    soonest = at + timedelta(minutes=10)
    return soonest.replace(second=0, microsecond=0) + timedelta(minutes=-soonest.minute % 15)


def chosen_needs(pks: list[str], by: Actor) -> list[Need]:
    """Those of `pks` that `by` may see."""
    return list(Need.objects.visible_to(by).filter(pk__in=_uuids(pks)))


def _uuids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
