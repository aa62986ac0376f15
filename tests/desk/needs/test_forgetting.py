"""What has ended loses its words after 14 days; numbers and events stay."""

from datetime import timedelta

from shouwang.desk.base.housekeeping import SWEEPS
from shouwang.desk.base.models import Event
from shouwang.desk.needs.actions import forgetting, intake, life
from shouwang.desk.needs.models import IntakeEntry, Need
from tests.desk.conftest import TEN

CHAIN = "#接龙\n蔬菜包接龙 每份35元\n\n1. 晴天 3-2-501 吴 2份\n2. 何 1-1-101 1份"
DAY = timedelta(days=1)


def test_words_go_after_fourteen_days_and_numbers_stay(eggs, zhao, banyan):
    life.close_need(need=eggs, decision="the family brings it", by=zhao, at=TEN)

    assert forgetting.forget_words(banyan, TEN + 14 * DAY - timedelta(seconds=1)) == 0
    assert Need.objects.get(pk=eggs.pk).words
    assert forgetting.forget_words(banyan, TEN + 14 * DAY) == 1

    forgotten = Need.objects.get(pk=eggs.pk)
    assert (forgotten.words, forgotten.outcome, forgotten.title) == ("", "", "Goods")
    assert [(line.name, int(line.wanted), line.unit) for line in forgotten.lines.order_by("position")] == [
        ("", 2, "板"), ("", 1, "袋"),
    ]  # fmt: skip
    assert Event.objects.filter(kind="needs.words_forgotten").count() == 1
    assert forgetting.forget_words(banyan, TEN + 15 * DAY) == 0


def test_live_needs_keep_their_words_however_old(eggs, banyan):
    forgetting.forget_words(banyan, TEN + 100 * DAY)

    assert Need.objects.get(pk=eggs.pk).words


def test_a_pasted_text_stays_while_something_of_it_is_live(granny_wu, old_he, zhao, banyan):
    made = intake.paste_chain(text=CHAIN, by=zhao, at=TEN)
    hers, his = Need.objects.get(household=granny_wu), Need.objects.get(household=old_he)
    life.withdraw_need(need=hers, by=zhao, at=TEN)

    forgetting.forget_words(banyan, TEN + 15 * DAY)
    made.refresh_from_db()
    assert made.text == CHAIN
    assert IntakeEntry.objects.get(need=hers).raw == ""
    assert IntakeEntry.objects.get(need=his).raw

    life.withdraw_need(need=his, by=zhao, at=TEN + 15 * DAY)
    forgetting.forget_words(banyan, TEN + 29 * DAY)
    made.refresh_from_db()
    assert (made.text, made.title) == ("", "")


def test_another_communitys_words_are_not_touched(eggs, zhao, poplar):
    life.withdraw_need(need=eggs, by=zhao, at=TEN)

    assert forgetting.forget_words(poplar, TEN + 30 * DAY) == 0
    assert Need.objects.get(pk=eggs.pk).words


def test_the_daily_sweep_knows_of_it():
    assert SWEEPS["needs.words"] is forgetting.forget_words


def test_on_the_sunset_day_nothing_is_left(granny_wu, old_he, zhao, banyan):
    intake.paste_chain(text=CHAIN, by=zhao, at=TEN)

    counts = forgetting.destroy_needs(banyan)

    assert counts == {"needs": 2, "pasted lists": 1}
    assert not Need.objects.exists()
    assert not IntakeEntry.objects.exists()
