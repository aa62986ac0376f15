"""A line answered, by link or by telephone: the later answer shows, none is lost."""

from datetime import timedelta

import pytest

from shouwang.desk.base.models import Event
from shouwang.desk.partners import answers
from shouwang.desk.partners.actions.manifests import (
    AmountUnclear,
    ListIsOver,
    NoOther,
    OfferUnclear,
    answer_line,
    fetch_manifest,
    revoke_manifest,
)
from shouwang.desk.partners.models import Answer, LineAnswer, StockSaying
from shouwang.desk.partners.stock import latest_sayings
from tests.desk.conftest import TEN
from tests.desk.partners.conftest import MINUTE, line_of


@pytest.fixture
def say(sent, at_counter):
    """`say(answer, position)`: what the partner presses."""

    def answered(answer, position=1, by=at_counter, at=TEN + MINUTE, **about):
        return answer_line(line=line_of(sent, position), answer=answer, by=by, at=at, **about)

    return answered


@pytest.mark.parametrize(
    ("answer", "about", "quantity"),
    [
        (Answer.READY, {"price_fen": 1250}, 2),
        (Answer.PART, {"quantity": 1}, 1),
        (Answer.NONE, {}, 0),
        (Answer.SUBSTITUTE, {"offer_name": "Bayaspirin", "offer_maker": "Shiyan", "offer_strength": "100mg"}, 2),
    ],
)
def test_each_kind_of_answer_is_kept(say, sent, answer, about, quantity):
    say(answer, note="from 3 pm", **about)

    line = line_of(sent)
    assert (line.answer, line.answered_quantity, line.answered_at) == (answer, quantity, TEN + MINUTE)
    assert (line.price_fen, line.offer_name) == (about.get("price_fen"), about.get("offer_name", ""))
    assert line.answer_note == "from 3 pm"
    assert sent.__class__.objects.get(pk=sent.pk).seen_at == TEN + MINUTE


def test_part_that_is_all_of_it_is_ready(say):
    assert say(Answer.PART, quantity=2).answer == Answer.READY


@pytest.mark.parametrize(
    ("refusal", "answer", "position", "about"),
    [
        (AmountUnclear, Answer.PART, 1, {}),
        (AmountUnclear, Answer.PART, 1, {"quantity": 0}),
        (OfferUnclear, Answer.SUBSTITUTE, 1, {"offer_maker": "Shiyan"}),
        (NoOther, Answer.SUBSTITUTE, 3, {"offer_name": "Other"}),
    ],
)
def test_what_is_unclear_is_asked_for(say, sent, refusal, answer, position, about):
    with pytest.raises(refusal):
        say(answer, position, **about)

    assert line_of(sent, position).answer == ""
    assert not Event.objects.filter(kind="partners.line_answered").exists()


def test_the_same_said_twice_is_one_answer(say):
    say(Answer.READY)
    say(Answer.READY)

    assert Event.objects.filter(kind="partners.line_answered").count() == 1
    assert (LineAnswer.objects.count(), StockSaying.objects.count()) == (1, 1)


def test_link_and_telephone_at_once_the_later_shows_and_both_are_kept(say, sent, zhao):
    say(Answer.READY)
    say(Answer.NONE, by=zhao, at=TEN + 2 * MINUTE, note="sold just now")

    line = line_of(sent)
    assert (line.answer, line.answered_by) == (Answer.NONE, zhao.account)
    kept = LineAnswer.objects.filter(line=line).order_by("at")
    assert [(one.answer, one.by) for one in kept] == [("ready", None), ("none", zhao.account)]
    told = Event.objects.filter(kind="partners.line_answered").order_by("seq").last()
    assert told.data["before"] == {"answer": "ready", "quantity": 2, "price_fen": None}
    assert "sold" not in repr(told.data)


def test_a_stale_page_changes_only_the_line_it_answers(say, sent, zhao):
    stale = line_of(sent, 1)
    say(Answer.READY, 1, price_fen=900)
    answer_line(line=stale, answer=Answer.PART, quantity=1, by=zhao, at=TEN + 2 * MINUTE)

    assert (line_of(sent, 1).answer, line_of(sent, 1).price_fen) == (Answer.PART, None)
    assert line_of(sent, 2).answer == ""


def test_the_list_is_answered_with_its_last_line_and_stays_so(say, sent):
    for position in (1, 2, 3):
        say(Answer.READY, position, at=TEN + position * MINUTE)
    say(Answer.NONE, 1, at=TEN + 9 * MINUTE)

    sent.refresh_from_db()
    assert sent.answered_at == TEN + 3 * MINUTE


# What was said of the stock


def test_ready_is_put_aside_for_us_until_the_list_is_over(say, sent, banyan, pharmacy):
    say(Answer.READY, price_fen=1250)

    word = latest_sayings(banyan, ["aspirin|100mg"], TEN + MINUTE)[pharmacy.pk, "aspirin|100mg"]
    assert (word.has, word.quantity, word.price_fen, word.source) == ("yes", 2, 1250, "manifest")
    assert (word.held_until, word.held_for) == (sent.expires_at, line_of(sent).subject_id)


def test_another_one_is_known_as_stock_and_the_wanted_one_as_missing(say, banyan, pharmacy):
    say(Answer.SUBSTITUTE, offer_name="Bayaspirin", offer_strength="100 mg", price_fen=900)

    words = latest_sayings(banyan, ["aspirin|100mg", "bayaspirin|100mg"], TEN + MINUTE)
    assert words[pharmacy.pk, "aspirin|100mg"].has == "no"
    assert words[pharmacy.pk, "bayaspirin|100mg"].has == "yes"
    assert words[pharmacy.pk, "bayaspirin|100mg"].price_fen == 900


def test_by_telephone_it_is_known_who_heard_it(say, zhao):
    say(Answer.NONE, by=zhao)

    saying = StockSaying.objects.get()
    assert (saying.source, saying.noted_by, saying.held_until) == ("call", zhao.account, None)


# When it is over


def test_a_list_that_is_over_or_fetched_takes_no_answer_from_the_partner(say, sent, zhao):
    with pytest.raises(ListIsOver):
        say(Answer.READY, at=sent.expires_at)
    fetch_manifest(manifest=sent, by=zhao, at=TEN)
    with pytest.raises(ListIsOver):
        say(Answer.READY)

    assert say(Answer.NONE, by=zhao, at=sent.expires_at + MINUTE).answer == Answer.NONE  # paper that came late
    with pytest.raises(ListIsOver):
        say(Answer.READY, by=zhao, at=sent.expires_at + timedelta(days=2))


def test_a_list_that_was_ended_or_not_sent_takes_no_answer_from_anybody(draft, zhao):
    for _time in range(2):
        with pytest.raises(ListIsOver):
            answer_line(line=line_of(draft), answer=Answer.READY, by=zhao, at=TEN)
        revoke_manifest(manifest=draft, by=zhao, at=TEN)


# Higher rooms


def test_higher_rooms_are_told_of_each_answer_in_its_transaction(say, sent, at_counter, monkeypatch):
    heard = []
    monkeypatch.setattr(answers, "ON_ANSWER", [lambda *told: heard.append(told)])
    say(Answer.NONE)

    ((line, by, at),) = heard
    assert (line.pk, line.answer, by, at) == (line_of(sent).pk, "none", at_counter, TEN + MINUTE)


def test_what_a_higher_room_cannot_do_undoes_the_answer(say, sent, monkeypatch):
    def stumble(_line, _by, _at):
        raise RuntimeError

    monkeypatch.setattr(answers, "ON_ANSWER", [stumble])
    with pytest.raises(RuntimeError):
        say(Answer.READY)

    assert line_of(sent).answer == ""
