"""What a buying list is split by, and what the split says: plain values, and reasons as codes with numbers.

One measure weighs everything: seconds of the buyer's time. `Weights` says how many of them each thing is worth.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from shouwang.planning.rounds.model import Reason

DESK = ""
"""The name of the desk among the places of `Roads`."""


class Why(StrEnum):
    """Why a line is bought at this shop: one of the first six, then whatever else holds."""

    ONLY_HERE = "only_here"  # nobody else could give it
    NEAREST = "nearest"  # of, minutes: of so many that may have it, minutes from where the buyer sets off
    GOING_ANYWAY = "going_anyway"  # of: another line takes the buyer there
    FEWEST = "fewest"  # of, lines: so many lines together make this stop worth it
    CHEAPER = "cheaper"  # fen: saved, beside the next shop on the way
    SURER = "surer"  # of: another shop on the way may have it, its word is weaker

    ASK_FIRST = "ask_first"  # word: stale, stale_none or unknown: telephone before driving
    SPLIT = "split"  # wanted, most: no shop on the way has more than `most`
    PART = "part"  # bought, wanted: the rest is left out
    COLD = "cold"  # minutes: in the bag until it is home
    LATE = "late"  # minutes after its time
    NOT_INSURED = "not_insured"  # shops: nearer ones that may have it and do not take insurance


class Left(StrEnum):
    """Why a line, or a part of it, is bought nowhere in this wave."""

    HUNT = "hunt"  # asked: so many shops said freshly that they have none
    INSURANCE = "insurance"  # shops: who may have it does not take insurance
    COLD_SHOP = "cold_shop"  # shops: who may have it keeps nothing cold
    COLD_WAY = "cold_way"  # most: minutes that it may lie in the bag; from no shop is it home within them
    SHUT = "shut"  # shops: who may have it is shut when one could be there, or one would not be back in time
    FOR_OTHERS = "for_others"  # known: what is known to be there goes to lines that need it sooner
    NOT_WORTH = "not_worth"  # minutes: what fetching it would add, weighed more than waiting for the next wave
    BEYOND = "beyond"  # most: so many shops are weighed against each other, and none of them has it


class Passed(StrEnum):
    """Why a shop is not visited."""

    VISITED = "visited"  # the buyer was there already
    SHUT = "shut"
    NOTHING = "nothing"  # nothing of the list that it could give
    NOT_NEEDED = "not_needed"  # lines: it could give so many, others do
    BEYOND = "beyond"  # most: so many shops are weighed against each other


class Word(StrEnum):
    """How much is known of an item at a shop."""

    FRESH = "fresh"
    STALE = "stale"
    STALE_NONE = "stale_none"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Line:
    """`quantity` whole packs of `item` for one household, which has enough for `days_left` (None: not known)."""

    id: str
    item: str
    quantity: int = 1
    is_cold: bool = False
    needs_insurance: bool = False
    days_left: int | None = None
    due_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Shop:
    """Open in `spans` (from, until); `service` seconds from the door to the bag, which must fit into one span."""

    id: str
    spans: tuple[tuple[datetime, datetime], ...]
    takes_insurance: bool = True
    keeps_cold: bool = False
    service: int = 600


@dataclass(frozen=True, slots=True)
class Stock:
    """What a shop said of an item: `count` packs, 0 for none, None for "yes". `price` in fen a pack.

    Nothing said is no Stock at all. At most one for a shop and an item: the latest.
    """

    shop: str
    item: str
    count: int | None
    is_fresh: bool = True
    price: int | None = None


@dataclass(frozen=True, slots=True)
class Roads:
    """Seconds between places, shops and DESK; what is not given one way is as the other way, or by way of others."""

    seconds: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Weights:
    """What things are worth, in seconds of the buyer's time unless said otherwise."""

    another_shop: int = 600  # each shop on the way: a list to send, a bill to check
    without: int = 8 * 3600  # a line left out with one day left; half of it with two, a third with three
    days_unknown: int = 3
    stale: int = 15  # percent: how often yesterday's "yes" is wrong
    unknown: int = 50  # percent: how often a shop of which nothing is known has none
    stale_none: int = 80  # percent: how often yesterday's "none" still holds
    a_yuan: int = 30  # a yuan more than the cheapest known price
    split: int = 900  # each further shop for one line
    late: int = 10  # percent of every second that the buyer comes home after a line's time, bought or not
    cold_bag: int = 25  # percent of every second that the first cold thing lies in the bag
    cold_limit: int = 2 * 3600  # seconds from the shop to the desk, never more


@dataclass(frozen=True, slots=True)
class Portion:
    line: str
    quantity: int
    why: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """`begins_at` is after `arrives_at` where the shop is still shut then."""

    shop: str
    arrives_at: datetime
    begins_at: datetime
    leaves_at: datetime
    portions: tuple[Portion, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    line: str
    quantity: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class PassedBy:
    shop: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Sourcing:
    """Of every line, what is bought and what is left out are together what is wanted.

    `cost` is in seconds (see `Weights`); `is_exact` is False where there were more shops than all can be weighed.
    """

    visits: tuple[Visit, ...]
    left_out: tuple[LeftOut, ...]
    passed_by: tuple[PassedBy, ...]
    home_at: datetime
    cost: int
    is_exact: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What a shop answered to a line sent ahead: it has `quantity` packs of it (0: none)."""

    shop: str
    line: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Buyer:
    """Where the buyer is, what they have and since when something cold lies in their bag. At first: at the desk."""

    here: str = DESK
    visited: frozenset[str] = frozenset()
    got: Mapping[str, int] = field(default_factory=dict)  # packs by line
    cold_since: datetime | None = None
    back_by: datetime | None = None
