"""What the ledger shows of a household: to the desk, and to itself."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shouwang.desk.base.actor import Actor
from shouwang.desk.ledger.account import account_of, money_of
from shouwang.desk.ledger.commodities import money
from shouwang.desk.ledger.models import Holder, HolderKind, Thing
from shouwang.desk.ledger.names import names_of_holders
from shouwang.desk.people.models import Household
from shouwang.desk.people.panels import register_panel

LATEST = 20


def account_shown(household: Household, by: Actor, _at: datetime) -> Mapping[str, Any] | None:
    """Money given and come back, things with who has them, the latest movements; nothing where nothing ever moved."""
    holder = Holder.objects.filter(
        community=household.community_id, kind=HolderKind.HOUSEHOLD, subject_id=household.pk
    ).first()
    if holder is None:
        return None
    own = Thing.objects.visible_to(by).filter(household=household)
    things = list(
        own.exclude(holder__kind=HolderKind.GONE)
        .select_related("holder", "household__door", "community", "person")
        .order_by("kind", "since", "pk")
    )
    rows = account_of(holder, by, most=LATEST)
    if not rows and not things:
        return None
    names = names_of_holders([thing.holder for thing in things], by)
    away = [(thing, names[thing.holder_id]) for thing in things if thing.holder_id != holder.pk]
    at_home = [thing for thing in things if thing.holder_id == holder.pk]
    has_money = any(row.is_money for row in rows) or len(rows) == LATEST
    paid = money_of(holder, money(household.community)) if has_money else None
    return {
        "household": household,
        "holder": holder,
        "money": paid if paid and not paid.is_nothing else None,
        "away": away,
        "at_home": at_home,
        "rows": rows,
    }


def register_panels() -> None:
    register_panel("desk", 40, "ledger/_household.html", account_shown)
    register_panel("own", 40, "ledger/_own.html", account_shown)
