"""How the ground's own events read."""

from django.utils.translation import gettext as _

from shouwang.desk.base.models import Event, Membership, Mode
from shouwang.desk.base.roles import Role
from shouwang.desk.base.stories import told, who_of


def _member(event: Event) -> str:
    if named := getattr(event, "member_name", None):  # a list of events has asked for all names at once
        return str(named)
    membership = Membership.objects.filter(pk=event.subject_id).select_related("account").first()
    return membership.account.name if membership else _("somebody")


def _invited(event: Event) -> str:
    words = {"who": who_of(event), "member": _member(event), "role": Role(event.data["role"]).label}
    if event.data.get("again"):
        return _("%(who)s invited %(member)s (%(role)s) once more.") % words
    return _("%(who)s invited %(member)s (%(role)s).") % words


def _enrolled(event: Event) -> str:
    if event.data.get("shared"):
        return _("%(who)s enrolled a device that several people use.") % {"who": who_of(event)}
    return _("%(who)s enrolled a device.") % {"who": who_of(event)}


def _signed_in(event: Event) -> str:
    if event.data.get("password"):
        return _("%(who)s signed in by password.") % {"who": who_of(event)}
    return _("%(who)s signed in.") % {"who": who_of(event)}


def _mode(event: Event) -> str:
    return _("%(who)s set the mode to %(mode)s.") % {"who": who_of(event), "mode": Mode(event.data["mode"]).label}


def _sunset_set(event: Event) -> str:
    if event.data["on"] is None:
        return _("%(who)s took the sunset day back.") % {"who": who_of(event)}
    return _("%(who)s set the sunset day to %(day)s.") % {"who": who_of(event), "day": event.data["on"]}


def _by_and_member(sentence: str, event: Event) -> str:
    return sentence % {"who": who_of(event), "member": _member(event)}


told("base.community_founded", lambda _event: _("The community was founded."))
told("base.mode_changed", _mode)
told("base.sunset_set", _sunset_set)
told("base.sunset", lambda _event: _("Everything personal was destroyed."))
told("base.member_invited", _invited)
told("base.device_enrolled", _enrolled)
told("base.signed_in", _signed_in)
told("base.device_locked", lambda event: _("A device of %(who)s was locked: five wrong PINs.") % {"who": who_of(event)})
told(
    "base.password_locked",
    lambda event: _("The password of %(who)s was locked for 15 minutes: five wrong tries.") % {"who": who_of(event)},
)
told("base.password_set", lambda event: _("%(who)s set a password.") % {"who": who_of(event)})
told("base.pin_changed", lambda event: _("%(who)s changed the PIN of a device.") % {"who": who_of(event)})
told("base.member_revoked", lambda event: _by_and_member(_("%(who)s ended the membership of %(member)s."), event))
told("base.device_revoked", lambda event: _by_and_member(_("%(who)s ended a device of %(member)s."), event))
told("base.link_made", lambda event: _("%(who)s made a link.") % {"who": who_of(event)})
told("base.link_opened", lambda _event: _("The link was opened."))
told("base.link_revoked", lambda event: _("%(who)s ended a link.") % {"who": who_of(event)})
