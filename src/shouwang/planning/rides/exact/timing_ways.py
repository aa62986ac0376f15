"""The way from one place to another by minute of departure, forth and back in time."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from shouwang.planning.rides.model.day import ALWAYS, Travel


class Way(NamedTuple):
    """From one place to another. `minutes` as long as `at`, or one number for always."""

    minutes: tuple[float, ...]
    at: tuple[float, ...] = ()

    def takes(self, leave: float) -> float:
        """Minutes on the way when leaving at `leave`; inf where there is none."""
        at, minutes = self.at, self.minutes
        k = bisect_right(at, leave)
        if k == 0 or not at:
            return minutes[0]
        if k == len(at):
            return minutes[-1]
        low, high = minutes[k - 1], minutes[k]
        if low == high or leave == at[k - 1]:
            return low
        return low + (high - low) * (leave - at[k - 1]) / (at[k] - at[k - 1])

    def arrives(self, leave: float) -> float:
        return leave + self.takes(leave)

    def leaves_by(self, arrive: float) -> float:
        """The latest departure that is there by `arrive`; -inf: none. Exact on each straight piece."""
        at, minutes = self.at, self.minutes
        if not at:
            return arrive - minutes[0]
        for k in range(len(at) - 1, -1, -1):
            there = at[k] + minutes[k]
            if there > arrive:
                continue
            if k == len(at) - 1:
                return arrive - minutes[k]
            after = at[k + 1] + minutes[k + 1]
            if after == ALWAYS:
                return at[k]
            return at[k] + (arrive - there) / (after - there) * (at[k + 1] - at[k])
        return arrive - minutes[0]


def ways_of(travel: Travel, places: Sequence[int], is_open: bool) -> list[Way]:
    """The ways between consecutive places; into an open end the last takes no time."""
    between = travel.minutes[..., places[:-1], places[1:]].T.tolist()
    ways = [Way(tuple(row) if travel.at else (row,), travel.at) for row in between]
    if is_open:
        ways[-1] = Way((0.0,) * len(ways[-1].minutes), travel.at)
    return ways
