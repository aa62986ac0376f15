"""What is wanted may change until somebody sets off."""

from datetime import timedelta
from decimal import Decimal

import pytest

from shouwang.desk.base.models import Event
from shouwang.desk.needs.actions import capture, changes, life
from shouwang.desk.needs.models import Need, ReturnReason
from tests.desk.conftest import TEN
from tests.desk.needs.conftest import wish


def things(need):
    return sorted((line.name, int(line.wanted)) for line in need.lines.all())


def test_lines_that_stay_keep_their_promises(eggs, zhao):
    tray = eggs.lines.get(position=0)
    changes.promise(need=eggs, promised={tray.pk: Decimal(1)}, by=zhao, at=TEN)

    changes.change_need(need=eggs, wishes=[wish("鸡蛋", 4, "板"), wish("盐", 1, "包")], by=zhao, at=TEN)

    tray.refresh_from_db()
    assert (tray.wanted, tray.promised) == (4, 1)
    assert things(eggs) == [("盐", 1), ("鸡蛋", 4)]


def test_what_was_delivered_stays_on_the_books_when_no_longer_wanted(eggs, lin):
    tray = eggs.lines.get(position=0)
    life.take_need(need=eggs, by=lin, at=TEN)
    life.return_need(need=eggs, reason=ReturnReason.PARTLY, delivered={tray.pk: Decimal(1)}, by=lin, at=TEN)

    changes.change_need(need=eggs, wishes=[wish("大米", 1, "袋")], by=lin, at=TEN)

    tray.refresh_from_db()
    assert (tray.wanted, tray.delivered, tray.owed) == (1, 1, 0)


def test_a_change_into_what_stands_changes_nothing(eggs, zhao):
    same = [wish("大米", 1, "袋"), wish("鸡蛋", 2, "板")]
    changes.change_need(need=eggs, wishes=same, by=zhao, at=TEN)

    assert not Event.objects.filter(kind="needs.changed").exists()


def test_what_is_on_the_way_is_not_changed(eggs, lin):
    life.set_under_way(need=eggs, by=lin, at=TEN)

    with pytest.raises(life.OnTheWay, match="Lin"):
        changes.change_need(need=eggs, wishes=[wish("鸡蛋", 4, "板")], by=lin, at=TEN)


def test_nothing_wanted_is_no_need(eggs, zhao):
    with pytest.raises(capture.NothingWanted):
        changes.change_need(need=eggs, wishes=[], words=" ", by=zhao, at=TEN)
    with pytest.raises(capture.NothingWanted):
        capture.add_need(kind="goods", source="form", by=zhao, at=TEN)


def test_it_cannot_be_due_before_it_begins(eggs, zhao):
    with pytest.raises(capture.DueBeforeItBegins):
        changes.schedule_need(
            need=eggs, due_by=TEN, not_before=TEN + timedelta(hours=1), urgency=1, note="", by=zhao, at=TEN
        )


def test_a_new_hour_and_a_note_for_the_carrier(eggs, zhao):
    noon = TEN + timedelta(hours=2)
    changes.schedule_need(need=eggs, due_by=noon, not_before=None, urgency=2, note="ring twice", by=zhao, at=TEN)

    stored = Need.objects.get(pk=eggs.pk)
    assert (stored.due_by, stored.urgency, stored.note) == (noon, 2, "ring twice")
