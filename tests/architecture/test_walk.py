"""Every address × method × role × whose row it is: only what the table says, and nobody reads what is another's.

The walk asks the URLconf where it can go; addresses that are added tomorrow are walked tomorrow. Each answer is
searched for every canary of the world; each request is undone before the next.
"""

import re
import uuid
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shouwang import desk
from shouwang.desk.base import operations
from shouwang.desk.base.policy import TABLE
from shouwang.desk.base.roles import Role
from shouwang.desk.people.models import Building, Household
from tests.architecture.addresses import Address, all_addresses
from tests.architecture.answers import said, words_of
from tests.architecture.recipes import LEFT_EMPTY
from tests.architecture.sight import READABLE, may_read
from tests.architecture.targets import MAY_STILL_BE_MISSING, QUERIES, TARGETS, WITHOUT_ROW, sees
from tests.architecture.world import (
    CANARY,
    OTHER,
    OWN,
    ZONES,
    World,
    Zone,
    build_world,
    in_order,
    our_models,
    sealed_of,
    snapshot,
)
from tests.architecture.writes import ALL, tables_written

NOWHERE = uuid.UUID("00000000-0000-4000-8000-000000000000")
ADDRESSES = all_addresses()


@pytest.fixture
def world(db) -> World:
    return build_world(timezone.now())


class Walker:
    """Somebody of the world with a browser. Collects what should not have happened."""

    def __init__(self, world: World, role: str) -> None:
        self.world, self.role, self.actor = world, role, world.actors[role]
        self.faults: list[str] = []
        self.browser = Client(raise_request_exception=False)
        if self.actor:
            session = self.browser.session
            session["link" if self.actor.link else "membership"] = str(
                self.actor.link.pk if self.actor.link else self.actor.membership_id
            )
            session.save()
            self.browser.cookies["sessionid"] = session.session_key
        self.cookies = self.browser.cookies.output(header="", sep=";")
        self.untouched = snapshot(world.zones[OTHER], {ALL})

    def ask(self, method, address: Address, url: str, body=None):
        """One request, undone; its answer is searched for canaries, and its effect for foreign rows."""
        told = f"{self.role} {method} {address.name} {url}"
        self.browser.cookies = SimpleCookie(self.cookies)
        with transaction.atomic():
            if method == "GET":
                answer = self.browser.get(url, body or {})
            else:
                with tables_written() as tables:
                    answer = self.browser.post(url, {"op_id": uuid.uuid4(), **(body or {})})
                if answer.status_code < 400 and self.other_rows_differ(tables):
                    self.faults.append(f"{told}: changed another community's rows")
            transaction.set_rollback(True)
        for word in self.world.canaries_in(words_of(answer)) - set(map(str, (body or {}).values())):
            canary = self.world.by_word[word]
            if not may_read(self.role, canary):
                self.faults.append(f"{told}: shows {canary.place} of {canary.zone}")
        if answer.status_code >= 500:
            self.faults.append(f"{told}: breaks: {getattr(answer, 'exc_info', ('', answer.status_code))[1]!r}")
        return answer

    def other_rows_differ(self, tables: set[str]) -> bool:
        now = snapshot(self.world.zones[OTHER], tables)
        return any(self.untouched[label] != rows for label, rows in now.items())

    def may(self, method, address: Address) -> bool:
        rule = TABLE[address.name]
        roles = rule.see if method == "GET" else rule.do
        return bool(rule.visitors and roles) if self.actor is None else self.actor.role in roles


def url_of(address: Address, world: World, zone: str | None) -> str:
    """Where `address` leads for the row of `zone`, or for a row that does not exist."""
    if not address.parameters:
        return reverse(address.name)
    if address.name in WITHOUT_ROW:
        return reverse(address.name, kwargs=WITHOUT_ROW[address.name])
    pk = world.zones[zone].rows[TARGETS[address.name]].pk if zone else NOWHERE
    return reverse(address.name, kwargs={"pk": pk})


def whose(address: Address) -> list[str | None]:
    has_row = address.parameters and address.name not in WITHOUT_ROW
    return [*ZONES, None] if has_row else [None]


def poison(world: World) -> dict[str, str]:
    """Under every name that a form might read an identifier from: another community's row."""
    rows = world.zones[OTHER].rows
    labels = {
        "household": "people.Household", "person": "people.Person", "door": "people.Door",
        "building": "people.Building", "grid": "people.Grid", "need": "needs.Need", "needs": "needs.Need",
        "into": "needs.Need", "other": "needs.Need", "line": "needs.Line", "round": "rounds.Round",
        "stop": "rounds.Stop", "stops": "rounds.Stop", "task": "rounds.Task", "continues": "needs.Intake",
        "fact": "people.Fact", "contact": "people.Contact", "device": "base.Device",
    }  # fmt: skip
    foreign = str(world.zones[OTHER].hands.pk)
    accounts = dict.fromkeys(["carrier", "helper", "account", "to", "lead", "by", "taken_by"], foreign)
    return accounts | {name: str(rows[label].pk) for name, label in labels.items() if label in rows}


@pytest.mark.parametrize("role", [*Role.values, "visitor"])
def test_a_walk_through_every_door(world, role):
    """Where the table lets nobody in, there is nothing. Where it does, nothing shows that is another's, and what is
    another's is like what does not exist: nobody learns from an answer that it does."""
    walker = Walker(world, role)
    nothing = said(walker.browser.get("/there/is/no/such/page/"))
    for address in ADDRESSES:
        for method in ("GET", "POST"):
            if walker.may(method, address):
                walk_in(walker, method, address)
            else:
                knock(walker, method, address, nothing)
    assert not walker.faults, "\n".join(walker.faults)


def walk_in(walker: Walker, method: str, address: Address) -> None:
    """To one's own row, to one that does not exist, and to those of others."""
    answers = {zone: walker.ask(method, address, url_of(address, walker.world, zone)) for zone in whose(address)}
    for zone, answer in answers.items():
        told = f"{walker.role} {method} {address.name} ({zone})"
        if zone is None:
            continue
        is_seen = zone != OTHER and row_is_seen(walker, address, zone)
        if zone == OWN and is_seen and answer.status_code == 404 and address.name not in MAY_STILL_BE_MISSING:
            walker.faults.append(f"{told}: a row of theirs is not there for them")
        elif (answer.status_code == 404 or not is_seen) and said(answer) != said(answers[None]):
            walker.faults.append(f"{told}: differs from what does not exist")


def knock(walker: Walker, method: str, address: Address, nothing) -> None:
    """Where nobody is let in, and a visitor is led to the entrance."""
    answer = walker.ask(method, address, url_of(address, walker.world, whose(address)[0]))
    if walker.actor is None and method == "GET":
        if (answer.status_code, answer.get("Location")) != (302, reverse("sign_in")):
            walker.faults.append(f"visitor {method} {address.name}: not led to the entrance: {answer.status_code}")
    elif said(answer) != nothing:
        walker.faults.append(f"{walker.role} {method} {address.name}: not like nothing: {answer.status_code}")


def row_is_seen(walker: Walker, address: Address, zone: str) -> bool:
    label = TARGETS[address.name]
    return walker.actor is not None and sees(walker.actor, label, walker.world.zones[zone].rows[label])


@pytest.mark.parametrize("role", Role.values)
def test_foreign_identifiers_inside_a_form_reach_nothing(world, role):
    """The address is one's own, the form names another community's rows."""
    walker = Walker(world, role)
    for address in ADDRESSES:
        if walker.may("POST", address):
            zone = OWN if OWN in whose(address) else None
            walker.ask("POST", address, url_of(address, world, zone), poison(world))
            if walker.may("GET", address):
                walker.ask("GET", address, url_of(address, world, zone), poison(world))
    assert not walker.faults, "\n".join(walker.faults)


@pytest.mark.parametrize("role", Role.values)
def test_whatever_is_searched_for_only_one_s_own_is_found(world, role):
    walker = Walker(world, role)
    addresses = {address.name: address for address in ADDRESSES}
    for name, parameters in QUERIES.items():
        if name in addresses and walker.may("GET", addresses[name]):
            for canary in world.canaries:
                if canary.zone != OWN and not may_read(role, canary):
                    for parameter in parameters:
                        walker.ask("GET", addresses[name], reverse(name), {parameter: canary.word})
    assert not walker.faults, "\n".join(walker.faults)


# The walk itself is whole


@pytest.mark.parametrize(("name", "parameter"), [(name, one) for name, given in QUERIES.items() for one in given])
def test_the_walk_types_into_the_field_that_the_page_reads(world, name, parameter):
    walker = Walker(world, "coordinator")
    address = next(one for one in ADDRESSES if one.name == name)

    page = words_of(walker.ask("GET", address, reverse(name), {parameter: "nobody-s-word"}))

    assert re.search(rf'<input[^>]* name="{parameter}"[^>]* value="nobody-s-word"', page)


def test_every_search_field_is_typed_into():
    fields = re.compile(r'<input[^>]* type="search"[^>]*>')
    templates = [file.read_text() for file in (Path(desk.__file__).parent / "templates").glob("**/*.html")]
    inputs = [field for text in templates for field in fields.findall(text)]
    names = {named[1] for field in inputs if (named := re.search(r' name="(\w+)"', field))}  # nameless: sent nowhere
    assert names == {name for given in QUERIES.values() for name in given}


def test_every_address_with_a_parameter_says_which_row_it_means():
    nameless = [one.name for one in ADDRESSES if one.parameters and one.name not in TARGETS.keys() | WITHOUT_ROW.keys()]
    assert not nameless, f"add them to tests/architecture/targets.py: {nameless}"


def test_no_target_is_left_of_an_address_that_is_gone():
    assert (TARGETS.keys() | WITHOUT_ROW.keys() | QUERIES.keys()) - {one.name for one in ADDRESSES} == set()


def test_every_sealed_column_holds_a_canary_in_every_zone(world):
    places = {(canary.zone, canary.place) for canary in world.canaries}
    missing = [
        (zone, f"{model._meta.label}.{name}")
        for model in in_order(our_models())
        for name in sealed_of(model)
        for zone in ZONES
        if (zone, f"{model._meta.label}.{name}") not in places and f"{model._meta.label}.{name}" not in LEFT_EMPTY
    ]
    assert not missing


def test_canaries_are_words_of_their_own(world):
    words = [canary.word for canary in world.canaries]
    assert len(set(words)) == len(words) > 100
    assert all(CANARY.fullmatch(word) for word in words)


def test_a_canary_is_found_wherever_it_stands(world):
    for canary in world.canaries:
        around = "13" if canary.word.isdigit() else "ap"
        assert canary.word in world.canaries_in(f"<b>{around}{canary.word}{around}</b>")


def test_the_walk_would_notice_a_leak(world, monkeypatch):
    """With the guard off, the same walk finds fault: it is not blind."""
    monkeypatch.setitem(READABLE, "coordinator", {})
    walker = Walker(world, "coordinator")
    address = next(one for one in ADDRESSES if one.name == "people:household")

    walker.ask("GET", address, url_of(address, world, OWN))

    assert any("people.Person.name" in fault for fault in walker.faults)


def add_building(there: Zone) -> None:
    Building.objects.create(community=there.community, code="9", position=9)


def change_household(there: Zone) -> None:
    Household.objects.filter(community=there.community).update(since=timezone.now())


def remove_contact(there: Zone) -> None:
    there.rows["people.Contact"].delete()


def change_in_words_of_its_own(there: Zone) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "with one as (select %s as id) update people_building set position = 9 where id in (select id from one)",
            [there.rows["people.Building"].pk.hex],
        )


@pytest.mark.parametrize(
    "change", [add_building, change_household, remove_contact, change_in_words_of_its_own, lambda there: None]
)
def test_the_walk_would_notice_a_change(world, monkeypatch, change):
    """An action that also writes to the other community is found out, however it writes."""
    finish = operations.finish_operation

    def finish_and_more(*given, **more):
        change(world.zones[OTHER])
        finish(*given, **more)

    monkeypatch.setattr(operations, "finish_operation", finish_and_more)
    walker = Walker(world, "coordinator")
    address = next(one for one in ADDRESSES if one.name == "people:confirm_household")

    walker.ask("POST", address, url_of(address, world, OWN))

    noticed = [fault.rpartition(": ")[2] for fault in walker.faults]
    assert noticed == (["changed another community's rows"] if change.__name__ != "<lambda>" else [])


def test_the_database_writes_nothing_by_itself(db):
    """No table changes that is not named in what the desk says: no cascade, and no trigger but those that refuse."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        stored = cursor.fetchall()
    cascades = [name for _kind, name, sql in stored if re.search(r"ON (DELETE|UPDATE) (CASCADE|SET)", sql, re.I)]
    triggers = {name: sql for kind, name, sql in stored if kind == "trigger"}
    writing = [
        name for name, sql in triggers.items() if not re.search(r"BEGIN\s+SELECT RAISE\(ABORT, '[^';]*'\);\s+END", sql)
    ]
    assert triggers
    assert (cascades, writing) == ([], [])
