"""What the desk tells somebody while they look at something else: done in the desk's own process on the same data."""

from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from shouwang.desk.base.actions.communities import found_community
from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Membership
from shouwang.desk.base.roles import Role
from shouwang.desk.messages.actions import tell
from shouwang.desk.messages.models import Message


def let_in(role: str, language: str) -> str:
    """A community with one member in `role`, who has signed in: the session's key."""
    now = timezone.now()
    community = found_community(name="榕树里", at=now)
    account = Account.objects.create(name="林示例", language=language)
    membership = Membership.objects.create(account=account, community=community, role=role, since=now)
    session = SessionStore()
    session["membership"] = str(membership.pk)
    session.save()
    return str(session.session_key)


def tell_the_helper(words: str, key: str) -> str:
    """Every helper and coordinator is told; whoever looks finds it."""
    for member in Membership.objects.live().filter(role__in=[Role.HELPER, Role.COORDINATOR, Role.GRID_LEAD]):
        message = tell(
            to=member.account, words=lambda: words, href="/messages/mine/", key=key,
            by=Actor.clockwork(member.community), at=timezone.now(),
        )  # fmt: skip
    return str(message.pk)


def how_many_are_unread() -> int:
    return Message.objects.unread().count()
