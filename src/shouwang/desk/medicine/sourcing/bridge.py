"""The one way from a wave to the planning that splits its list over pharmacies."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from math import asin, cos, radians, sin, sqrt
from typing import Any
from uuid import UUID

from shouwang.desk.partners.models import Partner, StockSaying
from shouwang.desk.partners.opening import is_shut_on, knows_hours, opening_spans
from shouwang.desk.partners.stock import Word
from shouwang.planning import sourcing as planning

MINUTES_UNKNOWN = 30  # by car, one way, where nobody has said
METRES_A_SECOND = 6.0  # about 22 km an hour: streets, lights, a place to stop
EARTH = 6_371_000  # metres

Codes = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ListLine:
    """One item of the list: `packs` of `key`, for somebody who has enough for `days_left` (None: not known)."""

    item: UUID
    key: str
    packs: int
    is_cold: bool
    with_card: bool
    days_left: int | None
    due_by: datetime | None


@dataclass(frozen=True, slots=True)
class Answered:
    """What a partner answered to one line: it has `packs` of it."""

    partner: UUID
    item: UUID
    packs: int


@dataclass(frozen=True, slots=True)
class Portion:
    item: UUID
    packs: int
    why: tuple[Codes, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    partner: UUID
    arrives_at: datetime
    leaves_at: datetime
    portions: tuple[Portion, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """`left_out` and `passed_by`: (item or partner, packs or 0, reason as a code with numbers)."""

    visits: tuple[Visit, ...]
    left_out: tuple[tuple[UUID, int, Codes], ...]
    passed_by: tuple[tuple[UUID, int, Codes], ...]
    home_at: datetime
    is_exact: bool


def split(
    lines: Collection[ListLine], partners: Sequence[Partner], words: Mapping[tuple[UUID, str], Word],
    answers: Collection[Answered], starts_at: datetime, cold_limit: timedelta,
) -> Split:  # fmt: skip
    """Which of `partners` the buyer goes to for `lines`, by what they said (`words`, `answers`), hours and minutes."""
    made = planning.replan(
        [_line(line) for line in lines], [_shop(partner, starts_at) for partner in partners],
        [_stock(pair, word) for pair, word in words.items() if pair[0] in {one.pk for one in partners}],
        _roads(partners), starts_at,
        [planning.Answer(str(one.partner), str(one.item), one.packs) for one in answers], planning.Buyer(),
        planning.Weights(cold_limit=int(cold_limit.total_seconds())),
    )  # fmt: skip
    visits = tuple(
        Visit(
            UUID(visit.shop), visit.arrives_at, visit.leaves_at,
            tuple(Portion(UUID(one.line), one.quantity, tuple(map(as_codes, one.why))) for one in visit.portions),
        )
        for visit in made.visits
    )  # fmt: skip
    left = tuple((UUID(one.line), one.quantity, as_codes(one.reason)) for one in made.left_out)
    passed = tuple((UUID(one.shop), 0, as_codes(one.reason)) for one in made.passed_by)
    return Split(visits, left, passed, made.home_at, made.is_exact)


def as_codes(reason: planning.Reason) -> Codes:
    """A reason as it is stored."""
    stored = asdict(reason)
    return {"code": str(stored["code"]), "numbers": {name: _plain(value) for name, value in stored["numbers"].items()}}


def _plain(value: object) -> object:
    return value if isinstance(value, int | float) else str(value)


def _line(line: ListLine) -> planning.Line:
    days = None if line.days_left is None else max(line.days_left, 1)
    return planning.Line(str(line.item), line.key, line.packs, line.is_cold, line.with_card, days, line.due_by)


def _shop(partner: Partner, starts_at: datetime) -> planning.Shop:
    """Of one whose hours nobody knows: open all day, unless it was said to be shut."""
    day = partner.community.today(starts_at)
    spans = opening_spans(partner, day)
    if not knows_hours(partner) and not is_shut_on(partner, day):
        midnight = partner.community.local(starts_at).replace(hour=0, minute=0, second=0, microsecond=0)
        spans = [(midnight, midnight + timedelta(days=1))]
    return planning.Shop(str(partner.pk), tuple(spans), partner.takes_insurance, partner.keeps_cold)


def _stock(pair: tuple[UUID, str], word: Word) -> planning.Stock:
    if word.has == StockSaying.Has.NO:
        count: int | None = 0
    else:
        count = word.quantity or (1 if word.has == StockSaying.Has.SOME else None)
    return planning.Stock(str(pair[0]), pair[1], count, word.freshness == "fresh", word.price_fen)


def _roads(partners: Sequence[Partner]) -> planning.Roads:
    """From the desk as the directory says; between two of them as the crow flies, where both places are known, else by
    way of the desk."""
    seconds = {(planning.DESK, str(one.pk)): (one.minutes or MINUTES_UNKNOWN) * 60 for one in partners}
    placed = [one for one in partners if one.latitude is not None and one.longitude is not None]
    for number, one in enumerate(placed):
        for other in placed[number + 1 :]:
            if one.datum == other.datum:
                seconds[str(one.pk), str(other.pk)] = int(_metres(one, other) * 1.4 / METRES_A_SECOND) + 60
    return planning.Roads(seconds)


def _metres(one: Partner, other: Partner) -> float:
    """Along the great circle, by the haversine formula."""
    assert one.latitude is not None
    assert one.longitude is not None
    assert other.latitude is not None
    assert other.longitude is not None
    north, south = radians(float(one.latitude)), radians(float(other.latitude))
    west, east = radians(float(one.longitude)), radians(float(other.longitude))
    half = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin((east - west) / 2) ** 2
    return 2 * EARTH * asin(sqrt(half))
