"""How the events of cases read: that something was done, never how somebody is."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shouwang.desk.base.models import Account, Event
from shouwang.desk.base.stories import told, who_of
from shouwang.desk.checkins.models import Case


def step_told(event: Event) -> str:
    names = Account.objects.filter(pk__in=event.data["to"]).order_by("name").values_list("name", flat=True)
    return _("Told of the case: %(names)s.") % {"names": ", ".join(names)}


def step_lapsed(event: Event) -> str:
    return _("Nothing came of step %(n)s in its time; the case climbed on.") % {"n": event.data["step"]}


def step_done(event: Event) -> str:
    return _("%(who)s said what came of step %(n)s of the case.") % {"who": who_of(event), "n": event.data["step"]}


def ended(event: Event) -> str:
    return _("%(who)s ended the case: %(how)s.") % {"who": who_of(event), "how": Case.End(event.data["how"]).label}


def ladder_changed(event: Event) -> str:
    before, after = event.data["before"]["steps"], event.data["after"]["steps"]
    count = sum(before.get(code) != after.get(code) for code in before | after)
    said = ngettext(
        "%(who)s changed the ladder from %(day)s on: %(n)s step.",
        "%(who)s changed the ladder from %(day)s on: %(n)s steps.", count,
    )  # fmt: skip
    return said % {"who": who_of(event), "day": event.data["from_day"], "n": count}


def register_stories() -> None:
    told("checkins.case_opened", lambda event: _("%(who)s opened a case.") % {"who": who_of(event)})
    told("checkins.case_held", lambda event: _("%(who)s is on it.") % {"who": who_of(event)})
    told("checkins.case_heard", lambda _event: _("There was a sign of life while a case was open."))
    told("checkins.case_ended", ended)
    told("checkins.step_told", step_told)
    told("checkins.step_done", step_done)
    told("checkins.step_lapsed", step_lapsed)
    told("checkins.ladder_changed", ladder_changed)
