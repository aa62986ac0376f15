"""Story 6, made in the desk's own process: who works there, the doors, the pharmacies, what the telephone brought."""

from importlib import import_module
from uuid import uuid4

from django.conf import settings
from django.utils import timezone

from shouwang.desk.base.actions.communities import found_community
from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Community, Membership
from shouwang.desk.base.roles import Role
from shouwang.desk.ledger import commodities, holders
from shouwang.desk.ledger.actions.transfers import Move, transfer
from shouwang.desk.ledger.check import books_balance
from shouwang.desk.ledger.models import HolderKind, Thing, TransferKind
from shouwang.desk.medicine.models import ItemState, Purchase, Wave
from tests.desk.medicine.story_06_scene import (
    ask_back,
    build_doors,
    build_pharmacies,
    morning_list,
    take_daily,
    what_the_pharmacies_said,
)
from tests.journeys.run_sheet_scene import coordinator


def build() -> dict[str, str]:
    """The sessions of Zhao at the desk and of Lin and Sun on their telephones."""
    at = timezone.now()
    community = found_community(name="Banyan Court", at=at)
    people = {
        name: make_member(community, name, role)
        for name, role in (("Zhao", Role.COORDINATOR), ("Lin", Role.HELPER), ("Sun", Role.HELPER))
    }
    zhao = people["Zhao"]
    build_doors(zhao)
    build_pharmacies(zhao)
    take_daily(zhao, at)
    money = commodities.money(community)
    moves = [Move(money, holders.of_purse(zhao.account, community), holders.of_desk(community), 500_000)]
    transfer(op_id=uuid4(), kind=TransferKind.ADVANCE, moves=moves, by=zhao, at=at)
    return {name: sign_in(actor) for name, actor in people.items()}


def ask() -> int:
    """The chain, the sheet, everybody who runs out; and what the telephone brought. How many lines that is."""
    by, at = coordinator(), timezone.now()
    items = morning_list(by, at)
    ask_back(by, at)
    what_the_pharmacies_said(by, at)
    return len(items)


def how_it_stands() -> dict[str, object]:
    wave = Wave.objects.order_by("cut_off_at").first()
    assert wave is not None
    return {
        "state": wave.state,
        "over": wave.community.local(wave.over_at).strftime("%H:%M") if wave.over_at else "",
        "home": wave.items.filter(state=ItemState.HOME).count(),
        "cold": [
            one.cold_ended_at is not None and not one.is_too_warm(timezone.now())
            for one in Purchase.objects.exclude(cold_since=None)
        ],
        "out": Thing.objects.exclude(holder__kind=HolderKind.HOUSEHOLD).count(),
        "faults": books_balance(wave.community),
    }


def make_member(community: Community, name: str, role: Role) -> Actor:
    account = Account.objects.create(name=name, language="en")
    since = timezone.now()
    membership = Membership.objects.create(account=account, community=community, role=role, since=since)
    return Actor(community=community, role=role, account=account, membership_id=membership.pk)


def sign_in(actor: Actor) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session["membership"] = str(actor.membership_id)
    session.save()
    return str(session.session_key)
