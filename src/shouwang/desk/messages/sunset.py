"""What telling holds of people, and how it ends on the sunset day."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop

from shouwang.desk.base.actions.sunset import holds
from shouwang.desk.base.models import Community
from shouwang.desk.messages.models import Channel, Delivery, Message


def destroy_messages(community: Community) -> Mapping[str, int]:
    """What members were told, and their addresses."""
    here = {"community": community}
    counts = {
        gettext_noop("messages to members"): Message.objects.filter(**here).count(),
        gettext_noop("members' channels"): Channel.objects.filter(**here).count(),
    }
    for held in (Delivery, Message, Channel):
        held._default_manager.filter(**here).delete()
    return counts


def register_sunset() -> None:
    holds("desk_messages", destroy_messages)
