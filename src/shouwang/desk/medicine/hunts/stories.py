"""How the events of hunts read."""

from django.utils.translation import gettext as _

from shouwang.desk.base.models import Account, Event
from shouwang.desk.base.stories import told, who_of
from shouwang.desk.medicine.models import Hunt, HuntAsk
from shouwang.desk.partners.models import Partner


def asked(event: Event) -> str:
    return _("%(who)s is asking at %(place)s.") % {"who": who_of(event), "place": _place(event)}


def answered(event: Event) -> str:
    how = HuntAsk.Answer(event.data["answer"]).label
    return _("%(place)s to %(who)s: %(how)s.") % {"who": who_of(event), "place": _place(event), "how": how}


def fetched(event: Event) -> str:
    name = Account.objects.filter(pk=event.data["carrier"]).values_list("name", flat=True).first() or "—"
    return _("%(carrier)s set off to %(place)s to fetch it.") % {"carrier": name, "place": _place(event)}


def ended(event: Event) -> str:
    return _("The search is over: %(how)s.") % {"how": Hunt.End(event.data["how"]).label}


def register_stories() -> None:
    told("medicine.hunt_opened", lambda event: _("%(who)s had it looked for everywhere.") % {"who": who_of(event)})
    told("medicine.hunt_asked", asked)
    told("medicine.hunt_answered", answered)
    told("medicine.hunt_fetched", fetched)
    told("medicine.hunt_ended", ended)


def _place(event: Event) -> str:
    return Partner.objects.filter(pk=event.data["partner"]).values_list("name", flat=True).first() or "—"
