"""How the events of partners and their lists read."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shouwang.desk.base.models import Account, Event
from shouwang.desk.base.stories import told, who_of
from shouwang.desk.partners.models import Answer, Manifest

SENTENCES = {
    "partners.added": gettext_lazy("%(who)s added a partner to the directory."),
    "partners.changed": gettext_lazy("%(who)s changed what the directory says of a partner."),
    "partners.shut": gettext_lazy("%(who)s noted that it is shut."),
    "partners.opened": gettext_lazy("%(who)s noted that it is open again."),
    "partners.retired": gettext_lazy("%(who)s took a partner off the directory."),
    "partners.stock_noted": gettext_lazy("%(who)s noted what a partner has."),
    "partners.link_renewed": gettext_lazy("%(who)s made a new link for a list; the earlier one ended."),
    "partners.list_seen": gettext_lazy("The partner opened the list."),
    "partners.list_revoked": gettext_lazy("%(who)s ended a list."),
    "partners.list_fetched": gettext_lazy("%(who)s: the list was fetched."),
    "partners.words_forgotten": gettext_lazy(
        "The words of old lists to partners were destroyed, as their time was over."
    ),
}
CHASED = {
    "not_seen": gettext_lazy("Nobody has opened the list: to telephone."),
    "not_answered": gettext_lazy("The list is not wholly answered: to telephone."),
}


def register_stories() -> None:
    """Called once, when the desk starts."""
    for kind, sentence in SENTENCES.items():
        told(kind, lambda event, sentence=sentence: str(sentence) % {"who": who_of(event)})  # type: ignore[misc]
    told("partners.sheet_imported", _imported)
    told("partners.list_made", _made)
    told("partners.list_sent", _sent)
    told("partners.line_added", _line_added)
    told("partners.line_answered", _answered)
    told("partners.list_chased", lambda event: str(CHASED.get(event.data.get("why", ""), CHASED["not_answered"])))
    told("partners.list_expired", _expired)
    told("partners.carrier_named", _carrier)


def _imported(event: Event) -> str:
    counts = {name: int(event.data.get(name, 0)) for name in ("added", "known", "left_out")}
    sentence = _("%(who)s gave a directory as a sheet: %(added)s added, %(known)s known, %(left_out)s left out.")
    return sentence % {"who": who_of(event), **counts}


def _made(event: Event) -> str:
    count = int(event.data.get("lines", 0))
    words = ngettext(
        "%(who)s made a list of %(n)s line for a partner.", "%(who)s made a list of %(n)s lines for a partner.", count
    )
    return words % {"who": who_of(event), "n": count}


def _sent(event: Event) -> str:
    way = event.data.get("way", "")
    label = Manifest.SentBy(way).label if way in Manifest.SentBy.values else way
    return _("%(who)s sent the list by %(way)s.") % {"who": who_of(event), "way": label}


def _line_added(event: Event) -> str:
    if event.data.get("is_later"):
        return _("%(who)s added a line to a list that had been sent.") % {"who": who_of(event)}
    return _("%(who)s added a line to a list.") % {"who": who_of(event)}


def _answered(event: Event) -> str:
    before = event.data.get("before", {}).get("answer", "")
    words = {"who": who_of(event), "answer": _label(event.data.get("answer", "")), "before": _label(before)}
    if before:
        return _("%(who)s: a line is answered anew: %(answer)s (before: %(before)s).") % words
    return _("%(who)s: a line is answered: %(answer)s.") % words


def _expired(event: Event) -> str:
    count = int(event.data.get("open", 0))
    words = ngettext(
        "The list is over by time; %(n)s line was never answered.",
        "The list is over by time; %(n)s lines were never answered.",
        count,
    )
    return words % {"n": count}


def _carrier(event: Event) -> str:
    """One query."""
    named = Account.objects.filter(pk=event.data.get("carrier")).first()
    if named is None:
        return _("%(who)s: nobody fetches the list for now.") % {"who": who_of(event)}
    return _("%(who)s: %(carrier)s fetches the list.") % {"who": who_of(event), "carrier": named.name}


def _label(answer: str) -> str:
    return str(Answer(answer).label) if answer in Answer.values else answer
