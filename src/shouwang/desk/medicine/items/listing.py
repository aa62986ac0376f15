"""Items as pages show them: as written beside as read, days left, what is asked with its answers; a list of a hundred
costs as many queries as a list of one."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import ngettext

from shouwang.desk.base.actor import Actor
from shouwang.desk.medicine.actions.offers import is_other_strength
from shouwang.desk.medicine.drugs.formulary import the_one
from shouwang.desk.medicine.drugs.names import part_of_strength, same_strength
from shouwang.desk.medicine.items.asking import Ask, Beside, ReadBox, asks_of
from shouwang.desk.medicine.items.knowing import Knowledge
from shouwang.desk.medicine.models import Item, ItemPicture, ItemState, Offer, Regimen
from shouwang.desk.medicine.models.items import WANTED
from shouwang.desk.needs.models import Kind, Need, NeedPicture
from shouwang.desk.partners.models import Partner
from shouwang.desk.people.models import Person

_OFFERED = Exists(Offer.objects.filter(item=OuterRef("pk"), consent=""))
SHOWS: dict[str, Q] = {
    "asking": Q(state=ItemState.ASKING) | Q(Q(state__in=WANTED, no_substitute=False), _OFFERED),
    "ready": Q(state=ItemState.READY),
    "hunted": Q(state=ItemState.HUNTED),
    "bought": Q(state=ItemState.BOUGHT),
    "away": Q(state=ItemState.ROUTED),
}
"""What the chips of the list show; everything else of an item's life stands on its wave."""


@dataclass(slots=True)
class ShownOffer:
    """Another drug that was offered, with who has it."""

    offer: Offer
    partner: str
    is_other_strength: bool

    @property
    def is_open(self) -> bool:
        return not self.offer.consent

    @property
    def price(self) -> str:
        fen = self.offer.price_fen
        return "" if fen is None else f"{fen // 100}.{fen % 100:02d}"


@dataclass(slots=True)
class ShownItem:
    """One item, dressed for a page."""

    item: Item
    days_left: int | None = None  # from today on
    asks: list[Ask] = field(default_factory=list)
    offers: list[ShownOffer] = field(default_factory=list)
    pictures: list[ItemPicture] = field(default_factory=list)
    loose: list[NeedPicture] = field(default_factory=list)
    read: ReadBox | None = None

    @property
    def box_says(self) -> str:
        """The strength on the photographed box where it is another than the one asked for."""
        strength = (
            (self.read.drug.strength if self.read.drug else self.read.said.get("strength", "")) if self.read else ""
        )
        differs = strength and self.item.strength and not same_strength(strength, self.item.strength)
        return strength if differs and not part_of_strength(strength, self.item.strength) else ""

    @property
    def is_waiting(self) -> bool:
        """Somebody must ask or decide."""
        return (bool(self.asks) and self.item.state in WANTED) or any(one.is_open for one in self.open_offers)

    @property
    def open_offers(self) -> list[ShownOffer]:
        """Those about which the household is to be asked: none where they want this one and no other."""
        wanted = self.item.state in WANTED and not self.item.no_substitute
        return [one for one in self.offers if one.is_open] if wanted else []

    @property
    def box(self) -> str:
        """Strength, pack and form as they were read: "5mg × 7片". A form that the pack names is not said twice."""
        item = self.item
        inside = " × ".join(part for part in (item.strength, item.pack) if part)
        form = "" if item.form and item.form in item.pack else item.form
        return " ".join(part for part in (inside, form) if part)

    @property
    def days(self) -> str:
        return days_words(self.days_left)

    @property
    def photos(self) -> int:
        return len(self.pictures) + len(self.loose)

    @property
    def wants_picture(self) -> str:
        """What a photograph would answer: "box", "prescription" or nothing."""
        codes = {ask.code for ask in self.asks}
        return "prescription" if "prescription" in codes else "box" if "picture" in codes else ""


def days_words(days: int | None) -> str:
    """ "4 days left"; nothing where nobody knows."""
    if days is None:
        return ""
    return ngettext("%(n)s day left", "%(n)s days left", 1 if days == 1 else 2) % {"n": days}


def items_to_show(by: Actor, show: str, wave: UUID | None) -> QuerySet[Item]:
    """The items of one chip, what runs out first at the top."""
    found = Item.objects.visible_to(by).filter(SHOWS.get(show, SHOWS["asking"]))
    found = found.filter(wave=wave) if wave else found
    order = (F("runs_out_on").asc(nulls_last=True), "-need__urgency", "made_at", "need__door__label", "pk")
    return with_everything(found).order_by(*order)


def with_everything(items: QuerySet[Item]) -> QuerySet[Item]:
    return items.select_related(
        "need__door", "need__household", "need__person", "need__community", "line", "drug", "wave", "regimen", "led_to",
        "decided_by",
    )  # fmt: skip


def dress(items: Iterable[Item], *, at: datetime) -> list[ShownItem]:
    """Each with its asks, offers and photographs, in the same order. Nine queries, however many they are."""
    listed = list(items)
    if not listed:
        return []
    community = listed[0].need.community
    knowledge, today = Knowledge.of(community, at), community.today(at)
    pictures, loose = _pictures(listed)
    offers, regimens, people = _offers(listed), _regimens(listed), _people(listed)
    found = []
    for item in listed:
        shown = ShownItem(
            item, item.days_left(today), offers=offers[item.pk], pictures=pictures[item.pk], loose=loose[item.need_id]
        )
        home = item.need.household_id
        beside = Beside(
            knowledge.formulary, knowledge.rule_of(item), regimens[home], people[home], shown.loose,
            _read_on_box(shown.pictures, knowledge), any(one.what == "box" for one in shown.pictures),
        )  # fmt: skip
        shown.read = beside.read
        shown.asks = asks_of(item, beside) if item.state in WANTED else []
        found.append(shown)
    return found


def counts(by: Actor) -> dict[str, int]:
    """How many items each chip shows. One query."""
    mine = Item.objects.visible_to(by)
    return mine.aggregate(**{name: Count("pk", filter=shown) for name, shown in SHOWS.items()})


def needs_in_words(by: Actor) -> QuerySet[Need]:
    """Live needs of kind medicine in which nobody has said the drug yet. One query, and one for their photographs."""
    needs = Need.objects.visible_to(by).live().filter(kind=Kind.MEDICINE, lines=None)
    return needs.select_related("door", "household").prefetch_related("pictures").order_by("-urgency", "made_at", "pk")


def _pictures(items: Sequence[Item]) -> tuple[dict[UUID, list[ItemPicture]], dict[UUID, list[NeedPicture]]]:
    """(those that show an item, by item; those of a need that show none, by need)."""
    tied: dict[UUID, list[ItemPicture]] = defaultdict(list)
    rows = ItemPicture.objects.filter(item__in=items).select_related("kept").order_by("made_at", "pk")
    for row in rows:
        tied[row.item_id].append(row)
    loose: dict[UUID, list[NeedPicture]] = defaultdict(list)
    used = ItemPicture.objects.filter(item__need__in={item.need_id for item in items}).values("kept")
    kept = NeedPicture.objects.filter(need__in={item.need_id for item in items}).exclude(pk__in=used)
    for one in kept.order_by("pk"):
        loose[one.need_id].append(one)
    return tied, loose


def _offers(items: Sequence[Item]) -> dict[UUID, list[ShownOffer]]:
    rows = list(Offer.objects.filter(item__in=items).select_related("consent_by").order_by("made_at", "pk"))
    names = dict(Partner.objects.filter(pk__in={row.partner_id for row in rows}).values_list("pk", "name"))
    of = {item.pk: item for item in items}
    found: dict[UUID, list[ShownOffer]] = defaultdict(list)
    for row in rows:
        row.item = of[row.item_id]
        found[row.item_id].append(ShownOffer(row, names.get(row.partner_id, "—"), is_other_strength(row)))
    return found


def _regimens(items: Sequence[Item]) -> dict[UUID | None, list[Regimen]]:
    homes = {item.need.household_id for item in items if item.need.household_id}
    rows = Regimen.objects.current().filter(person__household__in=homes).select_related("person").order_by("stated_at")
    found: dict[UUID | None, list[Regimen]] = defaultdict(list)
    for row in rows:
        found[row.person.household_id].append(row)
    return found


def _people(items: Sequence[Item]) -> dict[UUID | None, list[Person]]:
    homes = {item.need.household_id for item in items if "person" in item.missing}
    found: dict[UUID | None, list[Person]] = defaultdict(list)
    for person in Person.objects.filter(household__in=homes).living().head_first() if homes else ():
        found[person.household_id].append(person)
    return found


def _read_on_box(pictures: Sequence[ItemPicture], knowledge: Knowledge) -> ReadBox | None:
    """What was read on the newest photograph on which anything was."""
    for one in reversed(pictures):
        if one.read_sealed:
            said = {name: str(text) for name, text in json.loads(one.read).items()}
            asked = {name: said.get(name, "") for name in ("name", "strength", "form", "maker", "barcode", "approval")}
            return ReadBox(one.pk, said, the_one(knowledge.formulary.match(**asked)))
    return None
