"""What of ours is out: every thing and sum of cash that is not with its household and not at the desk."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.counting import count_together
from shouwang.desk.ledger.models import Balance, Commodity, Holder, HolderKind, Thing
from shouwang.desk.ledger.names import names_of_holders
from shouwang.desk.needs.today import Number, register_number


@dataclass(frozen=True, slots=True)
class Out:
    """One thing, or one sum of cash, with who has it and since when. Overdue: the day it went out is over."""

    since: datetime
    holder: Holder
    who: str
    is_overdue: bool
    thing: Thing | None = None
    fen: int = 0


def things_out(by: Actor) -> QuerySet[Thing]:
    """With helpers, partners: not at home, not at the desk, not gone."""
    return Thing.objects.visible_to(by).out().exclude(holder__kind=HolderKind.DESK)


def cash_out(by: Actor) -> QuerySet[Balance]:
    """Money in helpers' hands."""
    holders = Holder.objects.visible_to(by).filter(kind=HolderKind.HELPER)
    return Balance.objects.filter(holder__in=holders, commodity__kind=Commodity.Kind.MONEY, amount__gt=0)


def out_now(by: Actor, at: datetime) -> list[Out]:
    """All that is out and that `by` may see, what has been out longest first."""
    things = list(things_out(by).select_related("holder", "household__door", "community", "person"))
    sums = list(cash_out(by).select_related("holder"))
    names = names_of_holders([*(thing.holder for thing in things), *(one.holder for one in sums)], by)
    begun = day_begin(by, at)
    found = [
        Out(thing.since, thing.holder, names[thing.holder_id], thing.since < begun, thing=thing) for thing in things
    ]
    for balance in sums:
        assert balance.since is not None
        found.append(
            Out(balance.since, balance.holder, names[balance.holder_id], balance.since < begun, fen=balance.amount)
        )
    return sorted(found, key=lambda one: (one.since, one.who))


def at_desk(by: Actor) -> list[Thing]:
    """Things that lie at the desk, the longest first."""
    here = Thing.objects.visible_to(by).filter(holder__kind=HolderKind.DESK)
    return list(here.select_related("household__door", "community", "person").order_by("since", "pk"))


def day_begin(by: Actor, at: datetime) -> datetime:
    return by.community.local(at).replace(hour=0, minute=0, second=0, microsecond=0)


def overdue(by: Actor, at: datetime) -> Number | None:
    """Things and sums of cash that did not come back by the end of their day."""
    begun = day_begin(by, at)
    count = count_together(things_out(by).filter(since__lt=begun), cash_out(by).filter(since__lt=begun))
    return Number(count, _("not back since yesterday"), reverse("ledger:out"), is_bad=True) if count else None


def register_today() -> None:
    register_number("ledger", 60, overdue)
