"""Banyan Court's register, entered as people enter it: buildings, households, persons, facts, contacts."""

import random
from collections.abc import Callable
from datetime import datetime

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Membership
from shouwang.desk.people.actions.contacts import add_contact
from shouwang.desk.people.actions.estate import add_alias, add_building, add_grid, appoint_lead
from shouwang.desk.people.actions.facts import state_fact
from shouwang.desk.people.actions.households import add_household
from shouwang.desk.people.actions.persons import add_person
from shouwang.desk.people.actions.shapes import DoorShape, regular
from shouwang.desk.people.models import Door, FactKind, Grid, Person
from shouwang.drill.members import Members
from shouwang.drill.residents import ESTATE, Resident, Shape, households

Progress = Callable[[str], None]


def build_estate(members: Members, at: datetime) -> None:
    """Six buildings, four grids with their leads, and the ways people write the old house's doors."""
    by = members.coordinator
    grids: dict[str, Grid] = {}
    for shape in ESTATE:
        if shape.grid not in grids:
            lead = members.grid_leads[len(grids)]
            grids[shape.grid] = add_grid(name=shape.grid, by=by, at=at)
            appoint_lead(grid=grids[shape.grid], member=_membership(lead), by=by, at=at)
        building = add_building(code=shape.code, doors=_doors(shape), by=by, at=at, grid=grids[shape.grid])
        if shape.sides:
            for door in building.doors.all():
                add_alias(door=door, alias=door.room, by=by, at=at)


def settle_people(by: Actor, at: datetime, progress: Progress) -> None:
    """Everybody moves in; some doors stay empty, scattered over the buildings."""
    chance = random.Random(336)
    doors = list(Door.objects.filter(community=by.community).top_down())
    families = list(households())
    empty = set(chance.sample(range(len(doors)), len(doors) - len(families)))
    lived_in = [door for number, door in enumerate(doors) if number not in empty]
    for number, (door, family) in enumerate(zip(lived_in, families, strict=True), start=1):
        household = add_household(door=door, by=by, at=at)
        for resident in family:
            person = add_person(
                household=household, name=resident.name, by=by, at=at, phones=resident.phone, sex=resident.sex,
                born_year=at.year - resident.age, relation=resident.relation,
            )  # fmt: skip
            _state(person, resident, by, at)
        if number % 84 == 0:
            progress(f"{number} / {len(families)}")


def _state(person: Person, resident: Resident, by: Actor, at: datetime) -> None:
    for kind, detail in resident.facts:
        state_fact(person=person, kind=FactKind(kind), detail=detail, stated_by="本人", by=by, at=at)
    if resident.contact:
        relation, name, phone = resident.contact
        add_contact(person=person, relation=relation, name=name, phone=phone, stated_by="本人", by=by, at=at)


def _doors(shape: Shape) -> list[DoorShape]:
    floors = range(1, shape.floors + 1)
    if shape.sides:
        return [
            DoorShape(room=f"{floor}楼{side}", floor=floor, position=place)
            for floor in floors
            for place, side in enumerate(shape.sides, start=1)
        ]
    return regular(floors=floors, units=[str(unit) for unit in range(1, shape.units + 1)], doors=shape.doors)


def _membership(actor: Actor) -> Membership:
    return Membership.objects.live().get(account=actor.account, community=actor.community)
