"""Doors and who lives behind them, as a guard's phone has them. Of a household that is as it was when it was read last
nothing is unsealed again: twenty phones ask all day long."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from shouwang.desk.base.models import Community
from shouwang.desk.gate.finding import told_apart
from shouwang.desk.people.bridge import surname_keys
from shouwang.desk.people.models import DoorAlias, Household, Person

MOST = 1 << 15  # households that a process remembers, each less than a kilobyte
COLUMNS = ("household_id", "pk", "is_head", "born_year", "sex", "name_sealed")
Behind = tuple[UUID, int | None, str, bytes]  # somebody: key, year of birth, sex, the sealed name


def homes_of(community: Community, at: datetime) -> list[list[Any]]:
    """[id, door, other ways to write the door, [[id, label, how the surname is typed]…]] of every household that lives
    here, by their doors. Three queries."""
    aliases: dict[UUID, list[str]] = {}
    for door, alias in DoorAlias.objects.filter(community=community).order_by("alias").values_list("door", "alias"):
        aliases.setdefault(door, []).append(alias)
    people: dict[UUID, list[tuple[Any, ...]]] = {}
    here = Person.objects.living().filter(community=community, is_resident=True)
    for household, pk, is_head, born, sex, sealed in here.values_list(*COLUMNS):
        order = (not is_head, born or 9999, str(pk))  # as Household.residents() has them
        people.setdefault(household, []).append((order, (pk, born, sex, bytes(sealed))))
    homes = Household.objects.filter(community=community).living_here().order_by("door__label", "pk")
    spoken = (community.pk, get_language(), at.year)
    return [
        _home(*spoken, pk, label, tuple(aliases.get(door, ())), tuple(one for _, one in sorted(people.get(pk, ()))))
        for pk, door, label in homes.values_list("pk", "door", "door__label")
    ]


@lru_cache(maxsize=MOST)
def _home(
    community: UUID, _language: str | None, year: int, pk: UUID, door: str, aliases: tuple[str, ...],
    behind: tuple[Behind, ...],
) -> list[Any]:  # fmt: skip
    people = [
        Person(pk=one, community_id=community, born_year=born, sex=sex, name_sealed=sealed)
        for one, born, sex, sealed in behind
    ]
    labels = told_apart(people, datetime(year, 1, 1, tzinfo=UTC))
    told = [[str(one.pk), label, surname_keys(one.name)] for one, label in zip(people, labels, strict=True)]
    return [str(pk), door, list(aliases), told]
