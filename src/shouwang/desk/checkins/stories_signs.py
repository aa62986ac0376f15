"""How the events of signs of life and of what was measured read. Never a temperature, never a symptom."""

from django.utils.translation import gettext as _

from shouwang.desk.base.models import Event
from shouwang.desk.base.stories import told, who_of
from shouwang.desk.checkins.models.checkins import Sign


def register_stories() -> None:
    """Called once, when the desk starts."""
    told("checkins.seen", _seen)
    told("checkins.health_reported", _reported)
    told("checkins.fever_threshold_set", _threshold)


def _seen(event: Event) -> str:
    said = {"who": who_of(event), "how": _way(event.data.get("how", ""))}
    return _("A sign of life (%(how)s), by %(who)s.") % said


def _reported(event: Event) -> str:
    said = {"who": who_of(event), "how": _way(event.data.get("sign", ""))}
    return _("%(who)s noted how somebody is (%(how)s).") % said


def _threshold(event: Event) -> str:
    said = {name: event.data.get(name, "") for name in ("degrees", "from_day", "before")}
    return _("%(who)s set where a fever begins: %(degrees)s ℃ from %(from_day)s on, before that %(before)s ℃.") % {
        "who": who_of(event), **said
    }  # fmt: skip


def _way(code: str) -> str:
    return str(Sign(code).label) if code in Sign.values else code
