"""Waves to split over pharmacies: seeded, always the same, as a wave of a sealed district looks.

Pharmacies lie on a map of some kilometres; most have most of the common drugs, few the rare ones; some words are of
yesterday, some were never given, packs are counted where they are few; the state insurance is not taken everywhere,
half keep things cold, some shut at noon or open late.
"""

import math
import random
from datetime import UTC, datetime, timedelta
from typing import Any

from shouwang.planning.sourcing import DESK, Line, Roads, Shop, Stock

EIGHT = datetime(2020, 3, 8, 0, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SECONDS_A_KM = 150  # 24 km/h, lights and gates among it


def wave(seed: int, lines: int, shops: int) -> dict[str, Any]:
    """The arguments of `plan`."""
    chance = random.Random(seed)
    pharmacies = [_pharmacy(chance, number) for number in range(shops)]
    drugs = [f"drug{number:03}" for number in range(max(lines * 2 // 3, 1))]
    rare = {drug for drug in drugs if chance.random() < 0.15}
    cold = {drug for drug in drugs if chance.random() < 0.04}
    wanted = [_line(chance, number, drugs, cold) for number in range(lines)]
    stock = [
        said
        for drug in sorted({line.item for line in wanted})
        for pharmacy in pharmacies
        if (said := _said(chance, pharmacy, drug, drug in rare or drug in cold))
    ]
    return {
        "lines": wanted, "shops": pharmacies, "stock": stock, "roads": _roads(chance, pharmacies), "starts_at": EIGHT,
    }  # fmt: skip


def _line(chance: random.Random, number: int, drugs: list[str], cold: set[str]) -> Line:
    drug = drugs[int(len(drugs) * chance.random() ** 1.6)]
    return Line(
        f"line{number:03}", drug, chance.choice([1, 1, 1, 2, 2, 3]), drug in cold, chance.random() < 0.25,
        chance.choice([0, 1, 2, 3, 3, 4, 5, 5, 7, 10, None]), chance.choice([None, EIGHT + 240 * MINUTE]),
    )  # fmt: skip


def _pharmacy(chance: random.Random, number: int) -> Shop:
    opens = chance.choice([0, 0, 0, 30, 60])
    spans = [(opens, 720)] if chance.random() < 0.7 else [(opens, 210), (330, 720)]
    return Shop(
        f"shop{number:02}", tuple((EIGHT + begin * MINUTE, EIGHT + end * MINUTE) for begin, end in spans),
        chance.random() < 0.7, chance.random() < 0.5, chance.choice([300, 600, 900]),
    )  # fmt: skip


def _said(chance: random.Random, pharmacy: Shop, drug: str, is_rare: bool) -> Stock | None:
    known = chance.random()
    if known < 0.25:
        return None
    has = chance.random() < (0.2 if is_rare else 0.6)
    count = chance.choice([1, 2, 3, 4, 6, None, None]) if has else 0
    return Stock(pharmacy.id, drug, count, known < 0.75, chance.choice([None, 1000, 1200, 1500, 2000]) if has else None)


def _roads(chance: random.Random, pharmacies: list[Shop]) -> Roads:
    at = {DESK: (0.0, 0.0)}
    for pharmacy in pharmacies:
        far, turn = chance.choice([1, 2, 3, 5, 9]) * chance.uniform(0.5, 1.2), chance.uniform(0, 2 * math.pi)
        at[pharmacy.id] = far * math.cos(turn), far * math.sin(turn)
    return Roads({
        (a, b): round(SECONDS_A_KM * 1.3 * math.dist(at[a], at[b])) for a in at for b in at if a != b
    })  # fmt: skip
