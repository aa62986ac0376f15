"""What one more ride would ask for at least, at every place of every route at once.

A place is (route, i, j): the ride gets in after node i and out after node j ≥ i of the route as it was. What is worked
out here knows windows, ways, loads and kinds; it ignores breaks and disinfection and how others' ride times push their
stops, and drives at the fastest hour. So it never asks for more than the exact schedule does: a lower bound, in
O(stops) vector steps over all routes. Arrays are (routes, i, j); inf: cannot be, whatever gives.
"""

from dataclasses import replace

import numpy as np

from shouwang.planning.rides.model.day import ALWAYS, Day, Floats, Ride
from shouwang.planning.rides.why.room import Flags, Room, Times

SAFE = 1e-6  # minutes: sums of the same numbers in another order


class Asking:
    """One ride before all routes. Costs O(stops) vector steps; then each `least` the same again."""

    def __init__(self, room: Room, ride: Ride, *, is_apart_kept: bool = True) -> None:
        self.room, self.ride = room, ride
        self.day: Day = room.day
        self.width = room.place.shape[1] - 1
        self.asked = Times.of(room.day, ride)
        self.up, self.down = ride.pick_up, ride.set_down
        self.direct = float(room.least[self.up.place, self.down.place])
        self.to_up, self.from_up = room.least[room.place, self.up.place], room.least[self.up.place, room.place]
        self.to_down, self.from_down = room.least[room.place, self.down.place], room.least[self.down.place, room.place]
        for row, car in enumerate(room.cars):
            if car.end is None:
                self.from_down[row, room.sizes[row] + 1] = 0.0
        self.may, self.over = self._may(is_apart_kept)
        self.most_over = self.over.max(axis=3)
        self.most_over[(self.over > 0).sum(axis=3) > 1] = ALWAYS  # no one thing mends two loads
        detour = self._detours()
        driven = room.leg.sum(axis=1)[:, None, None] + detour - (self.up.service + self.down.service)
        with np.errstate(invalid="ignore"):
            self.beyond: dict[str, Floats] = {
                "duration": room.path[:, -1, None, None] + detour - self._limit("max_duration"),
                "driving_more": driven - self._limit("max_driving"),
                "capacity": self.most_over,
            }
        self.within: dict[str, Flags] = {what: beyond <= SAFE for what, beyond in self.beyond.items()}
        self.can: Flags = self.may & self.within["duration"] & self.within["driving_more"] & self.within["capacity"]

    def _may(self, is_apart_kept: bool) -> tuple[Flags, Floats]:
        """Where times aside it may be, and by how much each load would be over (…, loads)."""
        room, width = self.room, self.width
        shape = (len(room.cars), width, width)
        over = np.full((*shape, len(self.day.loads)), ALWAYS)
        may = np.zeros(shape, np.bool_)
        capacity = np.array([car.capacity for car in room.cars])[:, None, :]
        able = np.array([self.ride.needs <= car.abilities for car in room.cars])[:, None]
        clash = np.zeros(shape[:2], np.bool_)
        if is_apart_kept and self.day.apart:
            clash = np.array([[self._clashes(kinds) for kinds in row[:-1]] for row in room.kinds])
        load, alone, at = room.load[:, :-1], ~clash & able, np.arange(width)
        inside = at[None, :] <= room.sizes[:, None]
        most, fine = load.astype(np.float64), alone & inside
        for gap in range(width):
            here = at[: width - gap]
            over[:, here, here + gap] = most + np.array(self.ride.load) - capacity
            may[:, here, here + gap] = fine & inside[:, gap:]
            most = np.maximum(most[:, :-1], load[:, gap + 1 :])
            fine = fine[:, :-1] & alone[:, gap + 1 :]
        return may, over

    def _clashes(self, kinds: frozenset[str]) -> bool:
        own, apart = self.ride.kind, self.day.apart
        return any((own, kind) in apart or (kind, own) in apart for kind in kinds)

    def _detours(self) -> Floats:
        """Minutes that the route grows by without any wait, service included; inf where somebody sat too long."""
        room, width = self.room, self.width
        leg, give, at = room.leg[:, :-1], room.give[:, :-1], np.arange(width)
        with np.errstate(invalid="ignore"):
            up = self.to_up[:, :-1] + self.up.service + self.from_up[:, 1:] - leg
            down = self.to_down[:, :-1] + self.down.service + self.from_down[:, 1:] - leg
            both = self.to_up[:, :-1] + self.up.service + self.direct + self.down.service + self.from_down[:, 1:] - leg
            grown: Floats = up[:, :, None] + down[:, None, :]
            fits_up = up[:, :, None] + np.minimum(down, 0.0)[:, None, :] <= give[:, :, None] + SAFE
            fits_down = down[:, None, :] + np.minimum(up, 0.0)[:, :, None] <= give[:, None, :] + SAFE
            grown[~(fits_up & fits_down)] = ALWAYS
            grown[:, at, at] = np.where(both <= give + SAFE, both, ALWAYS)
        return grown

    def least(self, what: str) -> Floats:
        """For the relaxation `what` ("" for none) the least amount by place."""
        times = self._times(what).tightened(self.up.service)
        leave, last_begin = self._leave(what == "shift_earlier"), self._last_begin(what == "shift_later")
        with np.errstate(invalid="ignore"):
            in_at, out_at, sat = self._forward(times, leave)
            out_by = np.minimum(times.set_high, last_begin[:, 1:] - self.from_down[:, 1:] - self.down.service)
            in_by = self._backward(times, out_by)
            can = self._can(what) & (in_at[:, :, None] <= in_by + SAFE) & (out_at <= out_by[:, None, :] + SAFE)
            too_long = np.maximum(sat, out_at - in_by - self.up.service) - self.asked.most
            if what == "max_ride":
                asks = too_long
            else:
                can &= too_long <= SAFE
                asks = self._asks(what, in_at, in_by, out_at, out_by)
            return np.where(can, np.where(np.isnan(asks), 0.0, np.maximum(asks, 0.0)), ALWAYS)

    def _can(self, what: str) -> Flags:
        """Where all that is not a time of the ride itself allows it, were it not for `what`."""
        if what not in self.beyond:
            return self.can
        can: Flags = self.may.copy()
        for limit, is_within in self.within.items():
            if limit != what:
                can &= is_within
        if what == "capacity":
            can &= self.beyond[what] > 0
        return can

    def _asks(self, what: str, in_at: Floats, in_by: Floats, out_at: Floats, out_by: Floats) -> Floats:
        """How far the earliest, or the latest, lies beyond what `what` limits."""
        match what:
            case "pick_up_later":
                return np.broadcast_to(in_at[:, :, None] - self.asked.pick_high, out_at.shape)
            case "pick_up_earlier":
                return self.asked.pick_low - in_by
            case "set_down_later":
                return out_at - self.asked.set_high
            case "set_down_earlier":
                return np.broadcast_to(self.asked.set_low - out_by[:, None, :], out_at.shape)
            case "shift_earlier":
                return self._sooner(in_by)
            case "shift_later":
                return self._longer(out_at)
            case _:
                return self.beyond.get(what, np.zeros(out_at.shape))

    def _times(self, what: str) -> Times:
        asked = self.asked
        return {
            "pick_up_earlier": replace(asked, pick_low=-ALWAYS),
            "pick_up_later": replace(asked, pick_high=ALWAYS),
            "set_down_earlier": replace(asked, set_low=-ALWAYS),
            "set_down_later": replace(asked, set_high=ALWAYS),
            "max_ride": replace(asked, most=ALWAYS),
        }.get(what, asked)

    def _leave(self, is_free: bool) -> Floats:
        """The earliest that each node can be left; `is_free`: however early the shift would have to begin."""
        room = self.room
        begin = room.low.copy()
        if is_free:
            begin[:, 0] = -ALWAYS
        for node in range(1, begin.shape[1]):
            there = begin[:, node - 1] + room.service[:, node - 1] + room.leg[:, node - 1]
            begin[:, node] = np.maximum(begin[:, node], there)
        return begin + room.service

    def _last_begin(self, is_free: bool) -> Floats:
        """The latest that each node can begin; `is_free`: however late the shift would have to end."""
        room = self.room
        begin = room.high.copy()
        if is_free:
            begin[np.arange(len(room.cars)), room.sizes + 1] = ALWAYS
        for node in range(begin.shape[1] - 2, -1, -1):
            by = begin[:, node + 1] - room.leg[:, node] - room.service[:, node]
            begin[:, node] = np.where(node <= room.sizes, np.minimum(begin[:, node], by), begin[:, node])
        return begin

    def _forward(self, times: Times, leave: Floats) -> tuple[Floats, Floats, Floats]:
        """The earliest pick-up (routes, i) and set-down by place, and the least minutes in between."""
        room, width = self.room, self.width
        at, shape = np.arange(width), (len(room.cars), width, width)
        out_at, sat = np.full(shape, ALWAYS), np.full(shape, ALWAYS)
        in_at = np.maximum(times.pick_low, leave[:, :-1] + self.to_up[:, :-1])
        now, path = in_at + self.up.service, np.zeros(in_at.shape)
        alive = np.ones(in_at.shape, np.bool_)
        for gap in range(width):
            here = at[: width - gap]
            to_down = self.to_down[:, gap:-1] if gap else np.full(now.shape, self.direct)
            out_at[:, here, here + gap] = np.where(alive, np.maximum(times.set_low, now + to_down), ALWAYS)
            sat[:, here, here + gap] = path + to_down
            way = room.leg[:, gap : width - 1] if gap else self.from_up[:, 1:width]
            begin = np.maximum(room.low[:, gap + 1 : width], now[:, :-1] + way)
            alive = alive[:, :-1] & (begin <= room.high[:, gap + 1 : width] + SAFE)
            if not alive.any():
                break
            now = begin + room.service[:, gap + 1 : width]
            path = path[:, :-1] + way + room.service[:, gap + 1 : width]
        return in_at, out_at, sat

    def _backward(self, times: Times, out_by: Floats) -> Floats:
        """The latest pick-up by place."""
        room, width, at = self.room, self.width, np.arange(self.width)
        in_by = np.full((len(room.cars), width, width), -ALWAYS)
        in_by[:, at, at] = np.minimum(times.pick_high, out_by - self.direct - self.up.service)
        now = out_by
        for gap in range(width - 1):
            here = at[: width - gap - 1]  # gets in after `here`; node here + 1 is next, `gap` nodes before the last
            node = slice(1, width - gap)
            way = room.leg[:, 1 : width - gap] if gap else self.to_down[:, 1:width]
            now = np.minimum(room.high[:, node], now[:, 1:] - way - room.service[:, node])
            by = now - self.from_up[:, node] - self.up.service
            in_by[:, here, here + gap + 1] = np.minimum(times.pick_high, by)
        return in_by

    def _limit(self, name: str) -> Floats:
        return np.array([getattr(car, name) for car in self.room.cars])[:, None, None]

    def _sooner(self, in_by: Floats) -> Floats:
        """By how much a shift begins too late for the latest pick-up, if the car never waited."""
        room = self.room
        by: Floats = room.low[:, :1, None] + (self.to_up + room.service + room.path)[:, :-1, None] - in_by
        return by

    def _longer(self, out_at: Floats) -> Floats:
        """By how much a shift ends too soon after the earliest set-down, if the car never waited."""
        room = self.room
        home = self.down.service + self.from_down[:, 1:] + room.path[:, -1:] - room.path[:, 1:]
        ends = room.high[np.arange(len(room.cars)), room.sizes + 1]
        by: Floats = out_at + home[:, None, :] - ends[:, None, None]
        return by
