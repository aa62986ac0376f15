"""How the events of telling read."""

from django.utils.translation import gettext as _

from shouwang.desk.base.models import Account, Event
from shouwang.desk.base.stories import told, who_of
from shouwang.desk.messages.problems import Problem


def _reader(event: Event) -> str:
    account = Account.objects.filter(pk=event.data.get("to")).first()
    return account.name if account else _("somebody")


def _told(event: Event) -> str:
    if event.data.get("test"):
        return _("%(who)s tried a channel.") % {"who": who_of(event)}
    return _("%(who)s let %(reader)s know.") % {"who": who_of(event), "reader": _reader(event)}


def _not_told(event: Event) -> str:
    words = {"reader": _reader(event), "why": Problem(event.data["problem"]).label}
    return _("%(reader)s could not be told. %(why)s") % words


def _removed(event: Event) -> str:
    if why := event.data.get("why"):
        return _("A channel was removed. %(why)s") % {"why": Problem(why).label}
    return _("%(who)s removed a channel.") % {"who": who_of(event)}


def register_stories() -> None:
    told("messages.told", _told)
    told("messages.delivered", lambda event: _("The message reached %(reader)s.") % {"reader": _reader(event)})
    told("messages.not_told", _not_told)
    told("messages.tried_again", lambda event: _("%(who)s had the message sent again.") % {"who": who_of(event)})
    told("messages.seen", lambda event: _("%(who)s saw the message.") % {"who": who_of(event)})
    told("messages.channel_added", lambda event: _("%(who)s added a channel.") % {"who": who_of(event)})
    told("messages.channel_removed", _removed)
    told(
        "messages.channel_renewed", lambda event: _("A browser of %(who)s has a new address.") % {"who": who_of(event)}
    )
