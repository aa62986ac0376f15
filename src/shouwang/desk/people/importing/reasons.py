"""Why a row waits or was left out, in sentences: reading's own reasons, and the register's."""

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from shouwang.desk.people import bridge

OWN: dict[str, tuple[Promise, Promise]] = {
    "outside_your_grid": (
        gettext_lazy("This door is not in your grid."),
        gettext_lazy("The coordinator takes it over or leaves it out."),
    ),
    "identity_elsewhere": (
        gettext_lazy("Somebody with this identity number is registered behind another door."),
        gettext_lazy("Did they move? Then move them at their own page, and leave this row out."),
    ),
    "identity_differs": (
        gettext_lazy("The register has another identity number for this person."),
        gettext_lazy("Which one is right? Or are these two people?"),
    ),
    "other_head": (
        gettext_lazy("The register names somebody else as head of the household behind this door."),
        gettext_lazy("Do they belong to that household, or are they one of their own?"),
    ),
    "taken_off": (
        gettext_lazy("This person was taken off the household by hand."),
        gettext_lazy("Do they live here again?"),
    ),
    "moved_away": (
        gettext_lazy("This person's household moved away from this door."),
        gettext_lazy("Are they back?"),
    ),
}
"""Why a row waits, and what to decide: the register's own reasons."""

TAKE_IT = gettext_lazy("Take it as it stands")
TAKE: dict[str, Promise] = {
    "identity_differs": gettext_lazy("The sheet is right"),
    "taken_off": gettext_lazy("They live here again"),
    "moved_away": gettext_lazy("They are back"),
    "address_not_in_register": gettext_lazy("It is a new door"),
    "duplicate_differs": gettext_lazy("Take both"),
    **dict.fromkeys(
        ("id_precision_lost", "id_checksum_bad", "id_date_bad", "id_excel_15_digits", "id_length", "id_not_a_number"),
        gettext_lazy("Take without the number"),
    ),
    **dict.fromkeys(
        ("phone_lost", "phone_digits", "phone_misread", "phone_hidden", "phone_tail_only", "phone_prefix"),
        gettext_lazy("Take without the telephone"),
    ),
}
"""What one tap says for each reason; what was doubtful stays empty."""

BULK = frozenset({"address_not_in_register", *(code for code in TAKE if code.startswith(("id_", "phone_")))})
"""May be decided for many rows at once, where nothing else is asked about them."""

LEFT_OUT: dict[str, Promise] = {"by_hand": gettext_lazy("left out by hand")}

TAKES_A_DOOR = frozenset(
    {
        "address_missing", "address_unsure", "building_missing", "room_missing", "unit_missing", "household_conflict",
    }
)  # fmt: skip
"""Cannot be taken as it stands: the door must be written first."""

NEVER_TAKEN = frozenset({"identity_elsewhere", "outside_your_grid"})
"""Cannot be taken here at all; the ask says what to do instead."""


def why(code: str) -> str:
    """Why the row waits."""
    if code in OWN:
        return str(OWN[code][0])
    return gettext(bridge.QUESTIONS[code][0]) if code in bridge.QUESTIONS else code


def ask(code: str) -> str:
    """What to decide, or whom to ask."""
    if code in OWN:
        return str(OWN[code][1])
    return gettext(bridge.QUESTIONS[code][1]) if code in bridge.QUESTIONS else ""


def why_left_out(code: str) -> str:
    if code in LEFT_OUT:
        return str(LEFT_OUT[code])
    return gettext(bridge.WHY_LEFT_OUT[code]) if code in bridge.WHY_LEFT_OUT else code
