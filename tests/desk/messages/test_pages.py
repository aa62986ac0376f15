"""My channels, my messages, and what could not be told: plain pages, no script needed."""

import json
import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.base.jobs import run_due
from shouwang.desk.base.models import Event
from shouwang.desk.messages.actions import tell
from shouwang.desk.messages.actions.channels import end_channel
from shouwang.desk.messages.addresses import NotAnAddress, masked, read_address, read_subscription
from shouwang.desk.messages.models import Channel, Kind, Message
from shouwang.desk.messages.problems import Problem
from tests.desk.messages.conftest import TOKEN, make_channel
from tests.desk.messages.test_encrypting import AUTH, BROWSER_POINT

MINE = "/messages/mine/"
ROBOT = f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={TOKEN}"


def post(browser, name, pk=None, **body):
    url = reverse(f"messages:{name}", kwargs={"pk": pk} if pk else None)
    return browser.post(url, {"op_id": uuid.uuid4(), **body})


def words_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def say(to, by, key="case:7", words="3-2-501: nobody answers, please go there."):
    return tell(to=to.account, words=lambda: words, href="/people/find/", key=key, by=by, at=timezone.now())


def given_by(name: str) -> str:
    """What a browser says of its subscription."""
    return json.dumps({"endpoint": f"https://push.example/send/{name}", "expirationTime": None,
                       "keys": {"p256dh": BROWSER_POINT, "auth": AUTH}})  # fmt: skip


class TestChannels:
    def test_whoever_has_none_is_told_so(self, as_, lin):
        assert "You have no channel" in words_of(as_(lin).get(MINE))

    def test_added_tried_shown_masked_and_removed(self, as_, lin, robots):
        browser = as_(lin)

        assert post(browser, "add_channel", address=ROBOT).url == MINE
        assert "A test is on its way" in words_of(browser.get(MINE))
        run_due(timezone.now())
        page = browser.get(MINE)

        channel = Channel.objects.get()
        assert "delivered" in words_of(page)
        assert TOKEN not in page.content.decode()
        assert TOKEN[-4:] in page.content.decode()
        assert "A test" in json.loads(robots.asked[0][2])["text"]["content"]
        post(browser, "remove_channel", channel.pk)
        channel.refresh_from_db()
        assert channel.removed_at
        assert not bytes(channel.address_sealed)
        assert "You have no channel" in words_of(browser.get(MINE))

    def test_why_it_failed_stands_beside_it(self, as_, lin, robots):
        robots.answers = [(200, {"errcode": 93000})]
        browser = as_(lin)
        post(browser, "add_channel", address=ROBOT)
        run_due(timezone.now())

        said = words_of(browser.get(MINE))

        assert "The service does not know this address (any more). (93000)" in said
        assert "Nothing arrives since" in said

    def test_the_same_address_is_one_channel(self, as_, lin):
        browser = as_(lin)
        post(browser, "add_channel", address=ROBOT)
        post(browser, "add_channel", address=f"wecombot://{TOKEN}")

        assert Channel.objects.count() == 1

    def test_a_test_under_way_is_not_sent_twice(self, as_, lin, robots):
        browser = as_(lin)
        post(browser, "add_channel", address=ROBOT)
        post(browser, "test_channel", Channel.objects.get().pk)
        run_due(timezone.now())
        assert len(robots.asked) == 1
        post(browser, "test_channel", Channel.objects.get().pk)
        run_due(timezone.now())
        assert len(robots.asked) == 2

    def test_nobody_sees_or_touches_the_channels_of_others(self, as_, lin, zhao, sun):
        channel = make_channel(lin, Kind.WECOM, f"wecombot://{TOKEN}", timezone.now())

        for other in (zhao, sun):
            assert TOKEN[-4:] not in as_(other).get(MINE).content.decode()
            assert post(as_(other), "test_channel", channel.pk).status_code == 404
            assert post(as_(other), "remove_channel", channel.pk).status_code == 404

    def test_more_than_anybody_reads_is_refused(self, as_, lin):
        browser = as_(lin)
        for number in range(8):
            post(browser, "add_channel", address=f"ntfy://topic{number}")

        answer = post(browser, "add_channel", address="ntfy://topic9")

        assert answer.status_code == 422
        assert "That is enough" in words_of(answer)

    def test_a_test_is_no_message(self, as_, lin, zhao, robots):
        robots.answers = [(200, {"errcode": 93000})]
        browser = as_(lin)
        post(browser, "add_channel", address=ROBOT)
        run_due(timezone.now())

        assert "Nothing that you have not read" in words_of(browser.get(MINE))
        assert "Everybody was told" in words_of(as_(zhao).get("/messages/failed/"))

    def test_the_browser_in_hand(self, as_, lin):
        browser = as_(lin)
        given = {"endpoint": "https://push.example/send/abc", "expirationTime": None,
                 "keys": {"p256dh": BROWSER_POINT, "auth": AUTH}}  # fmt: skip

        post(browser, "subscribe", subscription=json.dumps(given))

        page = browser.get(MINE).content.decode()
        assert Channel.objects.get().kind == Kind.PUSH
        assert "push.example" in page
        assert "send/abc" not in page
        assert re.search(r'data-browser="[0-9a-f]{16}"', page)
        assert re.search(r'data-key="[A-Za-z0-9_-]{87}"', page)

    def test_a_browser_with_a_new_address_is_told_there_and_nowhere_else(self, as_, lin):
        browser = as_(lin)
        post(browser, "subscribe", subscription=given_by("abc"))
        old = Channel.objects.get()

        for _time in range(2):  # said twice
            assert post(browser, "renew", old=given_by("abc"), subscription=given_by("new")).status_code == 204

        renewed = Channel.objects.get()
        assert renewed.pk == old.pk
        assert json.loads(renewed.address)["endpoint"].endswith("/new")
        assert [one.kind for one in Event.objects.filter(kind__startswith="messages.channel")].count(
            "messages.channel_renewed"
        ) == 1

    def test_what_the_push_service_ended_meanwhile_is_taken_up_again(self, as_, lin):
        browser = as_(lin)
        post(browser, "subscribe", subscription=given_by("abc"))
        end_channel(channel=Channel.objects.get(), why=Problem.GONE, by=lin, at=timezone.now())

        assert post(browser, "renew", old=given_by("abc"), subscription=given_by("new")).status_code == 204
        assert Channel.objects.live().get().address == read_subscription(given_by("new"))

    def test_what_its_owner_took_off_or_another_s_browser_is_not_revived(self, as_, lin, sun):
        post(as_(lin), "subscribe", subscription=given_by("abc"))

        assert post(as_(sun), "renew", old=given_by("abc"), subscription=given_by("new")).status_code == 409
        end_channel(channel=Channel.objects.get(), why=None, by=lin, at=timezone.now())
        assert post(as_(lin), "renew", old=given_by("abc"), subscription=given_by("new")).status_code == 409
        assert not Channel.objects.live().exists()

    def test_a_browser_that_was_added_anew_by_hand_stands_there_once(self, as_, lin):
        browser = as_(lin)
        for name in ("abc", "new"):
            post(browser, "subscribe", subscription=given_by(name))

        post(browser, "renew", old=given_by("abc"), subscription=given_by("new"))

        assert Channel.objects.live().get().address == read_subscription(given_by("new"))

    def test_a_browser_that_gives_nothing_gets_a_sentence(self, as_, lin):
        browser = as_(lin)
        post(browser, "subscribe", subscription="nonsense")

        assert "This browser gave no subscription" in words_of(browser.get(MINE))
        assert not Channel.objects.exists()


class TestMessages:
    def test_what_was_told_stands_on_every_page_until_it_is_seen(self, as_, lin, zhao):
        message = say(lin, zhao)
        browser = as_(lin)

        page = browser.get("/account/")
        assert "3-2-501: nobody answers" in words_of(page)
        assert post(browser, "see", message.pk, next="/account/").url == "/account/"
        assert "3-2-501" not in words_of(browser.get("/account/"))
        post(browser, "see", message.pk)
        assert Event.objects.filter(kind="messages.seen").count() == 1

    def test_others_are_not_shown_it_and_cannot_tick_it_off(self, as_, lin, zhao, sun, feng):
        message = say(lin, zhao)

        for other in (sun, zhao, feng):
            assert "3-2-501" not in words_of(as_(other).get("/account/"))
            assert post(as_(other), "see", message.pk).status_code == 404
        message.refresh_from_db()
        assert message.seen_at is None

    def test_all_at_once_means_what_stood_there(self, as_, lin, zhao):
        first, second = say(lin, zhao, "a"), say(lin, zhao, "b")
        browser = as_(lin)
        assert browser.get(MINE).content.decode().count('name="seen"') == 2
        third = say(lin, zhao, "c")

        post(browser, "see_all", seen=[first.pk, second.pk, "nonsense"])

        assert set(Message.objects.own(lin).unread()) == {third}

    def test_back_leads_nowhere_else(self, as_, lin, zhao):
        message = say(lin, zhao)

        assert post(as_(lin), "see", message.pk, next="https://elsewhere.example/").url == MINE

    def test_words_of_others_markup_stay_words(self, as_, lin, zhao):
        say(lin, zhao, words="<script>alert(1)</script>")

        assert "<script>alert" not in as_(lin).get("/account/").content.decode()


class TestFailed:
    def test_whom_nothing_reached_and_why(self, as_, lin, zhao):
        say(lin, zhao)

        said = words_of(as_(zhao).get("/messages/failed/"))

        assert "Lin" in said
        assert "There is no channel to this person" in said
        assert "3-2-501" in said

    def test_tried_again_when_there_is_a_way(self, as_, lin, zhao, robots):
        message = say(lin, zhao)
        assert "There is still no channel to Lin" in words_of(
            as_(zhao).post(reverse("messages:try_again", args=[message.pk]), {"op_id": uuid.uuid4()}, follow=True)
        )
        make_channel(lin, Kind.WECOM, f"wecombot://{TOKEN}", timezone.now())

        post(as_(zhao), "try_again", message.pk)
        run_due(timezone.now())

        message.refresh_from_db()
        assert message.delivered_at
        assert len(robots.asked) == 1
        assert "Everybody was told" in words_of(as_(zhao).get("/messages/failed/"))

    def test_what_arrived_meanwhile_is_not_sent_again(self, as_, lin, zhao):
        message = say(lin, zhao)
        post(as_(lin), "see", message.pk)

        answer = as_(zhao).post(reverse("messages:try_again", args=[message.pk]), {"op_id": uuid.uuid4()}, follow=True)

        assert "It arrived meanwhile" in words_of(answer)

    def test_helpers_and_other_communities_see_none_of_it(self, as_, lin, zhao, feng):
        message = say(lin, zhao)

        assert as_(lin).get("/messages/failed/").status_code == 404
        assert "Lin" not in words_of(as_(feng).get("/messages/failed/"))
        assert post(as_(feng), "try_again", message.pk).status_code == 404

    def test_the_page_asks_few_questions_however_many_failed(self, as_, lin, sun, zhao, django_assert_max_num_queries):
        for number in range(12):
            say(lin, zhao, f"a{number}")
            say(sun, zhao, f"b{number}")
        browser = as_(zhao)

        with django_assert_max_num_queries(9):
            browser.get("/messages/failed/")


class TestAddresses:
    @pytest.mark.parametrize(
        ("pasted", "secret", "kind", "address"),
        [
            (ROBOT, "", Kind.WECOM, f"wecombot://{TOKEN}"),
            (f" https://oapi.dingtalk.com/robot/send?access_token={TOKEN}\n", "SECabc1", Kind.DINGTALK,
             f"dingtalk://SECabc1@{TOKEN}"),
            (f"https://open.feishu.cn/open-apis/bot/v2/hook/{TOKEN}", "", Kind.FEISHU, f"feishu://{TOKEN}"),
            ("ntfy://my-topic", "", Kind.NTFY, "ntfy://my-topic"),
            ("ntfy://own.example/topic", "", Kind.NTFY, "ntfys://own.example/topic"),
            ("mailtos://u:p@example.org?to=a@b.example", "", Kind.MAIL, "mailtos://u:p@example.org?to=a@b.example"),
            ("https://hook.example/x?+Authorization=y", "", Kind.WEBHOOK, "jsons://hook.example/x?+Authorization=y"),
        ],
    )  # fmt: skip
    def test_what_people_paste(self, pasted, secret, kind, address):
        assert read_address(pasted, secret) == (kind, address)

    @pytest.mark.parametrize(
        "pasted",
        ["", "hello", "a@b.example", "http://hook.example/", "json://hook.example/", "file:///etc/passwd", "xml://h/",
         "two words", "mailto://u:p@example.org", "https://", "x" * 3000, "https://[broken"],
    )  # fmt: skip
    def test_what_is_none(self, pasted):
        with pytest.raises(NotAnAddress):
            read_address(pasted)

    @pytest.mark.parametrize(
        ("kind", "address", "shown"),
        [
            (Kind.WECOM, "wecombot://abcdefgh1234", "…1234"),
            (Kind.DINGTALK, "dingtalk://SECxyz@abcdefgh1234", "…1234"),
            (Kind.MAIL, "mailtos://u:p@example.org?to=lin@b.example", "l…@b.example"),
            (Kind.NTFY, "ntfy://my-topic", "my…"),
            (Kind.NTFY, "ntfys://own.example/topic", "own.example/…"),
            (Kind.WEBHOOK, "jsons://user:word@hook.example/secret?+A=b", "hook.example/…"),
        ],
    )  # fmt: skip
    def test_shown_is_which_one_it_is_and_no_more(self, lin, ten, kind, address, shown):
        assert masked(make_channel(lin, kind, address, ten)) == shown

    @pytest.mark.parametrize(
        "given",
        [{}, [], {"endpoint": "http://push.example/", "keys": {"p256dh": BROWSER_POINT, "auth": AUTH}},
         {"endpoint": "https://push.example/", "keys": {"p256dh": "AAAA", "auth": AUTH}},
         {"endpoint": "https://push.example/", "keys": {"p256dh": BROWSER_POINT, "auth": "AA"}},
         {"endpoint": 7, "keys": {"p256dh": BROWSER_POINT, "auth": AUTH}}],
    )  # fmt: skip
    def test_a_subscription_that_is_none(self, given):
        with pytest.raises(NotAnAddress):
            read_subscription(json.dumps(given))
