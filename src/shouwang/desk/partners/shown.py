"""What pages and paper show of partners and lists: values, with every answer beside its line."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from shouwang.desk.partners import opening
from shouwang.desk.partners.models import Answer, LineAnswer, Manifest, ManifestLine, Partner, StockSaying
from shouwang.desk.partners.stock import Freshness, freshness_of


@dataclass(frozen=True, slots=True)
class LineShown:
    """One line. `earlier`: (answer in words, when, who) of what was said before; `kept`: what was typed and refused."""

    line: ManifestLine
    price: str = ""
    earlier: Sequence[tuple[str, datetime, str]] = ()
    kept: Mapping[str, Any] = field(default_factory=dict)

    @property
    def offer(self) -> str:
        parts = (self.line.offer_name, self.line.offer_strength, self.line.offer_maker)
        return " · ".join(part for part in parts if part)

    @property
    def said(self) -> str:
        """What they answered, in a few words."""
        return answer_in_words(self.line.answer, self.line.answered_quantity, self.line.quantity)


@dataclass(frozen=True, slots=True)
class ListShown:
    manifest: Manifest
    lines: Sequence[LineShown]
    is_open: bool

    @property
    def total(self) -> int:
        return len(self.lines)

    @property
    def answered(self) -> int:
        return sum(1 for one in self.lines if one.line.answer)

    @property
    def next(self) -> LineShown | None:
        return next((one for one in self.lines if not one.line.answer), None)


def show_list(
    manifest: Manifest, at: datetime, *, with_earlier: bool = False, kept: Mapping[Any, Mapping[str, Any]] | None = None
) -> ListShown:
    """`manifest` with its lines in their order. Two queries, three with what was answered before."""
    lines = list(manifest.lines.select_related("picture", "answered_by").order_by("position"))
    before: dict[Any, list[LineAnswer]] = {}
    if with_earlier:
        said = LineAnswer.objects.filter(line__manifest=manifest).select_related("by").order_by("at", "pk")
        for one in said:
            before.setdefault(one.line_id, []).append(one)
    shown = [
        LineShown(
            line, yuan(line.price_fen), [_earlier(one, line) for one in before.get(line.pk, [])[:-1]],
            (kept or {}).get(line.pk, {}),
        )
        for line in lines
    ]  # fmt: skip
    return ListShown(manifest, shown, manifest.is_open(at))


def _earlier(one: LineAnswer, line: ManifestLine) -> tuple[str, datetime, str]:
    words = [answer_in_words(one.answer, one.quantity, line.quantity), one.words]
    if one.price_fen is not None:
        words.append(f"¥{yuan(one.price_fen)}")
    return " · ".join(word for word in words if word), one.at, one.by.name if one.by else _("by the link")


def answer_in_words(answer: str, quantity: int | None, wanted: int) -> str:
    if answer == Answer.PART:
        return _("%(n)s of %(of)s") % {"n": quantity, "of": wanted}
    return str(Answer(answer).label) if answer else ""


def yuan(fen: int | None) -> str:
    """1250 → "12.50"."""
    return "" if fen is None else f"{fen // 100}.{fen % 100:02d}"


@dataclass(frozen=True, slots=True)
class PartnerShown:
    partner: Partner
    is_open: bool | None
    is_shut: bool
    when: str  # "open until 20:30", "opens 8:00", "shut until 9 Mar", "hours unknown"

    @property
    def dial(self) -> str:
        """The number to tap: the first that stands there."""
        found = re.search(r"\+?[\d][\d \-()]{2,}\d", self.partner.phone)
        return re.sub(r"[^\d+]", "", found[0]) if found else ""


def show_partner(partner: Partner, at: datetime) -> PartnerShown:
    state = opening.is_open(partner, at)
    is_shut = opening.is_shut_on(partner, partner.community.today(at))
    return PartnerShown(partner, state, is_shut, _when(partner, at, state, is_shut))


def _when(partner: Partner, at: datetime, state: bool | None, is_shut: bool) -> str:
    if is_shut:
        if partner.shut_until is None:
            return _("shut until told otherwise")
        return _("shut until %(day)s") % {"day": date_format(partner.shut_until, _("j M"))}
    if state is None:
        return _("hours unknown")
    if all(day == [["00:00", "24:00"]] for day in partner.hours):
        return _("open day and night")
    if state:
        return _("open until %(time)s") % {"time": _hour(opening.closes_at(partner, at), at)}
    opens = opening.next_opening(partner, at)
    return _("opens %(time)s") % {"time": _hour(opens, at)} if opens else _("shut")


def _hour(moment: datetime | None, at: datetime) -> str:
    if moment is None:
        return "—"
    there, now = timezone.localtime(moment), timezone.localtime(at)
    return date_format(there, "H:i" if there.date() == now.date() else _("D H:i"))


def week_of(partner: Partner) -> list[tuple[str, str]]:
    """(day, its hours) as a table; [] where nobody knows them."""
    names = [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")]
    hours = (", ".join(f"{begins}–{ends}" for begins, ends in day) or _("shut") for day in partner.hours)
    return list(zip(names, hours, strict=False)) if partner.hours else []


@dataclass(frozen=True, slots=True)
class SayingShown:
    saying: StockSaying
    item: str
    price: str
    freshness: Freshness


def sayings_of(partner: Partner, at: datetime, most: int = 200) -> list[SayingShown]:
    """The last word on each item, the newest first. One query."""
    said = StockSaying.objects.filter(partner=partner, said_at__lte=at).select_related("noted_by")
    found: dict[str, StockSaying] = {}
    for one in said.order_by("-said_at", "-pk")[:most]:
        found.setdefault(one.item, one)
    community = partner.community
    return [
        SayingShown(one, item.replace("|", " "), yuan(one.price_fen), freshness_of(one.said_at, community, at))
        for item, one in found.items()
    ]
