"""A list made, sent, seen, added to, fetched; ended, or over by time."""

from datetime import timedelta

import pytest

from shouwang.desk.base.actions.links import LinkIsOver, open_link
from shouwang.desk.base.jobs import run_due
from shouwang.desk.base.models import Event, Link
from shouwang.desk.partners.actions import manifests as actions
from shouwang.desk.partners.actions.directory import retire_partner
from shouwang.desk.partners.models import Answer, Manifest, ManifestLine
from tests.desk.conftest import TEN
from tests.desk.partners.conftest import MINUTE, line_of, wanted

HOUR = timedelta(hours=1)


def events(kind):
    return Event.objects.filter(kind=f"partners.{kind}").count()


def test_a_list_keeps_its_lines_in_their_order_and_sealed(draft):
    lines = list(draft.lines.order_by("position"))

    assert [(line.name, line.strength, line.quantity, line.bag) for line in lines] == [
        ("Aspirin", "100mg", 2, "7"), ("Insulin", "3ml", 3, "8"), ("Warfarin", "3mg", 1, "9"),
    ]  # fmt: skip
    assert lines[0].item == "aspirin|100mg"
    assert b"Aspirin" not in bytes(lines[0].name_sealed)
    assert (draft.sent_at, draft.expires_at) == (None, TEN + timedelta(hours=24))


def test_a_list_with_an_hour_is_over_half_a_day_after_it(make):
    assert make(wanted(), due_by=TEN + 2 * HOUR).expires_at == TEN + 14 * HOUR


@pytest.mark.parametrize("lines", [[], [wanted(name=" ")], [wanted(quantity=0)]])
def test_an_empty_list_is_refused(make, lines):
    with pytest.raises(actions.NothingWanted):
        make(*lines)

    assert not Manifest.objects.exists()


def test_a_list_that_would_be_over_is_refused(make):
    with pytest.raises(actions.OutOfTime):
        make(wanted(), expires_at=TEN)


def test_nothing_is_sent_to_who_was_taken_off(make, pharmacy, zhao):
    retire_partner(partner=pharmacy, by=zhao, at=TEN)

    with pytest.raises(actions.ListIsOver):
        make(wanted())


def test_a_link_opens_the_list_until_it_is_over(draft, zhao):
    sent, token = actions.send_manifest(manifest=draft, way=Manifest.SentBy.LINK, by=zhao, at=TEN)

    assert open_link(token=token, at=sent.expires_at - MINUTE).subject_id == sent.pk
    with pytest.raises(LinkIsOver):
        open_link(token=token, at=sent.expires_at)
    assert token not in repr([event.data for event in Event.objects.all()])


@pytest.mark.parametrize("way", [Manifest.SentBy.PAPER, Manifest.SentBy.PHONE])
def test_paper_and_telephone_have_no_link(draft, zhao, way):
    sent, token = actions.send_manifest(manifest=draft, way=way, by=zhao, at=TEN)

    assert (token, sent.link, sent.sent_by_way) == ("", None, way)


def test_a_list_is_sent_once(sent, zhao):
    with pytest.raises(actions.SentAlready):
        actions.send_manifest(manifest=sent, way=Manifest.SentBy.PHONE, by=zhao, at=TEN + HOUR)

    assert (events("list_sent"), Link.objects.count()) == (1, 1)


def test_a_list_that_was_ended_is_not_sent(draft, zhao):
    actions.revoke_manifest(manifest=draft, by=zhao, at=TEN)

    with pytest.raises(actions.ListIsOver):
        actions.send_manifest(manifest=draft, way=Manifest.SentBy.LINK, by=zhao, at=TEN)


def test_a_new_link_ends_the_one_before(draft, zhao):
    sent, first = actions.send_manifest(manifest=draft, way=Manifest.SentBy.LINK, by=zhao, at=TEN)
    _sent, second = actions.renew_link(manifest=sent, by=zhao, at=TEN + HOUR)

    assert open_link(token=second, at=TEN + HOUR)
    with pytest.raises(LinkIsOver):
        open_link(token=first, at=TEN + HOUR)


def test_only_the_first_look_is_told(sent, at_counter):
    for minutes in (3, 9):
        actions.see_manifest(manifest=sent, by=at_counter, at=TEN + minutes * MINUTE)

    sent.refresh_from_db()
    assert (sent.seen_at, events("list_seen")) == (TEN + 3 * MINUTE, 1)


def test_a_line_added_after_sending_says_so_and_is_asked_for(sent, at_counter, zhao):
    for line in sent.lines.select_related("manifest__partner"):
        actions.answer_line(line=line, answer=Answer.READY, by=at_counter, at=TEN)
    line = actions.add_line(manifest=sent, wanted=wanted("Salve"), by=zhao, at=TEN + HOUR)

    sent.refresh_from_db()
    assert (line.position, line.added_at) == (4, TEN + HOUR)
    assert (sent.answered_at, sent.asked_at) == (None, TEN + HOUR)


def test_a_line_added_before_sending_is_a_line_like_any(draft, zhao):
    assert actions.add_line(manifest=draft, wanted=wanted("Salve"), by=zhao, at=TEN).added_at is None


def test_nothing_is_added_to_a_list_that_is_over(sent, zhao):
    with pytest.raises(actions.ListIsOver):
        actions.add_line(manifest=sent, wanted=wanted(), by=zhao, at=sent.expires_at)

    assert ManifestLine.objects.count() == 3


def test_ending_a_list_ends_its_link_and_is_said_once(draft, zhao):
    sent, token = actions.send_manifest(manifest=draft, way=Manifest.SentBy.LINK, by=zhao, at=TEN)
    for _time in range(2):
        actions.revoke_manifest(manifest=sent, by=zhao, at=TEN + HOUR)

    with pytest.raises(LinkIsOver):
        open_link(token=token, at=TEN + HOUR)
    assert (sent.revoked_by, events("list_revoked")) == (zhao.account, 1)


def test_fetched_is_said_once_and_only_of_what_was_sent(draft, zhao):
    with pytest.raises(actions.ListIsOver):
        actions.fetch_manifest(manifest=draft, by=zhao, at=TEN)
    sent, _token = actions.send_manifest(manifest=draft, way=Manifest.SentBy.PAPER, by=zhao, at=TEN)
    for hours in (1, 2):
        actions.fetch_manifest(manifest=sent, by=zhao, at=TEN + hours * HOUR)

    assert (sent.fetched_at, events("list_fetched")) == (TEN + HOUR, 1)


def test_who_fetches_it_is_named_once(sent, zhao, lin):
    for _time in range(2):
        actions.name_carrier(manifest=sent, carrier=lin.account, by=zhao, at=TEN)

    assert events("carrier_named") == 1
    assert list(Manifest.objects.visible_to(lin)) == [sent]
    actions.name_carrier(manifest=sent, carrier=None, by=zhao, at=TEN)
    assert not Manifest.objects.visible_to(lin).exists()


# Silence


@pytest.mark.parametrize(
    ("minutes", "is_seen", "is_silent"),
    [(19, False, False), (20, False, True), (39, True, False), (40, True, True)],
)
def test_a_partner_is_silent_after_20_minutes_unseen_and_40_unanswered(sent, at_counter, minutes, is_seen, is_silent):
    if is_seen:
        actions.see_manifest(manifest=sent, by=at_counter, at=TEN + MINUTE)

    assert Manifest.objects.to_telephone(TEN + minutes * MINUTE).exists() is is_silent


def test_a_list_said_by_telephone_is_to_telephone_at_once(draft, zhao):
    actions.send_manifest(manifest=draft, way=Manifest.SentBy.PHONE, by=zhao, at=TEN)

    assert Manifest.objects.to_telephone(TEN).exists()


def test_silence_is_told_once_for_each_reason(sent, at_counter):
    for minutes in (20, 25, 41, 55):
        run_due(TEN + minutes * MINUTE)

    told = Event.objects.filter(kind="partners.list_chased").order_by("seq")
    assert [event.data["why"] for event in told] == ["not_seen"]
    actions.see_manifest(manifest=sent, by=at_counter, at=TEN + 56 * MINUTE)
    sent.refresh_from_db()
    assert sent.chased_at == TEN + 20 * MINUTE


def test_a_list_that_was_opened_is_chased_when_it_stays_unanswered(sent, at_counter):
    actions.see_manifest(manifest=sent, by=at_counter, at=TEN + MINUTE)
    for minutes in (21, 41):
        run_due(TEN + minutes * MINUTE)

    assert [event.data["why"] for event in Event.objects.filter(kind="partners.list_chased")] == ["not_answered"]


def test_nobody_is_chased_who_answered(sent, at_counter):
    for line in sent.lines.select_related("manifest__partner"):
        actions.answer_line(line=line, answer=Answer.NONE, by=at_counter, at=TEN + MINUTE)
    for minutes in (20, 40):
        run_due(TEN + minutes * MINUTE)

    assert events("list_chased") == 0


def test_an_unanswered_list_ends_by_time_and_says_so_once(sent):
    for _time in range(2):
        run_due(sent.expires_at)

    assert [event.data["open"] for event in Event.objects.filter(kind="partners.list_expired")] == [3]
    assert not Manifest.objects.open_at(sent.expires_at).exists()


# Who sees which


def test_a_link_shows_its_own_list_and_no_other(sent, at_counter, make, poplar):
    other = make(wanted())

    assert list(Manifest.objects.visible_to(at_counter)) == [sent]
    assert other not in Manifest.objects.visible_to(at_counter)


def test_a_list_that_was_ended_is_shown_to_no_partner(sent, at_counter, zhao):
    actions.revoke_manifest(manifest=sent, by=zhao, at=TEN)

    assert not Manifest.objects.visible_to(at_counter).exists()
    assert line_of(sent).manifest in Manifest.objects.visible_to(zhao)


def test_another_community_sees_nothing(sent, feng, lin):
    assert not Manifest.objects.visible_to(feng).exists()
    assert not Manifest.objects.visible_to(lin).exists()
