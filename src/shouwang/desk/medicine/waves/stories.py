"""How the events of waves read: what happened, by whom, never which drug."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shouwang.desk.base.models import Account, Event
from shouwang.desk.base.stories import told, who_of
from shouwang.desk.medicine.actions.waves import Why
from shouwang.desk.medicine.models import Bag, Leftover
from shouwang.desk.rounds.models import Outcome

SENTENCES = {
    "medicine.joined_wave": gettext_lazy("It joined the next medicine list."),
    "medicine.buyer_back": gettext_lazy("The buyer is back."),
    "medicine.purchase_undone": gettext_lazy("%(who)s took back a purchase that was entered wrongly."),
    "medicine.too_warm": gettext_lazy("Something was out of the cold for too long and is held back."),
    "medicine.released": gettext_lazy("%(who)s decided that what was held back may be used."),
    "medicine.reused": gettext_lazy("%(who)s gave it a box that another household had not taken."),
}


def closed(event: Event) -> str:
    said = ngettext("The list closed with %(n)s item.", "The list closed with %(n)s items.", event.data["items"])
    return said % {"n": event.data["items"]}


def over(event: Event) -> str:
    said = ngettext(
        "The list is over: %(n)s item is settled.", "The list is over: all %(n)s items are settled.",
        event.data["items"],
    )  # fmt: skip
    return said % {"n": event.data["items"]}


def carried(event: Event) -> str:
    return _("It goes with the next medicine list: %(why)s.") % {"why": Why(event.data["why"]).label}


def went_on(event: Event) -> str:
    said = {"who": who_of(event), "why": Bag.Skipped(event.data["why"]).label}
    return _("%(who)s let the bag go on without its door: %(why)s.") % said


def accepted(event: Event) -> str:
    said = ngettext(
        "%(who)s gave %(n)s line to pharmacies.", "%(who)s gave %(n)s lines to pharmacies.", event.data["lines"]
    )
    return said % {"who": who_of(event), "n": event.data["lines"]}


def sending(event: Event) -> str:
    if event.data["ahead"]:
        return _("%(who)s has the lists of this wave sent ahead.") % {"who": who_of(event)}
    return _("%(who)s has this wave bought without lists sent ahead.") % {"who": who_of(event)}


def left(event: Event) -> str:
    buyer = Account.objects.filter(pk=event.data["buyer"]).values_list("name", flat=True).first() or "—"
    said = ngettext(
        "%(buyer)s sets off to %(n)s pharmacy.", "%(buyer)s sets off to %(n)s pharmacies.", event.data["counters"]
    )
    return said % {"buyer": buyer, "n": event.data["counters"]}


def bought(event: Event) -> str:
    said = ngettext("%(who)s bought %(n)s pack.", "%(who)s bought %(n)s packs.", event.data["packs"])
    return said % {"who": who_of(event), "n": event.data["packs"]}


def left_over(event: Event) -> str:
    said = {"n": event.data["packs"], "why": Leftover.Why(event.data["why"]).label}
    return ngettext("%(n)s pack is left over: %(why)s.", "%(n)s packs are left over: %(why)s.", said["n"]) % said


def leftover_ended(event: Event) -> str:
    said = {"who": who_of(event), "end": Leftover.End(event.data["end"]).label}
    return _("%(who)s said what became of a box that nobody took: %(end)s.") % said


def at_the_door(event: Event) -> str:
    if event.data["packs"]:
        said = ngettext(
            "%(who)s handed over %(n)s pack at the door.", "%(who)s handed over %(n)s packs at the door.",
            event.data["packs"],
        )  # fmt: skip
        return said % {"who": who_of(event), "n": event.data["packs"]}
    how = Outcome(event.data["outcome"]).label
    return _("%(who)s was at the door with the medicine: %(how)s.") % {"who": who_of(event), "how": how}


def register_stories() -> None:
    for kind, sentence in SENTENCES.items():
        told(kind, _telling(sentence))
    told("medicine.wave_closed", closed)
    told("medicine.wave_over", over)
    told("medicine.carried_over", carried)
    told("medicine.bag_went_on", went_on)
    told("medicine.plan_accepted", accepted)
    told("medicine.sending_chosen", sending)
    told("medicine.buyer_left", left)
    told("medicine.bought", bought)
    told("medicine.left_over", left_over)
    told("medicine.leftover_ended", leftover_ended)
    told("medicine.at_the_door", at_the_door)


def _telling(sentence: object) -> Callable[[Event], str]:
    return lambda event: str(sentence) % {"who": who_of(event)}
