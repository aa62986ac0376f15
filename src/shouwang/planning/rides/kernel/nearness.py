"""How related two rides are: near at both ends and at the same time (Shaw 1998)."""

import numpy as np

from shouwang.planning.rides.kernel.compiling import compiled, entrance
from shouwang.planning.rides.kernel.flat import EARLY, LATE, Flat, Floats, Ints


@compiled
def relatedness(time: Floats, place: Ints, node: Floats, n: int, one: int, other: int) -> float:
    """Small for rides that would share a car well: the least way that joins two of their ends, and the wait there."""
    best = np.inf
    for a in (one, one + n):
        for b in (other, other + n):
            way = min(time[place[a], place[b]], time[place[b], place[a]])
            early_a, late_a = node[a, EARLY], node[a, LATE]
            early_b, late_b = node[b, EARLY], node[b, LATE]
            gap = max(0.0, max(early_a - late_b, early_b - late_a) - way)
            best = min(best, way + 0.3 * min(gap, 240.0))
    both = time[place[one], place[other]] + time[place[one + n], place[other + n]]
    return float(best + 0.5 * both)


@entrance
def scores(time: Floats, place: Ints, node: Floats, one: int, score: Floats) -> None:
    """Fill `score` (n) with how related each ride is to `one`."""
    n = score.shape[0]
    for other in range(n):
        score[other] = relatedness(time, place, node, n, one, other) if other != one else np.inf


def nearest(flat: Flat, near: Ints) -> None:
    """Fill `near` (n, neighbours) with the most related rides, the most related first."""
    score, neighbours = np.zeros(flat.n), near.shape[1]
    for one in range(flat.n):
        scores(flat.time, flat.place, flat.node, one, score)
        if neighbours < flat.n - 1:
            some = np.argpartition(score, neighbours)[:neighbours]
            near[one] = some[np.argsort(score[some], kind="stable")]
        else:
            near[one] = np.argsort(score, kind="stable")[:neighbours]
