"""How the events of asked-for medicines read. No drug is named: the household's timeline is read at the desk."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shouwang.desk.base.models import Event
from shouwang.desk.base.stories import told, who_of

SENTENCES = {
    "medicine.taken_in": gettext_lazy("A medicine was put on the list."),
    "medicine.item_completed": gettext_lazy("%(who)s said more about a medicine."),
    "medicine.item_ready": gettext_lazy("A medicine is complete and can be bought."),
    "medicine.item_reconsidered": gettext_lazy("%(who)s took a decision about a medicine back."),
    "medicine.item_pictured": gettext_lazy("A photograph shows which medicine is meant."),
    "medicine.asked_how_they_are": gettext_lazy("Before this medicine is bought, somebody asks how they are."),
    "medicine.offer_made": gettext_lazy("Another medicine was offered instead; they are asked before it is bought."),
    "medicine.offer_taken_back": gettext_lazy("An offer of another medicine was taken back."),
}
DECIDED = {
    "buy": gettext_lazy("%(who)s decided that a medicine may be bought."),
    "ride": gettext_lazy("%(who)s decided that they are driven to fetch a medicine."),
    "elsewhere": gettext_lazy("%(who)s decided that a medicine is got another way."),
    "end": gettext_lazy("%(who)s decided that a medicine is not got."),
}
CONSENTS = {
    ("medicine.offer_agreed", True): gettext_lazy("The household agreed to another medicine, on its own page."),
    ("medicine.offer_agreed", False): gettext_lazy("The household agreed to another medicine; %(who)s asked."),
    ("medicine.offer_declined", True): gettext_lazy("The household does not want the other medicine."),
    ("medicine.offer_declined", False): gettext_lazy("The household does not want the other medicine; %(who)s asked."),
}


def register_stories() -> None:
    """Called once, when the desk starts."""
    for kind, sentence in SENTENCES.items():
        told(kind, lambda event, sentence=sentence: sentence % {"who": who_of(event)})  # type: ignore[misc]
    told("medicine.item_decided", _decided)
    for kind in ("medicine.offer_agreed", "medicine.offer_declined"):
        told(kind, _consent)
    told("medicine.items_forgotten", _forgotten)


def _decided(event: Event) -> str:
    sentence = DECIDED.get(event.data.get("route", ""))
    return str(sentence) % {"who": who_of(event)} if sentence else _("Somebody decided about a medicine.")


def _consent(event: Event) -> str:
    return str(CONSENTS[event.kind, event.account_id is None]) % {"who": who_of(event)}


def _forgotten(event: Event) -> str:
    count = int(event.data.get("items", 0))
    sentence = ngettext(
        "The words of %(n)s medicine that ended were destroyed, as their time was over.",
        "The words of %(n)s medicines that ended were destroyed, as their time was over.",
        count,
    )
    return sentence % {"n": count}
