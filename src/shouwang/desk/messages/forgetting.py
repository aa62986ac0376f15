"""Messages lose their words, and removed channels go, when their time is over."""

from datetime import datetime, timedelta

from shouwang.desk.base.housekeeping import swept
from shouwang.desk.base.models import Community
from shouwang.desk.base.refusals import use_case
from shouwang.desk.messages.models import Channel, Message

WORDS_KEPT = timedelta(days=14)
REMOVED_KEPT = timedelta(days=30)
"""As long as somebody may still ask why a channel is gone."""


@use_case
def forget_messages(community: Community, at: datetime) -> int:
    """Empty what was told 14 days before `at`; its row stays, so that nobody is told the same again. How many."""
    Channel.objects.filter(community=community, removed_at__lte=at - REMOVED_KEPT).delete()
    old = Message.objects.filter(community=community, told_at__lte=at - WORDS_KEPT)
    old.filter(is_test=True).delete()
    return old.exclude(words_sealed=b"").update(words_sealed=b"")


def register_forgetting() -> None:
    swept("messages.words", forget_messages)
