"""A town to measure in: 3,000 households, 9,000 persons, 20,000 needs, made in bulk and always the same."""

import os
import random
import tempfile
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

HOUSEHOLDS, PERSONS_EACH, NEEDS = 3_000, 3, 20_000
GOODS = ["鸡蛋", "青菜", "大米", "牛奶", "猪肉", "苹果", "面条", "食用油"]


def set_up_desk() -> None:
    """Django on an empty, migrated SQLite database in a folder that the operating system throws away."""
    os.environ["SHOUWANG_DATA"] = tempfile.mkdtemp(prefix="shouwang-bench-")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouwang.desk.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def build_town(at: datetime) -> Any:
    """The community; its people and needs are in the database."""
    from shouwang.desk.base.actions.communities import found_community
    from shouwang.desk.base.models import Account, Membership
    from shouwang.desk.base.roles import Role

    community = found_community(name="量城", at=at)
    desk = Account.objects.create(name="值班样例", language="zh-hans")
    Membership.objects.create(account=desk, community=community, role=Role.COORDINATOR, since=at)
    _build_needs(community, _build_people(community, at), desk, at)
    return community


def _build_people(community: Any, at: datetime) -> list[Any]:
    from shouwang.desk.base.models import SearchToken
    from shouwang.desk.people.bridge import name_tokens, phone_tokens
    from shouwang.desk.people.models import Building, Door, Household, Person
    from shouwang.drill.residents import GIVEN, SURNAMES

    chance = random.Random(1)
    buildings = [Building(community=community, code=str(n), position=n) for n in range(1, 31)]
    Building.objects.bulk_create(buildings)
    doors = [
        Door(
            community=community, building=building, unit=str(unit), room=f"{floor}{door:02d}", floor=floor,
            position=door, label=f"{building.code}-{unit}-{floor}{door:02d}",
        )
        for building in buildings for unit in (1, 2) for floor in range(1, 26) for door in (1, 2)
    ][:HOUSEHOLDS]  # fmt: skip
    Door.objects.bulk_create(doors, batch_size=500)
    households = [Household(community=community, door=door, since=at) for door in doors]
    Household.objects.bulk_create(households, batch_size=500)
    persons, tokens = [], {}
    for number, household in enumerate(households):
        for position in range(PERSONS_EACH):
            name = chance.choice(SURNAMES) + chance.choice(GIVEN)
            phone = f"1300000{(number * PERSONS_EACH + position) % 10_000:04d}"
            person = Person(
                community=community, household=household, name=name, phones=phone, is_head=position == 0,
                born_year=chance.randint(1930, 2019),
            )  # fmt: skip
            persons.append(person)
            tokens[person.pk] = [*name_tokens(name), *phone_tokens([phone])]
    Person.objects.bulk_create(persons, batch_size=500)
    SearchToken.objects.index_many(community, tokens)
    return households


def _build_needs(community: Any, households: list[Any], desk: Any, at: datetime) -> None:
    from shouwang.desk.needs.models import Kind, Line, Need, Source, State

    chance = random.Random(2)
    needs, lines = [], []
    for number in range(NEEDS):
        household = chance.choice(households)
        state = State.OPEN if number % 5 == 0 else State.TAKEN if number % 20 == 1 else State.DONE
        made = at - timedelta(minutes=chance.randint(1, 20_000))
        live = state != State.DONE
        goods, wanted = chance.choice(GOODS), chance.randint(1, 4)
        need = Need(
            community=community, kind=chance.choice([Kind.GOODS, Kind.MEDICINE, Kind.ERRAND]), household=household,
            door=household.door, due_by=at + timedelta(minutes=chance.randint(-300, 900)), source=Source.CHAIN,
            state=state, made_at=made, made_by=desk, words=f"{goods}{wanted}份",
            taken_by=desk if state == State.TAKEN else None, taken_at=made if state == State.TAKEN else None,
            ended_at=None if live else at, ended_by=None if live else desk,
        )  # fmt: skip
        needs.append(need)
        lines.append(Line(community=community, need=need, name=goods, unit="份", wanted=Decimal(wanted)))
    Need.objects.bulk_create(needs, batch_size=500)
    Line.objects.bulk_create(lines, batch_size=500)


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
