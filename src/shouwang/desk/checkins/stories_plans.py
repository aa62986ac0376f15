"""How the events of watches and of sharing out read. Never why somebody is watched: the log is read over shoulders."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shouwang.desk.base.models import Event
from shouwang.desk.base.stories import told, who_of

SENTENCES = {
    "checkins.plan_made": gettext_lazy("%(who)s put somebody on the watch."),
    "checkins.plan_changed": gettext_lazy("%(who)s changed how somebody is heard from."),
    "checkins.plan_ended": gettext_lazy("%(who)s took somebody off the watch."),
    "checkins.watch_declined": gettext_lazy("%(who)s decided that a proposed watch is not needed."),
}


def _day_made(event: Event) -> str:
    count = event.data["count"]
    return ngettext(
        "%(n)s sign of life is expected on %(day)s.", "%(n)s signs of life are expected on %(day)s.", count
    ) % {"n": count, "day": event.data["day"]}  # fmt: skip


def _shared_out(event: Event) -> str:
    return _("%(who)s shared out the calls of %(day)s: %(moved)s over %(callers)s.") % {
        "who": who_of(event), **{name: event.data[name] for name in ("day", "moved", "callers")},
    }  # fmt: skip


def _degrees_noted(event: Event) -> str:
    return _("%(who)s entered %(degrees)s °C as the highest temperature of %(day)s.") % {
        "who": who_of(event), "degrees": event.data["degrees"], "day": event.data["day"],
    }  # fmt: skip


def _tiers_changed(event: Event) -> str:
    count = event.data["count"]
    return ngettext(
        "%(who)s changed how often people are heard from, from %(day)s on: %(n)s line.",
        "%(who)s changed how often people are heard from, from %(day)s on: %(n)s lines.", count,
    ) % {"who": who_of(event), "day": event.data["from_day"], "n": count}  # fmt: skip


def _heat_set(event: Event) -> str:
    return _("%(who)s set heat to begin above %(degrees)s °C from %(day)s on; before it was %(before)s °C.") % {
        "who": who_of(event), "day": event.data["from_day"],
        **{name: event.data[name] for name in ("degrees", "before")},
    }  # fmt: skip


def register_stories() -> None:
    """Called once, when the desk starts."""
    for kind, sentence in SENTENCES.items():
        told(kind, lambda event, sentence=sentence: sentence % {"who": who_of(event)})  # type: ignore[misc]
    told("checkins.day_made", _day_made)
    told("checkins.shared_out", _shared_out)
    told("checkins.degrees_noted", _degrees_noted)
    told("checkins.tiers_changed", _tiers_changed)
    told("checkins.heat_set", _heat_set)
