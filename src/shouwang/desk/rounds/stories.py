"""How the events of rounds read."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shouwang.desk.base.models import Account, Event
from shouwang.desk.base.stories import told, who_of
from shouwang.desk.rounds.models import Outcome, UnappliedSaying

SENTENCES = {
    "rounds.dropped": gettext_lazy("%(who)s dropped the round."),
    "rounds.not_applied": gettext_lazy("%(who)s said something the desk could not take over; it waits for a person."),
}
CHANGES = {
    "moved": gettext_lazy("%(who)s changed the order of the round."),
    "taken_out": gettext_lazy("%(who)s took a stop off the round."),
    "moved_to_round": gettext_lazy("%(who)s gave a stop to another round."),
    "added": gettext_lazy("%(who)s put something on the round."),
}
SETTLED = {
    UnappliedSaying.Settled.APPLIED: gettext_lazy("%(who)s took over what had been said on a phone."),
    UnappliedSaying.Settled.SET_ASIDE: gettext_lazy("%(who)s set aside what had been said on a phone."),
}


def proposed(event: Event) -> str:
    words = ngettext("%(who)s had %(n)s round proposed.", "%(who)s had %(n)s rounds proposed.", event.data["rounds"])
    return words % {"who": who_of(event), "n": event.data["rounds"]}


def accepted(event: Event) -> str:
    words = ngettext(
        "%(who)s accepted the round: %(carrier)s goes to %(n)s door.",
        "%(who)s accepted the round: %(carrier)s goes to %(n)s doors.",
        event.data["stops"],
    )
    return words % {"who": who_of(event), "carrier": _name(event.data["carrier"]), "n": event.data["stops"]}


def changed(event: Event) -> str:
    return str(CHANGES[event.data["how"]]) % {"who": who_of(event)}


def stop_ended(event: Event) -> str:
    how = Outcome(event.data["outcome"]).label
    return _("%(who)s was at the door: %(how)s.") % {"who": who_of(event), "how": how}


def stop_undone(event: Event) -> str:
    how = Outcome(event.data["outcome"]).label
    return _("%(who)s took back what was said at the door (%(how)s).") % {"who": who_of(event), "how": how}


def finished(event: Event) -> str:
    stops, failed = event.data["stops"], event.data["failed"]
    if not failed:
        return ngettext(
            "The round is over: %(n)s door, all done.", "The round is over: %(n)s doors, all done.", stops
        ) % {"n": stops}
    words = ngettext(
        "The round is over: %(n)s door, %(failed)s not wholly done.",
        "The round is over: %(n)s doors, %(failed)s not wholly done.",
        stops,
    )
    return words % {"n": stops, "failed": failed}


def handed_over(event: Event) -> str:
    names = {"who": who_of(event), "before": _name(event.data["before"]), "to": _name(event.data["to"])}
    return _("%(who)s handed the round over: %(to)s goes on for %(before)s.") % names


def carrier_changed(event: Event) -> str:
    return _("%(who)s chose %(to)s to go.") % {"who": who_of(event), "to": _name(event.data["to"])}


def settled(event: Event) -> str:
    return str(SETTLED[event.data["how"]]) % {"who": who_of(event)}


def errand_proposed(event: Event) -> str:
    words = ngettext(
        "%(who)s proposed an errand to %(n)s place.", "%(who)s proposed an errand to %(n)s places.", event.data["stops"]
    )
    return words % {"who": who_of(event), "n": event.data["stops"]}


def rested(event: Event) -> str:
    return _("One part of its way is done; %(to)s keeps it until the next.") % {"to": _name(event.data["to"])}


def register_stories() -> None:
    for kind, sentence in SENTENCES.items():
        told(kind, _telling(sentence))
    told("rounds.proposed", proposed)
    told("rounds.accepted", accepted)
    told("rounds.changed", changed)
    told("rounds.stop_ended", stop_ended)
    told("rounds.stop_undone", stop_undone)
    told("rounds.finished", finished)
    told("rounds.handed_over", handed_over)
    told("rounds.carrier_changed", carrier_changed)
    told("rounds.settled", settled)
    told("rounds.errand_proposed", errand_proposed)
    told("needs.rested", rested)


def _telling(sentence: object) -> Callable[[Event], str]:
    return lambda event: str(sentence) % {"who": who_of(event)}


def _name(pk: str) -> str:
    return Account.objects.filter(pk=pk).values_list("name", flat=True).first() or "—"
