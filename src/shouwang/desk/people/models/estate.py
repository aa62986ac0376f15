"""Stone and numbers: grids, buildings and doors. Nothing here is personal."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Community


class Grid(models.Model):
    """Some of a community's buildings, in the care of a grid lead."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="grids")
    name = models.CharField(_("name"), max_length=40)
    lead = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="grids")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "name"], name="grid_names_differ")]

    def __str__(self) -> str:
        return self.name


class BuildingQuerySet(models.QuerySet["Building"]):
    def visible_to(self, actor: Actor) -> Self:
        """Members of a community know its buildings; a grid lead's are those of their grids."""
        mine = self.filter(community=actor.community)
        if actor.sees_everything:
            return mine
        return mine.filter(grid__lead=actor.account) if actor.is_desk else mine.none()

    def in_order(self) -> Self:
        return self.order_by("area", "position", "code")


class Building(models.Model):
    """One building: what people call 3 栋, 3号楼 or 12#."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="buildings")
    area = models.CharField(_("area"), max_length=20, blank=True)
    code = models.CharField(_("number"), max_length=20)
    position = models.PositiveIntegerField(default=0)
    is_complete = models.BooleanField(default=False)  # every door of it is known: another one is rather a slip
    grid = models.ForeignKey(Grid, models.SET_NULL, null=True, blank=True, related_name="buildings")

    objects = BuildingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "area", "code"], name="building_codes_differ")]

    def __str__(self) -> str:
        return f"{self.area}{self.code}"


class DoorQuerySet(models.QuerySet["Door"]):
    def visible_to(self, actor: Actor) -> Self:
        mine = self.filter(community=actor.community)
        if actor.sees_everything:
            return mine
        return mine.filter(building__grid__lead=actor.account) if actor.is_desk else mine.none()

    def top_down(self) -> Self:
        """As one walks: building, unit, from the top floor down."""
        return self.order_by(
            "building__area", "building__position", "building__code", "unit", "-floor", "position", "room"
        )


class Door(models.Model):
    """One door: building-unit-room, with its floor. `label` is how it is written: "3-2-501"."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="doors")
    building = models.ForeignKey(Building, models.CASCADE, related_name="doors")
    unit = models.CharField(_("unit"), max_length=10, blank=True)
    room = models.CharField(_("room"), max_length=20)
    floor = models.IntegerField(_("floor"), null=True, blank=True)
    position = models.PositiveIntegerField(default=0)  # from the left, on its floor of its unit
    label = models.CharField(_("door"), max_length=60)

    objects = DoorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["building", "unit", "room"], name="doors_differ"),
            models.UniqueConstraint(fields=["community", "label"], name="door_labels_differ"),
        ]

    def __str__(self) -> str:
        return self.label


class DoorAlias(models.Model):
    """Another way people write a door ("92号院8楼东"), normalised by `reading.addresses`."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    door = models.ForeignKey(Door, models.CASCADE, related_name="aliases")
    alias = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "alias"], name="an_alias_means_one_door"),
            models.CheckConstraint(condition=~Q(alias=""), name="an_alias_says_something"),
        ]
