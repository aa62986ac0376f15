"""The estate: buildings, doors, how else people call them, and the grids they belong to."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.models import Membership
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.base.roles import Role
from shouwang.desk.people import bridge
from shouwang.desk.people.actions.shapes import DoorShape, label_of, position_of
from shouwang.desk.people.models import Building, Door, DoorAlias, Grid


class DoorExists(Refused):
    """A door of this name is there already."""


class BuildingExists(Refused):
    """A building of this name is there already."""


class AliasTaken(Refused):
    """An alias means one door, and this one means another."""


class GridExists(Refused):
    """Two grids of one name would be mistaken for each other."""


class NotALead(Refused):
    """Only a member who leads a grid or coordinates can be put in charge of one."""


@use_case
def add_building(
    *, code: str, doors: Sequence[DoorShape], by: Actor, at: datetime, area: str = "", grid: Grid | None = None
) -> Building:
    """A building with `doors` (see `shapes.regular` for the usual ones). Raises BuildingExists.

    `code` is what people call it, without 栋 or 号楼: "3", "12", "92号院".
    """
    code, area = code.strip(), area.strip()
    building, is_new = Building.objects.get_or_create(
        community=by.community, area=area, code=code,
        defaults={"position": position_of(code), "grid": grid, "is_complete": bool(doors)},
    )  # fmt: skip
    if not is_new:
        raise BuildingExists(_("Building %(name)s is already in the register.") % {"name": building})
    Door.objects.bulk_create(_door(building, shape) for shape in doors)
    record("people.building_added", building, by=by, at=at, doors=len(doors))
    return building


@use_case
def add_door(*, building: Building, shape: DoorShape, by: Actor, at: datetime) -> Door:
    """One more door of `building`. Raises DoorExists."""
    door = _door(building, shape)
    try:
        with transaction.atomic():
            door.save(force_insert=True)
    except IntegrityError:
        raise DoorExists(_("Door %(door)s is already in the register.") % {"door": door.label}) from None
    record("people.door_added", door, by=by, at=at)
    return door


@use_case
def find_or_add_door(*, shape: DoorShape, code: str, by: Actor, at: datetime, area: str = "") -> Door:
    """The door where it is known, else a new one: for a register that is learned as it goes."""
    building, is_new = Building.objects.get_or_create(
        community=by.community, area=area, code=code, defaults={"position": position_of(code)}
    )
    if is_new:
        record("people.building_added", building, by=by, at=at, doors=0)
    known = Door.objects.filter(building=building, unit=shape.unit, room=shape.room).first()
    return known or add_door(building=building, shape=shape, by=by, at=at)


@use_case
def add_alias(*, door: Door, alias: str, by: Actor, at: datetime) -> DoorAlias:
    """Another way people write `door`. Saying it twice changes nothing; raises AliasTaken."""
    written = bridge.alias_key(alias)
    if not written:
        raise AliasTaken(_("Write how people call this door."))
    known, is_new = DoorAlias.objects.get_or_create(community=by.community, alias=written, defaults={"door": door})
    if known.door_id != door.pk:
        raise AliasTaken(_("“%(alias)s” already means door %(door)s.") % {"alias": alias, "door": known.door.label})
    if is_new:
        record("people.alias_added", door, by=by, at=at)
    return known


@use_case
def add_grid(*, name: str, by: Actor, at: datetime) -> Grid:
    """A grid without buildings and lead yet. Raises GridExists."""
    grid, is_new = Grid.objects.get_or_create(community=by.community, name=name.strip())
    if not is_new:
        raise GridExists(_("There is already a grid called %(name)s.") % {"name": grid.name})
    record("people.grid_added", grid, by=by, at=at)
    return grid


@use_case
def assign_building(*, building: Building, grid: Grid | None, by: Actor, at: datetime) -> Building:
    """Put `building` into `grid`, or into none. Saying it twice changes nothing."""
    if building.grid_id != (grid.pk if grid else None):
        building.grid = grid
        building.save(update_fields=["grid"])
        record("people.building_assigned", building, by=by, at=at, grid=grid and grid.pk)
    return building


@use_case
def appoint_lead(*, grid: Grid, member: Membership | None, by: Actor, at: datetime) -> Grid:
    """Put `member` in charge of `grid`, or nobody. Raises NotALead for a member in another role."""
    if member is not None and (
        member.community_id != by.community.pk or member.role not in {Role.GRID_LEAD, Role.COORDINATOR}
    ):
        raise NotALead(
            _("Only grid leads and coordinators can be put in charge of a grid. Invite them as grid lead first.")
        )
    lead = member.account if member else None
    if grid.lead_id != (lead.pk if lead else None):
        grid.lead = lead
        grid.save(update_fields=["lead"])
        record("people.lead_appointed", grid, by=by, at=at, account=lead and lead.pk)
    return grid


def _door(building: Building, shape: DoorShape) -> Door:
    return Door(
        community_id=building.community_id, building=building, unit=shape.unit, room=shape.room, floor=shape.floor,
        position=shape.position, label=label_of(building.area, building.code, shape.unit, shape.room),
    )  # fmt: skip
