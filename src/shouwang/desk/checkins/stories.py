"""How the events of calling read."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.desk.base.models import Event
from shouwang.desk.base.stories import told, who_of
from shouwang.desk.checkins.models.checkins import Outcome, Sign

HEARD = {
    Sign.CALL: gettext_lazy("%(who)s telephoned and heard from them."),
    Sign.DOOR: gettext_lazy("%(who)s heard from them at the door."),
    Sign.LINK: gettext_lazy("They said by their own page how they are."),
    Sign.CHAIN: gettext_lazy("%(who)s took from a list that they were heard from."),
}


def attempted(event: Event) -> str:
    how, sign = event.data["how"], Sign(event.data["sign"])
    if how == "heard":
        said = HEARD.get(sign)
        if said is None:
            return _("A sign of life: %(sign)s.") % {"sign": sign.label}
        return str(said) % {"who": who_of(event)}
    return _("%(who)s tried to hear from them: %(how)s.") % {"who": who_of(event), "how": Outcome(how).label}


def undone(event: Event) -> str:
    return _("%(who)s took back what was said of a call.") % {"who": who_of(event)}


def register_stories() -> None:
    told("checkins.attempted", attempted)
    told("checkins.undone", undone)
