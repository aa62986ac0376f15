"""How the events of the ledger read. Goods are counted, never named: some who read the log may not know of drugs."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shouwang.desk.base.models import Event
from shouwang.desk.base.stories import told, who_of
from shouwang.desk.ledger.models import ThingKind, TransferKind
from shouwang.desk.ledger.words import yuan

MOVED = {
    TransferKind.COLLECT: gettext_lazy("Collected: %(what)s. %(who)s entered it."),
    TransferKind.GIVE_OUT: gettext_lazy("Given out by the desk: %(what)s. %(who)s entered it."),
    TransferKind.HAND_IN: gettext_lazy("Handed in at the desk: %(what)s. %(who)s entered it."),
    TransferKind.BUY: gettext_lazy("Bought: %(what)s. %(who)s entered it."),
    TransferKind.HAND_OVER: gettext_lazy("Handed over: %(what)s. %(who)s entered it."),
    TransferKind.PASS_ON: gettext_lazy("Passed on to another helper: %(what)s. %(who)s entered it."),
    TransferKind.TAKE_BACK: gettext_lazy("Taken back: %(what)s. %(who)s entered it."),
    TransferKind.REFUND: gettext_lazy("Refunded: %(what)s. %(who)s entered it."),
    TransferKind.ADVANCE: gettext_lazy("Laid out from somebody's own money: %(what)s. %(who)s entered it."),
    TransferKind.REPAY: gettext_lazy("Repaid: %(what)s. %(who)s entered it."),
    TransferKind.LOST: gettext_lazy("Lost or spoiled: %(what)s. %(who)s entered it."),
    TransferKind.FOUND: gettext_lazy("Found again: %(what)s. %(who)s entered it."),
}


def what_of(data: Mapping[str, Any]) -> str:
    """ "insurance card, ¥35.00, 2 pieces of goods"."""
    parts = [
        str(ThingKind(kind).label) + (f" ×{count}" if count > 1 else "")
        for kind, count in data.get("things", {}).items()
    ]
    if "money" in data:
        parts.append(yuan(data["money"]))
    if count := data.get("goods"):
        parts.append(ngettext("%(n)s piece of goods", "%(n)s pieces of goods", count) % {"n": count})
    return _(", ").join(parts)


def transferred(event: Event) -> str:
    return str(MOVED[TransferKind(event.data["how"])]) % {"what": what_of(event.data), "who": who_of(event)}


def reversed_(event: Event) -> str:
    how = TransferKind(event.data["how"]).label
    said = {"who": who_of(event), "how": how, "what": what_of(event.data)}
    return _("%(who)s took an entry back (%(how)s): %(what)s.") % said


def thing_noted(event: Event) -> str:
    kind = ThingKind(event.data["what"]).label
    return _("%(who)s took note of a thing of theirs: %(what)s.") % {"who": who_of(event), "what": kind}


def cash_counted(event: Event) -> str:
    difference = event.data["difference"]
    if not difference:
        return _("%(who)s counted the desk's cash; it was right.") % {"who": who_of(event)}
    said = {"who": who_of(event), "difference": yuan(abs(difference))}
    if difference < 0:
        return _("%(who)s counted the desk's cash; %(difference)s were missing.") % said
    return _("%(who)s counted the desk's cash; there were %(difference)s too many.") % said


def register_stories() -> None:
    told("ledger.transferred", transferred)
    told("ledger.reversed", reversed_)
    told("ledger.thing_noted", thing_noted)
    told("ledger.cash_counted", cash_counted)
