"""Telling: once, in the reader's language, and never lost from sight."""

import pytest
from django.utils.translation import gettext

from shouwang.desk.base.models import Event, Membership
from shouwang.desk.messages.actions import CannotTell, tell, withdraw
from shouwang.desk.messages.models import Message

HREF = "/watch/cases/7/"


def words() -> str:
    return gettext("Today") + " 3-2-501"


def test_somebody_is_told_in_their_own_language(lin, zhao, ten):
    lin.account.language = "zh-hans"

    message = tell(to=lin.account, words=words, href=HREF, key="case:7", by=zhao, at=ten)

    message.refresh_from_db()
    assert message.words == "今日 3-2-501"
    assert (message.to, message.told_by, message.href) == (lin.account, zhao.account, HREF)


def test_said_twice_told_once(lin, zhao, ten):
    first = tell(to=lin.account, words=words, href=HREF, key="case:7", by=zhao, at=ten)
    second = tell(to=lin.account, words=lambda: "other words", href="/", key="case:7", by=zhao, at=ten)

    assert first == second
    assert Message.objects.get().words == "Today 3-2-501"
    assert Event.objects.filter(kind="messages.told").count() == 1


def test_one_occasion_is_told_to_each_of_several(lin, sun, zhao, ten):
    for helper in (lin, sun):
        tell(to=helper.account, words=words, href=HREF, key="case:7", by=zhao, at=ten)

    assert Message.objects.count() == 2


def test_whom_no_channel_reaches_stands_among_the_untold_until_they_see_it(lin, zhao, ten):
    message = tell(to=lin.account, words=words, href=HREF, key="case:7", by=zhao, at=ten)

    assert list(Message.objects.untold(ten)) == [message]
    assert list(Message.objects.own(lin).unread()) == [message]
    assert Event.objects.get(kind="messages.not_told").data["problem"] == "no_channel"


def test_whoever_left_the_community_is_not_told_and_that_is_said(lin, zhao, ten):
    Membership.objects.filter(pk=lin.membership_id).update(revoked_at=ten, revoked_by=zhao.account)

    message = tell(to=lin.account, words=words, href=HREF, key="case:7", by=zhao, at=ten)

    message.refresh_from_db()
    assert message.problem == "not_member"


def test_what_is_over_is_withdrawn_from_those_who_have_not_read_it(lin, zhao, banyan, ten):
    tell(to=lin.account, words=words, href=HREF, key="case:7", by=zhao, at=ten)

    assert withdraw(community=banyan, key="case:7", at=ten) == 1
    assert withdraw(community=banyan, key="case:7", at=ten) == 0
    assert not Message.objects.own(lin).unread()
    assert not Message.objects.untold(ten)


@pytest.mark.parametrize("href", ["https://example.org/", "//example.org/", "watch", ""])
def test_a_message_leads_nowhere_but_into_the_desk(lin, zhao, ten, href):
    with pytest.raises(CannotTell):
        tell(to=lin.account, words=words, href=href, key="case:7", by=zhao, at=ten)
    assert not Message.objects.exists()
