"""What tests from outside put into a desk, and read from it, by `desk.call("tests.support.filling:…")`."""

from datetime import UTC, datetime
from uuid import uuid4

from shouwang.desk.base.actions.communities import found_community
from shouwang.desk.base.actions.sunset import destroy_community
from shouwang.desk.base.actor import Actor
from shouwang.desk.base.crypto import Unsealable
from shouwang.desk.base.events import record
from shouwang.desk.base.jobs import run_due
from shouwang.desk.base.models import Account, Community, Event, Job
from shouwang.desk.base.roles import Role
from shouwang.desk.ledger import commodities, holders
from shouwang.desk.ledger.actions.transfers import Move, transfer
from shouwang.desk.ledger.models import TransferKind
from shouwang.desk.people.models import Building, Door, Household, Person

TEN = datetime(2020, 3, 8, 2, 0, tzinfo=UTC)


def found(name: str) -> str:
    """A community with one household, whose person has a sealed name and telephone."""
    community = found_community(name=name, at=TEN)
    building = Building.objects.create(community=community, code="3", position=3)
    door = Door.objects.create(
        community=community, building=building, unit="2", room="501", floor=5, position=1, label="3-2-501"
    )
    household = Household.objects.create(community=community, door=door, since=TEN)
    Person.objects.create(community=community, household=household, name="吴虚构", phones="13000000101", is_head=True)
    return str(community.pk)


def fill_till(community: str, fen: int) -> None:
    """Somebody lays out `fen` for the desk's till."""
    here = Community.objects.get(pk=community)
    keeper = Account.objects.create(name="Zhao")
    by = Actor(community=here, role=Role.COORDINATOR, account=keeper)
    moves = [Move(commodities.money(here), holders.of_purse(keeper, here), holders.of_desk(here), fen)]
    transfer(op_id=uuid4(), kind=TransferKind.ADVANCE, moves=moves, by=by, at=TEN)


def add_events(community: str, count: int) -> None:
    row = Community.objects.get(pk=community)
    for number in range(count):
        record("base.said_something", row, by=Actor.clockwork(row), at=TEN, number=number)


def seen() -> dict[str, object]:
    """What the desk knows, in the clear."""
    return {
        "communities": sorted(Community.objects.values_list("name", flat=True)),
        "persons": sorted(f"{person.name} {person.phones}" for person in Person.objects.all()),
        "events": Event.objects.count(),
    }


def destroy(community: str) -> None:
    """Its sunset day has come."""
    destroy_community(community=Community.objects.get(pk=community), at=TEN)


def run_jobs() -> list[str]:
    """Do what is due, as the server does when it starts; the names of the communities that live afterwards."""
    run_due(datetime.now(UTC))
    return sorted(Community.objects.filter(sunset_at=None).values_list("name", flat=True))


def opened() -> dict[str, list[str]]:
    """For each community, what opens of its persons; "sealed" for one that does not."""
    found: dict[str, list[str]] = {name: [] for name in Community.objects.values_list("name", flat=True)}
    for pk, name in Person.objects.values_list("pk", "community__name"):
        try:
            person = Person.objects.get(pk=pk)
            found[name].append(f"{person.name} {person.phones}")
        except Unsealable:
            found[name].append("sealed")
    return found


def add_jobs(dead: int, stuck: int) -> None:
    for number in range(dead):
        Job.objects.create(kind="tests.dead", key=str(number), run_at=TEN, dead_at=TEN, attempts=8)
    for number in range(stuck):
        Job.objects.create(kind="tests.stuck", key=str(number), run_at=TEN)
