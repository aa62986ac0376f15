"""What is known before the first entry, from the desk's context; `header` adds what the chain itself says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from shouwang.reading.addresses import Register
from shouwang.reading.goods import Catalogue, read_goods
from shouwang.reading.quantities import parse_number
from shouwang.reading.regex import regex

if TYPE_CHECKING:
    from shouwang.reading.chat.leftovers import ItemsRead

COURT = regex(r"(?<!\d)(\d{1,4}号院)", needs="院")


@dataclass
class Setting:
    """The frame of one campaign."""

    title: str = ""
    catalogue: Catalogue = field(default_factory=Catalogue)
    kind: str | None = None
    deadline: datetime | None = None
    posted_at: datetime | None = None
    base_date: date | None = None
    court: str | None = None
    scheme: str | None = None
    lettered: bool = False
    register: Register = field(default_factory=Register)
    limit: Decimal | None = None
    limit_unit: str | None = None
    minimum: Decimal | None = None
    minimum_unit: str | None = None
    fee: Decimal | None = None
    posts: bool = True  # a guard post may be where something goes; in a shift list it is where one stands
    places: Mapping[str, str] = field(default_factory=dict)
    community: str | None = None
    context: Mapping[str, Any] = field(default_factory=dict)
    goods_read: dict[str, "ItemsRead"] = field(default_factory=dict, init=False, repr=False)  # by text

    @property
    def anchor(self) -> date | None:
        """The day that bare times and relative days belong to."""
        if self.posted_at:
            return self.posted_at.date()
        return self.base_date


def setting_from(context: Mapping[str, Any]) -> Setting:
    """The frame as the desk knows it. Unknown keys and broken values are left aside, never an error."""
    goods = read_goods(context.get("goods"))
    default = read_goods([context["default_item"]]) if context.get("default_item") else ()
    chosen = default[0] if default else None
    if chosen is not None:
        chosen = next((g for g in goods if g.name == chosen.name), chosen)
    free = "goods" in context and not goods and chosen is None
    register = context.get("register", context.get("doors"))
    aliases = next((context[k] for k in ("aliases", "door_aliases", "alias", "addr_aliases") if context.get(k)), None)
    compound = _text(context.get("compound"))
    title = _text(context.get("title")) or ""
    court = COURT.search(f"{compound or ''} {title}")
    limit, fee = context.get("limit_per_household"), context.get("fee_per_household_cny")
    return Setting(
        title=title,
        catalogue=Catalogue(goods, chosen, free),
        kind=_text(context.get("kind")),
        deadline=_moment(context.get("deadline")),
        posted_at=_moment(context.get("posted_at")),
        base_date=_day(context.get("base_date") or context.get("date")),
        court=court[1] if court else None,
        scheme=_text(context.get("unit_scheme")),
        lettered=bool(context.get("buildings")),
        register=Register.from_any(
            register if isinstance(register, (list, tuple)) else None,
            aliases or (register if isinstance(register, Mapping) else None),
        ),
        limit=_decimal(limit),
        fee=_decimal(fee),
        minimum=_decimal(context.get("min_qty", context.get("minimum"))),
        places=context["places"] if isinstance(context.get("places"), Mapping) else {},
        community=_text(context.get("community")),
        context=context,
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _decimal(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    return parse_number(str(value))


def _moment(value: object) -> datetime | None:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    try:
        return datetime.fromisoformat(value).replace(tzinfo=None) if isinstance(value, str) else None
    except ValueError:
        return None


def _day(value: object) -> date | None:
    found = _moment(value)
    return found.date() if found else None
