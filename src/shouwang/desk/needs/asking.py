"""What a household can ask for without typing: big buttons first, words only where they are needed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shouwang.desk.needs.actions.capture import Wish
from shouwang.desk.needs.models import Kind, Line
from shouwang.desk.people.models import Household

MOST_EACH = 9
REMEMBERED = timedelta(days=60)
MOST_REMEMBERED = 6


@dataclass(frozen=True, slots=True)
class Thing:
    """Something one can want an amount of."""

    code: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class Asking:
    """How one kind is asked for: `lead` over the button, `ticks` to choose from, a hint for the words."""

    kind: Kind
    lead: Promise
    ticks: tuple[tuple[str, Promise], ...] = ()
    hint: Promise | str = ""
    needs_words: bool = False


ASKINGS: dict[str, Asking] = {
    asking.kind.value: asking
    for asking in (
        Asking(Kind.GOODS, _("Food and things for the house"), hint=_("Anything else? With how much.")),
        Asking(
            Kind.MEDICINE, _("Medicine"),
            (
                ("box", _("Fetch the empty boxes at my door")),
                ("out_today", _("It runs out today")),
                ("out_soon", _("It lasts a few days")),
            ),
            _("What stands on the box, if you can read it. Never write a card's PIN."),
        ),
        Asking(
            Kind.MEAL, _("A warm meal"),
            (("once", _("Once")), ("daily", _("Every day")), ("no_sugar", _("No sugar")), ("soft", _("Soft food"))),
            _("What you must not eat"),
        ),
        Asking(
            Kind.RIDE, _("A ride to hospital"),
            (
                ("today", _("Today")),
                ("tomorrow", _("Tomorrow")),
                ("wheelchair", _("With a wheelchair")),
                ("back", _("And home again")),
            ),
            _("Which hospital, and when"), needs_words=True,
        ),
        Asking(
            Kind.ERRAND, _("An errand"),
            (
                ("gas", _("Charge the gas card")),
                ("rubbish", _("Take the rubbish down")),
                ("parcel", _("Fetch a parcel")),
                ("papers", _("Papers at an office")),
            ),
            _("What exactly"),
        ),
        Asking(
            Kind.REPAIR, _("Something is broken"),
            (
                ("water", _("Water")),
                ("power", _("Electricity")),
                ("heating", _("Heating")),
                ("lock", _("Door or lock")),
            ),
            _("What happened"),
        ),
        Asking(
            Kind.TALK, _("Somebody to talk to"),
            (("call", _("Call me")), ("visit", _("Come to my door")), ("worried", _("I am worried about somebody"))),
            _("If you like, say what it is about"),
        ),
        Asking(Kind.OTHER, _("Something else"), hint=_("What do you need?"), needs_words=True),
    )
}  # fmt: skip

COMMON = (
    ("rice", _("Rice"), _("bag")), ("oil", _("Oil"), _("bottle")), ("salt", _("Salt"), _("bag")),
    ("eggs", _("Eggs"), _("tray")), ("greens", _("Vegetables"), _("bag")), ("milk", _("Milk"), _("box")),
    ("noodles", _("Noodles"), _("pack")), ("paper", _("Toilet paper"), _("pack")),
)  # fmt: skip


def things_for(household: Household, at: datetime) -> list[Thing]:
    """What they have had before, then what every kitchen needs, in the language of the moment."""
    had = Line.objects.filter(need__household=household, need__kind=Kind.GOODS, need__made_at__gt=at - REMEMBERED)
    found: dict[str, Thing] = {}
    for line in had.order_by("-need__made_at", "position")[:40]:
        if line.name and len(found) < MOST_REMEMBERED:
            found.setdefault(line.name, Thing(f"had{len(found)}", line.name, line.unit))
    common = [Thing(code, str(name), str(unit)) for code, name, unit in COMMON]
    return [*found.values(), *(thing for thing in common if thing.name not in found)]


def wishes_from(things: list[Thing], said: dict[str, int]) -> list[Wish]:
    """`said`: code of a thing → how many."""
    return [Wish(thing.name, Decimal(said[thing.code]), thing.unit) for thing in things if said.get(thing.code, 0) > 0]
