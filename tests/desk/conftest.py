"""The cast of every desk test: two communities, so that foreign is always there to be tried.

Banyan Court: zhao (coordinator), qian (grid lead of building 3), lin and sun (helpers), the doors 3-2-501
(granny_wu's household), 3-2-402, 3-1-701 and 1-1-101 (in another grid). Poplar Row is the other community, with
its own coordinator (feng) and household. TEN is 10:00 on 8 March 2020 in Banyan Court.
"""

import importlib
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from shouwang.desk.base import crypto
from shouwang.desk.base.actions.communities import found_community
from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Community, Link, Membership
from shouwang.desk.base.models.links import Scope
from shouwang.desk.base.roles import Role
from shouwang.desk.people.models import Building, Door, Grid, Household, Person

EVENTS_STAY = importlib.import_module("shouwang.desk.base.migrations.0002_events_stay")
TRANSFERS_STAY = importlib.import_module("shouwang.desk.ledger.migrations.0002_transfers_stay")
TEN = datetime(2020, 3, 8, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_keys_left_over() -> Iterator[None]:
    crypto.forget_keys()
    yield
    crypto.forget_keys()


@pytest.fixture
def ten() -> datetime:
    return TEN


@pytest.fixture
def banyan(db: None) -> Community:
    return found_community(name="Banyan Court", at=TEN)


@pytest.fixture
def poplar(db: None) -> Community:
    return found_community(name="Poplar Row", at=TEN)


def member(community: Community, name: str, role: Role) -> Actor:
    account = Account.objects.create(name=name, language="en")
    membership = Membership.objects.create(account=account, community=community, role=role, since=TEN)
    return Actor(community=community, role=role, account=account, membership_id=membership.pk)


@pytest.fixture
def zhao(banyan: Community) -> Actor:
    """The coordinator."""
    return member(banyan, "Zhao", Role.COORDINATOR)


@pytest.fixture
def qian(banyan: Community) -> Actor:
    """The grid lead of building 3."""
    return member(banyan, "Qian", Role.GRID_LEAD)


@pytest.fixture
def lin(banyan: Community) -> Actor:
    """A helper."""
    return member(banyan, "Lin", Role.HELPER)


@pytest.fixture
def sun(banyan: Community) -> Actor:
    """Another helper."""
    return member(banyan, "Sun", Role.HELPER)


@pytest.fixture
def feng(poplar: Community) -> Actor:
    """The other community's coordinator."""
    return member(poplar, "Feng", Role.COORDINATOR)


def make_door(building: Building, unit: str, room: str, position: int = 0) -> Door:
    label = "-".join(part for part in (building.code, unit, room) if part)
    return Door.objects.create(
        community=building.community, building=building, unit=unit, room=room, floor=int(room) // 100,
        position=position, label=label,
    )  # fmt: skip


@pytest.fixture
def doors(banyan: Community, qian: Actor) -> dict[str, Door]:
    grid = Grid.objects.create(community=banyan, name="Grid 3", lead=qian.account)
    three = Building.objects.create(community=banyan, code="3", position=3, grid=grid)
    one = Building.objects.create(community=banyan, code="1", position=1)
    made = [make_door(three, "2", "501", 1), make_door(three, "2", "402", 2), make_door(three, "1", "701", 1),
            make_door(one, "1", "101", 1)]  # fmt: skip
    return {door.label: door for door in made}


def make_household(door: Door, name: str, **about: Any) -> Household:
    household = Household.objects.create(community=door.community, door=door, since=TEN)
    Person.objects.create(community=door.community, household=household, name=name, is_head=True, **about)
    return household


@pytest.fixture
def granny_wu(doors: dict[str, Door]) -> Household:
    """Behind 3-2-501, in Qian's grid."""
    return make_household(doors["3-2-501"], "吴虚构", phones="13000000101", sex="f", born_year=1938)


@pytest.fixture
def old_he(doors: dict[str, Door]) -> Household:
    """Behind 1-1-101, in nobody's grid."""
    return make_household(doors["1-1-101"], "何示例", phones="13000000102", sex="m", born_year=1940)


@pytest.fixture
def foreign_household(poplar: Community) -> Household:
    """A household of the other community."""
    building = Building.objects.create(community=poplar, code="3", position=3)
    return make_household(make_door(building, "2", "501"), "外样本", phones="13000000199")


@pytest.fixture
def as_(db: None) -> Callable[[Actor], Client]:
    """A browser signed in as an actor: `as_(zhao).get("/")`."""

    def sign_in(actor: Actor) -> Client:
        browser = Client()
        session = browser.session
        if actor.link:
            session["link"] = str(actor.link.pk)
        else:
            session["membership"] = str(actor.membership_id)
        session.save()
        browser.cookies["sessionid"] = session.session_key or ""
        return browser

    return sign_in


@pytest.fixture
def wu_at_home(granny_wu: Household) -> Actor:
    """Granny Wu's household, by its own link."""
    token = crypto.new_token()
    link = Link.objects.create(
        community=granny_wu.community, scope=Scope.HOUSEHOLD, subject_id=granny_wu.pk,
        token_hash=crypto.token_hash(token), created_at=TEN, expires_at=datetime(2100, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    return Actor(community=granny_wu.community, role=Role.HOUSEHOLD, link=link)


@pytest.fixture
def _guards_again(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """After the tables were emptied, events and transfers are guarded as before."""
    yield
    with django_db_blocker.unblock():
        run_statements(EVENTS_STAY.GUARD[connection.vendor] + TRANSFERS_STAY.GUARD[connection.vendor])
        connection.close()


@pytest.fixture
def transactional(_guards_again: None, transactional_db: None) -> Iterator[None]:
    """Real transactions, for threads and commits: instead of `db`. Tables are emptied afterwards, events too."""
    yield
    run_statements(EVENTS_STAY.UNGUARD[connection.vendor] + TRANSFERS_STAY.UNGUARD[connection.vendor])
    if connection.vendor == "postgresql":  # the queue's tables are not Django's, which does not empty them
        run_statements(["TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE"])


def run_statements(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def at_once(count: int, action: Callable[[int], Any]) -> list[Any]:
    """Call `action(0) … action(count - 1)` in as many threads, let go together; what each returned or raised."""
    gate = threading.Barrier(count)

    def one(number: int) -> Any:
        gate.wait()
        try:
            return action(number)
        except Exception as problem:
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))
