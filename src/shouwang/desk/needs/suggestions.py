"""The likely answers to what is asked about an entry: one tap each."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from shouwang.desk.needs.bridge import read_as_written
from shouwang.desk.needs.doors import Doors
from shouwang.desk.needs.entries import EntryRead
from shouwang.desk.needs.models import ListKind
from shouwang.desk.needs.told import OUTCOMES
from shouwang.desk.people.models import Person

MOST_GOODS = 6
CALLS = ("well", "unwell", "no_answer")
WHERE = {
    "address_missing", "building_missing", "room_missing", "unit_missing", "address_ambiguous", "address_unsure",
    "address_not_in_register", "building_unsure", "door_unsure", "alias_unknown", "two_rooms", "room_range",
}  # fmt: skip
HOW_MUCH = {"qty_missing", "qty_range", "qty_unlikely", "change_without_amount", "unit_mismatch", "two_quantities",
            "fraction_of_indivisible_unit"}  # fmt: skip
WHAT = {"item_missing", "item_unknown", "item_ambiguous", "plus_one_ambiguous", "item_and_qty_vague"}
MEANT = {"same_household_same_item", "same_household_same_item_different_nick", "late", "undecided"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One tap: `value` is what the button sends, `label` what it says."""

    value: str
    label: str
    is_main: bool = False


def choices_for(reason: str, read: EntryRead, doors: Doors, goods: list[tuple[str, str]]) -> list[Choice]:
    """The likely answers, the likeliest first. `corrections.by_tap` and the view know what they mean."""
    if reason == "gone":
        return [Choice("as_read", _("Still wanted"), True), Choice("leave_out", _("Withdraw it"))]
    found: list[Choice] = []
    candidates = doors.candidates(read.place) if reason in WHERE and not doors.find(read.place) else []
    found += [Choice(f"door:{doors.labels[pk]}", doors.labels[pk]) for pk in candidates]
    if reason == "address_not_in_register" and read.place.is_complete:
        building = (read.place.area, read.place.building)
        if building not in doors.buildings:
            found.append(Choice("learn_building", _("Building %(code)s is real") % {"code": read.place.building}))
        found.append(Choice("learn", _("Add door %(door)s") % {"door": read.place.text}))
    if reason == "reached_since":
        return [
            Choice("as_read", _("They are well: the visit ends"), True),
            Choice("leave_out", _("Visit all the same")),
        ]
    if reason == "result_unclear":
        return [Choice(f"call:{code}", str(OUTCOMES[code]), code == "well") for code in CALLS]
    if reason == "temp_decimal_missing":
        temps = next((words for code, words in read.asks if code == reason), "")
        return [Choice("as_read", _("Yes, %(temps)s") % {"temps": temps}, True)]
    if reason == "whose_answer":
        names = [Choice(f"who:{name}", name) for name in _names_behind(read, doors)]
        return [*names, Choice("as_read", _("Nobody knows: they stay on the call list"))]
    if reason == "temp_implausible":
        return []  # nobody may say yes to it: it is measured again, and corrected by hand
    found += _as_written(reason, read) + _amounts(reason, read) + _goods(reason, read, goods)
    if not found or reason in MEANT:
        found = _as_read(reason, read) + found
    return found


def _names_behind(read: EntryRead, doors: Doors) -> list[str]:
    """Who lives behind the door of the entry, the head of the household first. One query."""
    door = doors.find(read.place)
    here = Person.objects.living().filter(household__in=doors.households.get(door, []) if door else [])
    return list(dict.fromkeys(person.name for person in here.head_first() if person.name))


def _as_read(reason: str, read: EntryRead) -> list[Choice]:
    if not read.is_ready:
        return []
    if reason.startswith("same_household"):
        return [Choice("as_read", _("Twice: both count"), True), Choice("leave_out", _("Once is enough"))]
    if read.op == "cancel":
        return [Choice("as_read", _("Yes, take it back"), True)]
    if reason == "late":
        return [Choice("as_read", _("Still counts"), True), Choice("leave_out", _("Too late"))]
    return [Choice("as_read", _("Right as read"), True)]


def _as_written(reason: str, read: EntryRead) -> list[Choice]:
    """Its own words, where the list does not sell what they name or sells it by another unit."""
    if reason not in HOW_MUCH | WHAT or read.list_kind != ListKind.GOODS or read.part:
        return []
    things = read_as_written(read.raw)
    words = [f"{thing.name} {thing.quantity.normalize():f} {thing.unit}".strip() for thing in things if thing.quantity]
    return [Choice("as_written", _(", ").join(words), True)] if words else []


def _amounts(reason: str, read: EntryRead) -> list[Choice]:
    """How many, where one thing has no amount."""
    if reason not in HOW_MUCH or len(read.items) != 1 or not read.items[0].name:
        return []
    return [Choice(f"amount:{number}", f"{number} {read.items[0].unit}".strip()) for number in (1, 2, 3)]


def _goods(reason: str, read: EntryRead, goods: list[tuple[str, str]]) -> list[Choice]:
    """Which of the goods, where the name is missing or fits several."""
    if reason not in WHAT or len(goods) > MOST_GOODS:
        return []
    amount = read.items[0].quantity if len(read.items) == 1 else None
    said = "" if amount is None else f" {amount.normalize():f}"
    return [Choice(f"good:{name}", f"{name}{said}") for name, _unit in goods] if len(read.items) < 2 else []


def answered(read: EntryRead, codes: set[str]) -> EntryRead:
    """`read` without the questions `codes`: one answer settles a family of them."""
    return read.corrected(asks=tuple((code, words) for code, words in read.asks if code not in codes))
