"""What each role may read of whose rows: the walk's own table, beside the product's.

It is written from what was promised to people, not from the code: whoever widens it says why.
"""

from tests.architecture.world import BESIDE, OTHER, OWN, Canary

ESTATE = ("people.Grid.", "people.Building.", "people.Door.", "people.DoorAlias.")  # stone and numbers
GATES = ("gate.Gate.", "gate.GateNote.")  # stone, too; and what one guard leaves for all the others
MEMBERS_NAMES = ("base.Account.name",)  # members of a community know each other
ROUNDS = ("rounds.", "needs.Line.", "needs.Need.note")  # the desk sees all rounds of its community
DIRECTORY = ("partners.Partner.name", "partners.Partner.place", "partners.Partner.phone")
PARTNERS = ("partners.", "medicine.Drug.", "medicine.DrugSheet.")  # of nobody: the desk sees all

# At the door, whoever has the box in their hand must not tick the wrong one. Of what is controlled: a closed bag.
BOX_IN_THE_HAND = ("medicine.Item.name", "medicine.Item.strength", "medicine.Item.form")

READABLE: dict[str, dict[str, tuple[str, ...]]] = {
    "visitor": {},
    "coordinator": {OWN: ("",), BESIDE: ("",)},
    "grid_lead": {OWN: ("",), BESIDE: (*ESTATE, *MEMBERS_NAMES, *ROUNDS, *PARTNERS, *GATES)},
    # Door, things and a masked telephone of their own stops, and what the carrier must know. No diagnosis. Of those
    # who are theirs to call: name, telephone and what a caller must know; not why they are watched.
    "helper": {
        OWN: (
            *ESTATE, *MEMBERS_NAMES, *DIRECTORY, "rounds.", "needs.Line.", "needs.Need.note", "partners.Manifest.",
            "partners.ManifestLine.", "ledger.", *BOX_IN_THE_HAND, "people.Person.name", "people.Person.phones",
            "checkins.WatchPlan.note",
        ),
        BESIDE: DIRECTORY,
    },
    # Every door of the community, and who lives there by a masked name alone.
    "guard": {OWN: (*MEMBERS_NAMES, *ESTATE, *GATES), BESIDE: (*ESTATE, *GATES)},
    "district": {OWN: MEMBERS_NAMES},
    "administrator": {
        OWN: (*MEMBERS_NAMES, "base.Device.label"),
        BESIDE: (*MEMBERS_NAMES, "base.Device.label"),
    },
    # What they asked for themselves and what becomes of it; not what others remark about them.
    "household": {
        OWN: (
            *ESTATE, *MEMBERS_NAMES, "people.Person.name", "people.Person.phones", "needs.Need.words",
            "needs.Need.who", "needs.Need.note", "needs.Line.", "ledger.Commodity.name", "ledger.Thing.label",
            "medicine.Regimen.", "medicine.Stock.", "medicine.Item.", "medicine.Offer.", "partners.Partner.name",
            "gate.IssuedPass.text",
        )
    },
    # One list, and what they answered to it.
    "partner": {
        OWN: (
            "partners.Partner.name", "partners.Manifest.title", "partners.ManifestLine.", *MEMBERS_NAMES,
        )
    },
}  # fmt: skip


def may_read(role: str, canary: Canary) -> bool:
    if canary.zone == OTHER:
        return False
    if canary.zone == OWN and canary.place == f"base.Device.label:{role}":
        return True  # the device in their own hands
    return canary.place.startswith(READABLE[role].get(canary.zone, ()))
