"""How the events of needs read."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shouwang.desk.base.models import Account, Event
from shouwang.desk.base.stories import told, who_of
from shouwang.desk.needs.models import Kind, ListKind, ReturnReason, Source
from shouwang.desk.needs.told import OUTCOMES

SENTENCES = {
    "needs.taken": gettext_lazy("%(who)s took it."),
    "needs.done": gettext_lazy("%(who)s: done."),
    "needs.reopened": gettext_lazy("%(who)s opened it again."),
    "needs.withdrawn": gettext_lazy("No longer wanted; %(who)s noted it."),
    "needs.closed": gettext_lazy("%(who)s decided that it ends here."),
    "needs.changed": gettext_lazy("%(who)s changed what is wanted."),
    "needs.moved": gettext_lazy("It goes to another door; %(who)s noted it."),
    "needs.promised": gettext_lazy("%(who)s changed what is promised."),
    "needs.scheduled": gettext_lazy("%(who)s changed when it is due, its urgency or what the carrier must know."),
    "needs.merged": gettext_lazy("%(who)s joined it to another need of the household."),
    "needs.took_in": gettext_lazy("%(who)s joined another need of the household to it."),
    "needs.pictured": gettext_lazy("%(who)s added a photograph."),
    "needs.entry_accepted": gettext_lazy("%(who)s settled an entry of a pasted list: it counts."),
    "needs.entry_left_out": gettext_lazy("%(who)s settled an entry of a pasted list: left out."),
    "needs.entry_resumed": gettext_lazy("%(who)s took up an entry of a pasted list again."),
    "needs.alert_raised": gettext_lazy("Words that may mean self-harm: one person was told by name."),
    "needs.alert_acknowledged": gettext_lazy("%(who)s said what came of an alert."),
    "needs.words_forgotten": gettext_lazy("The words of needs that ended were destroyed, as their time was over."),
}


def register_stories() -> None:
    """Called once, when the desk starts."""
    for kind, sentence in SENTENCES.items():
        told(kind, lambda event, sentence=sentence: sentence % {"who": who_of(event)})  # type: ignore[misc]
    told("needs.added", _added)
    told("needs.handed_over", lambda event: _named(event, _("%(who)s handed it over to %(to)s."), "to"))
    told("needs.under_way", lambda event: _named(event, _("%(to)s set off with it; %(who)s sent it."), "carrier"))
    told("needs.returned", _returned)
    told("needs.pasted", _pasted)
    told("needs.recast", _recast)
    told("needs.read_again", _read_again)
    told("needs.told", _told)
    told(
        "needs.listener_named",
        lambda event: _named(event, _("%(who)s named who is told of self-harm: %(to)s."), "account"),
    )
    told("needs.alert_climbed", _climbed)


def _added(event: Event) -> str:
    kind, source = event.data.get("what", ""), event.data.get("source", "")
    said = {
        "who": who_of(event),
        "kind": Kind(kind).label if kind in Kind.values else kind,
        "source": Source(source).label if source in Source.values else source,
    }
    return _("%(who)s wrote it down: %(kind)s, by %(source)s.") % said


def _recast(event: Event) -> str:
    kind = event.data.get("what", "")
    said = {"who": who_of(event), "kind": Kind(kind).label if kind in Kind.values else kind}
    return _("%(who)s said what its list is, and it became: %(kind)s.") % said


def _read_again(event: Event) -> str:
    kind = event.data.get("list", "")
    said = {"who": who_of(event), "kind": ListKind(kind).label if kind in ListKind.values else kind}
    return _("%(who)s had a list read again as: %(kind)s.") % said


def _told(event: Event) -> str:
    """What a list told of a household: codes and counts alone; temperatures and words stand on its page."""
    kind, outcome, people = (event.data.get(name) for name in ("list", "outcome", "people"))
    said = {"who": who_of(event), "kind": ListKind(kind).label if kind in ListKind.values else kind}
    if outcome in OUTCOMES:
        return _("From a list %(who)s pasted (%(kind)s): %(outcome)s.") % {**said, "outcome": OUTCOMES[outcome]}
    if people is not None:
        return _("From a list %(who)s pasted (%(kind)s): %(n)s at home.") % {**said, "n": people}
    return _("%(who)s kept what a list told (%(kind)s).") % said


def _returned(event: Event) -> str:
    reason = event.data.get("reason", "")
    said = {"who": who_of(event), "reason": ReturnReason(reason).label if reason in ReturnReason.values else reason}
    return _("%(who)s brought it back to the desk: %(reason)s.") % said


def _named(event: Event, sentence: str, name: str) -> str:
    """Say whose name stands behind an identifier. One query; only for these two kinds."""
    account = Account.objects.filter(pk=event.data.get(name)).first()
    return sentence % {"who": who_of(event), "to": account.name if account else "—"}


def _climbed(event: Event) -> str:
    """One query."""
    names = Account.objects.filter(pk__in=event.data.get("to", [])).order_by("name").values_list("name", flat=True)
    return _("Nobody answered an alert for 30 minutes: %(names)s told, too.") % {"names": _(", ").join(names)}


def _pasted(event: Event) -> str:
    counts = {name: int(event.data.get(name, 0)) for name in ("accepted", "waiting", "rejected")}
    received = sum(counts.values())
    sentence = ngettext(
        "%(who)s pasted a list of %(received)s entry: %(accepted)s count, %(waiting)s wait, %(rejected)s left out.",
        "%(who)s pasted a list of %(received)s entries: %(accepted)s count, %(waiting)s wait, %(rejected)s left out.",
        received,
    )
    return sentence % {"who": who_of(event), "received": received, **counts}
