"""What partners said they have: remembered with time and person, and of use for two days."""

from datetime import timedelta

import pytest

from shouwang.desk.partners.actions.stock import NothingNamed, note_stock
from shouwang.desk.partners.items import item_key
from shouwang.desk.partners.models import StockSaying
from shouwang.desk.partners.stock import latest_sayings
from tests.desk.conftest import TEN

Has, Source = StockSaying.Has, StockSaying.Source
ASPIRIN = item_key("Aspirin", "100 mg", "Tablet")
DAY = timedelta(days=1)


@pytest.fixture
def note(pharmacy, zhao):
    def said(has=Has.YES, at=TEN, item=ASPIRIN, **about):
        return note_stock(partner=pharmacy, item=item, has=has, source=Source.CALL, by=zhao, at=at, **about)

    return said


@pytest.mark.parametrize(
    ("written", "key"),
    [
        (("Aspirin", "100 mg", "Tablet"), "aspirin|100mg|tablet"),
        (("阿司匹林 肠溶片", "100ＭＧ"), "阿司匹林肠溶片|100mg"),
        (("胰岛素", "", "注射液"), "胰岛素|注射液"),
        (("胰岛素·300单位",), "胰岛素300单位"),
        (("", "", ""), ""),
    ],
)
def test_one_item_has_one_key_however_it_is_written(written, key):
    assert item_key(*written) == key


def test_a_key_fits_its_column():
    assert len(item_key("药" * 300)) == 120


def test_the_last_word_counts_with_its_price_and_person(note, banyan, pharmacy, zhao):
    note(Has.NO)
    saying = note(Has.SOME, at=TEN + timedelta(minutes=5), quantity=3, price_fen=1250, said_by="Ms Shi")

    word = latest_sayings(banyan, [ASPIRIN, "other"], TEN + timedelta(hours=1))[pharmacy.pk, ASPIRIN]
    assert (word.has, word.quantity, word.price_fen, word.freshness) == ("some", 3, 1250, "fresh")
    assert (saying.said_by, saying.noted_by) == ("Ms Shi", zhao.account)


@pytest.mark.parametrize(("later", "freshness"), [(timedelta(hours=13, minutes=59), "fresh"), (DAY, "stale")])
def test_a_word_is_fresh_on_its_day_and_stale_the_next(note, banyan, pharmacy, later, freshness):
    note()

    assert latest_sayings(banyan, [ASPIRIN], TEN + later)[pharmacy.pk, ASPIRIN].freshness == freshness


def test_older_words_are_left_out(note, banyan):
    note()

    assert latest_sayings(banyan, [ASPIRIN], TEN + 2 * DAY) == {}


def test_what_is_said_later_is_not_known_before(note, banyan):
    note(at=TEN + timedelta(hours=1))

    assert latest_sayings(banyan, [ASPIRIN], TEN) == {}


def test_another_community_s_words_are_not_ours(note, poplar):
    note()

    assert latest_sayings(poplar, [ASPIRIN], TEN) == {}


def test_all_words_are_asked_for_at_once(note, banyan, django_assert_num_queries):
    for number in range(9):
        note(item=f"item{number}")

    with django_assert_num_queries(1):
        assert len(latest_sayings(banyan, [f"item{number}" for number in range(9)], TEN)) == 9


def test_nothing_is_nothing(note):
    with pytest.raises(NothingNamed):
        note(item="")

    assert not StockSaying.objects.exists()
