"""One door, or as much of it as was written."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Address:
    """One door, or as much of it as was written. `problem` is a review reason's code, None if settled."""

    building: str | None = None
    unit: str | None = None
    room: str | None = None
    lane: str | None = None
    area: str | None = None
    phase: str | None = None
    group: str | None = None
    place: str | None = None  # a shop, a guard post, a house number of a village group
    sub: str | None = None
    kind: str = "door"  # door, floor_only, single_house, alias, special, shop, post, delivery_point, group
    problem: str | None = None
    also: str | None = None  # a second room that was written with it
    room_as_written: str | None = None
    start: int = 0
    end: int = 0

    @property
    def is_complete(self) -> bool:
        return bool(self.building and self.room) or self.kind == "single_house"

    @property
    def door(self) -> tuple[str | None, ...]:
        """What makes two addresses the same door."""
        return (self.lane, self.phase, self.area, self.group, self.place, self.building, self.unit, self.room, self.sub)

    @property
    def text(self) -> str:
        """Short, for people: 3-2-501."""
        parts = [p for p in (self.building, self.unit, self.room) if p]
        return self.estate + "-".join(parts) + (f"-{self.sub}" if self.sub else "")

    @property
    def estate(self) -> str:
        """Phase, area and lane as they stand before the building: 885弄7-501 is not 887弄7-501."""
        return "".join(p for p in (self.phase, self.area, self.lane) if p)

    def as_json(self) -> dict[str, str | None]:
        """building, unit and room always; the rest where it was written."""
        found: dict[str, str | None] = {"building": self.building, "unit": self.unit, "room": self.room}
        for name in ("lane", "area", "phase", "group", "place", "sub", "also", "room_as_written"):
            if getattr(self, name) is not None:
                found[name] = getattr(self, name)
        return found
