"""Events told in sentences: each app says how its own kinds read; logs and timelines only ask.

    told("needs.taken", lambda event: _("%(who)s took it.") % {"who": who_of(event)})

The registration stands in the app's `stories.py`, imported by its AppConfig.ready.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from shouwang.desk.base.models import Event
from shouwang.desk.base.roles import Role

Telling = Callable[[Event], str]
TELLINGS: dict[str, Telling] = {}


def told(kind: str, telling: Telling) -> None:
    """Register how events of `kind` read."""
    TELLINGS[kind] = telling


def sentence_of(event: Event) -> str:
    """`event` in the reader's language. Load events with `select_related("account")`."""
    telling = TELLINGS.get(event.kind)
    return telling(event) if telling else event.kind


def who_of(event: Event) -> str:
    """Who did it, as a household may know them: the account's name, or what the link's holder is."""
    if event.account:
        return event.account.name
    return str(Role(event.role).label) if event.role else _("the desk")
