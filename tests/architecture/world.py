"""Two communities full of canaries: every text of every row is a word that occurs nowhere else.

Three zones have one row of every model each: `own` (the grid, the round and the household that belong to the people
of the walk), `beside` (the same community, in other hands) and `other` (another community). A canary that shows in an
answer tells whose row leaked, and which column. Rows are made from the models themselves, so that a new model or a
new column is in the world without anybody adding it; what its constraints ask for stands in RECIPES.
"""

import hashlib
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from PIL import Image

from shouwang.desk.base import images
from shouwang.desk.base.actions.communities import found_community
from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Community, Device, Link, Membership, Picture
from shouwang.desk.base.models.links import Scope
from shouwang.desk.base.roles import MEMBERS, Role
from shouwang.desk.base.sealed import Sealed
from tests.architecture.recipes import LEFT_EMPTY, RECIPES
from tests.architecture.writes import ALL

OWN, BESIDE, OTHER = "own", "beside", "other"
ZONES = (OWN, BESIDE, OTHER)
CANARY = re.compile(r"[a-p]{10}|1300000[0-9]{4}|990000[0-9]{12}")
CANARY_LENGTHS = (10, 11, 18)
COULD_BE_CANARIES = re.compile(r"(?<![a-p])[a-p]{10,}|(?<![0-9])[0-9]{11,}")


@dataclass(frozen=True, slots=True)
class Canary:
    """`word` stands in column `place` ("people.Person.name") of the row of `zone`, and nowhere else."""

    word: str
    zone: str
    place: str


@dataclass
class Zone:
    """One row of every model, and the account whose hands it is in."""

    name: str
    community: Community
    hands: Account
    rows: dict[str, models.Model] = field(default_factory=dict)


@dataclass
class World:
    zones: dict[str, Zone]
    actors: dict[str, Actor | None]  # by role; "visitor" is None
    canaries: list[Canary]

    @cached_property
    def by_word(self) -> dict[str, Canary]:
        return {canary.word: canary for canary in self.canaries}

    def canaries_in(self, text: str) -> set[str]:
        """Every canary that stands in `text`, also in the middle of a longer word."""
        windows = (
            run[start : start + length]
            for run in COULD_BE_CANARIES.findall(text)
            for length in CANARY_LENGTHS
            for start in range(len(run) - length + 1)
        )
        return {word for word in windows if word in self.by_word}


def build_world(at: datetime) -> World:
    here, there = found_community(name="Banyan Court", at=at), found_community(name="Poplar Row", at=at)
    canaries: list[Canary] = []
    actors = {role: make_member(here, role, OWN, canaries, at) for role in MEMBERS}
    beside = make_member(here, Role.GRID_LEAD, BESIDE, canaries, at)
    other = make_member(there, Role.COORDINATOR, OTHER, canaries, at)
    zones = {
        OWN: Zone(OWN, here, actors[Role.GRID_LEAD].account),
        BESIDE: Zone(BESIDE, here, beside.account),
        OTHER: Zone(OTHER, there, other.account),
    }
    carriers = {OWN: actors[Role.HELPER].account, BESIDE: beside.account, OTHER: other.account}
    for zone in zones.values():
        zone.rows["base.Membership"] = Membership.objects.get(account=zone.hands)
        zone.rows["base.Device"] = Device.objects.get(account=zone.hands)
        zone.rows["base.Picture"] = keep_picture(zone, at)
        for model in in_order(our_models()):
            zone.rows[model._meta.label] = make_row(model, zone, carriers[zone.name], canaries, at)
        zone.rows["base.Link"] = make_link(zone, Scope.HOUSEHOLD, zone.rows["people.Household"].pk, at)
    link = zones[OWN].rows["base.Link"]
    partner = make_link(zones[OWN], Scope.PARTNER, zones[OWN].rows["partners.Manifest"].pk, at)
    people: dict[str, Actor | None] = {str(role): actor for role, actor in actors.items()}
    people["household"] = Actor(community=here, role=Role.HOUSEHOLD, link=link)
    people["partner"] = Actor(community=here, role=Role.PARTNER, link=partner)
    return World(zones, people | {"visitor": None}, canaries)


def our_models() -> Iterator[type[models.Model]]:
    """The tables of every capability above the ground."""
    for config in apps.get_app_configs():
        if config.name.startswith("shouwang.desk.") and config.label != "base":
            yield from config.get_models()


def in_order(found: Iterator[type[models.Model]]) -> list[type[models.Model]]:
    """Each model after those it points at."""
    waiting, done = list(found), []
    while waiting:
        ready = [model for model in waiting if not (points_at(model) & set(waiting)) - {model}]
        assert ready, f"these point at each other: {waiting}"
        done += ready
        waiting = [model for model in waiting if model not in ready]
    return done


def points_at(model: type[models.Model]) -> set[Any]:
    return {column.related_model for column in model._meta.concrete_fields if column.is_relation}


def make_row(
    model: type[models.Model], zone: Zone, carrier: Account, canaries: list[Canary], at: datetime
) -> models.Model:
    given = {"zone": zone, "carrier": carrier, "at": at}
    recipe = {
        name: value(**given) if callable(value) else value for name, value in RECIPES.get(model._meta.label, {}).items()
    }
    row = model(**{name: value for name, value in recipe.items() if name not in sealed_of(model)})
    for column in model._meta.concrete_fields:
        if column.name not in recipe:
            fill(row, column, zone, canaries, at)
    for name in sealed_of(model):
        place = f"{model._meta.label}.{name}"
        if place in LEFT_EMPTY:
            continue
        canary = new_canary(zone.name, place, canaries)
        shape = recipe.get(name)
        setattr(row, name, shape.replace("CANARY", canary) if shape else canary)
    try:
        row.save(force_insert=True)
    except Exception as error:
        raise AssertionError(f"{model._meta.label} needs a recipe in tests/architecture/recipes.py: {error}") from error
    return row


def sealed_of(model: type[models.Model]) -> list[str]:
    return [name for name, value in vars(model).items() if isinstance(value, Sealed)]


def fill(row: models.Model, column: Any, zone: Zone, canaries: list[Canary], at: datetime) -> None:
    """Give `column` what it may hold: a row of the same zone, a moment, or a canary."""
    if column.is_relation:
        if column.related_model is Community:
            setattr(row, column.name, zone.community)
        elif column.related_model is Account:
            setattr(row, column.name, None if column.null else zone.hands)
        elif column.related_model is not type(row):
            setattr(row, column.name, zone.rows.get(column.related_model._meta.label))
    elif isinstance(column, models.DateField) and not column.null:
        setattr(row, column.name, at if isinstance(column, models.DateTimeField) else at.date())
    elif isinstance(column, models.CharField | models.TextField) and not column.choices:
        label = f"{row._meta.label}.{column.name}"
        if label not in LEFT_EMPTY:
            setattr(row, column.name, new_canary(zone.name, label, canaries)[: column.max_length])


def new_canary(zone: str, place: str, canaries: list[Canary]) -> str:
    """A telephone or identity number where one is expected, ten letters elsewhere."""
    digest = hashlib.sha256(f"{zone}|{place}|{len(canaries)}".encode()).hexdigest()
    number = int(digest[:12], 16)
    if "phone" in place:
        word = f"1300000{number % 10000:04d}"
    elif "identity" in place:
        word = f"99000019380101{number % 10000:04d}"
    else:
        word = "".join(chr(ord("a") + int(digit, 16)) for digit in digest[:10])
    if any(canary.word == word for canary in canaries):
        return new_canary(zone, place + "'", canaries)
    canaries.append(Canary(word, zone, place.rstrip("'")))
    return word


def make_member(community: Community, role: Role, zone: str, canaries: list[Canary], at: datetime) -> Actor:
    account = Account.objects.create(name=new_canary(zone, "base.Account.name", canaries), language="en")
    membership = Membership.objects.create(account=account, community=community, role=role, since=at)
    Device.objects.create(
        account=account, community=community, label=new_canary(zone, f"base.Device.label:{role}", canaries),
        secret_hash=account.pk.bytes, pin_hash="", enrolled_at=at, seen_at=at,
    )  # fmt: skip
    return Actor(community=community, role=role, account=account, membership_id=membership.pk)


def make_link(zone: Zone, scope: Scope, subject_id: Any, at: datetime) -> Link:
    return Link.objects.create(
        community=zone.community, scope=scope, subject_id=subject_id, created_at=at, created_by=zone.hands,
        expires_at=at + timedelta(days=100), token_hash=hashlib.sha256(f"{zone.name}{scope}".encode()).digest(),
    )  # fmt: skip


def keep_picture(zone: Zone, at: datetime) -> Picture:
    drawn = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(drawn, "PNG")
    upload = SimpleUploadedFile("picture.png", drawn.getvalue())
    return images.keep(upload, by=Actor(community=zone.community, role=None, account=zone.hands), at=at)


def snapshot(zone: Zone, tables: set[str]) -> dict[str, str]:
    """By model, everything the rows of `zone` hold, to see that nobody outside it changed them.

    Of the models that live in `tables`; of all of them when it contains ALL.
    """
    models_of_zone = [apps.get_model(label) for label in sorted(zone.rows)]
    wanted = [model for model in models_of_zone if ALL in tables or model._meta.db_table in tables]
    return {model._meta.label: _told(model, zone) for model in wanted}


def _told(model: type[models.Model], zone: Zone) -> str:
    rows = model._base_manager.filter(**belongs_to(model, zone)).order_by("pk").values_list()
    plain = [[bytes(value).hex() if isinstance(value, bytes | memoryview) else value for value in row] for row in rows]
    return json.dumps(plain, default=str)


def belongs_to(model: type[models.Model], zone: Zone) -> dict[str, Any]:
    """All rows of a foreign community where the model knows its community; else the zone's own row."""
    names = {column.name for column in model._meta.concrete_fields}
    if zone.name == OTHER and "community" in names:
        return {"community": zone.community}
    return {"pk": zone.rows[model._meta.label].pk}
