"""What a machine reads on a box is a suggestion; without it the photograph serves."""

import json

import pytest
from django.urls import reverse

from shouwang.desk.base.jobs import run_due
from shouwang.desk.base.models import Job
from shouwang.desk.medicine.actions.items import add_item_picture, complete_item
from shouwang.desk.medicine.items import box_reading
from shouwang.desk.medicine.models import Item, ItemPicture
from tests.desk.conftest import TEN
from tests.desk.medicine.items_scene import photograph
from tests.desk.medicine.test_items_pages import op, text

READ = {"name": "苯磺酸氨氯地平片", "strength": "10mg", "pack": "7片", "maker": "甲厂", "form": "片"}


@pytest.fixture
def item(item_for, granny_wu) -> Item:
    return item_for(granny_wu, "络活喜", 1)


@pytest.fixture
def machine(monkeypatch) -> dict[str, str]:
    """The extra is installed, and reads this on every photograph."""
    read = dict(READ)
    monkeypatch.setattr(box_reading, "can_read_photographs", lambda: True)
    monkeypatch.setattr(box_reading, "read_photograph", lambda jpeg: read if jpeg.startswith(b"\xff\xd8") else {})
    return read


def test_without_the_extra_nothing_is_queued_and_the_photograph_serves(item, zhao, monkeypatch):
    monkeypatch.setattr(box_reading, "can_read_photographs", lambda: False)

    add_item_picture(item=item, upload=photograph(), by=zhao, at=TEN)

    assert not Job.objects.filter(kind=box_reading.READ_BOX).exists()
    assert "picture" not in Item.objects.get().missing


def test_what_was_read_is_one_tap_and_changes_nothing_by_itself(item, zhao, as_, machine, formulary):
    add_item_picture(item=item, upload=photograph(), by=zhao, at=TEN)
    run_due(TEN)

    assert json.loads(ItemPicture.objects.get().read) == READ
    assert Item.objects.get().strength == ""
    page = text(as_(zhao).get(reverse("medicine:items")))
    assert f"drug:{formulary['氨氯地平 10mg'].pk}" in page
    assert "On the box: 氨氯地平（络活喜） 10mg×7片" in page


def test_what_the_formulary_does_not_know_can_be_taken_over_as_it_was_read(item, zhao, as_, machine):
    machine |= {"name": "示例沙坦片", "strength": "80mg"}
    shown = add_item_picture(item=item, upload=photograph(), by=zhao, at=TEN)
    run_due(TEN)

    where = reverse("medicine:answer_item", args=[item.pk])
    as_(zhao).post(where, {"choice": f"read:{shown.pk}", **op()})

    stored = Item.objects.get()
    assert (stored.name, stored.strength, stored.maker) == ("示例沙坦片", "80mg", "甲厂")


def test_a_box_that_says_another_strength_is_loud(item, zhao, as_, machine):
    complete_item(item=item, strength="5mg", form="片", by=zhao, at=TEN)
    add_item_picture(item=item, upload=photograph(), by=zhao, at=TEN)
    run_due(TEN)

    assert "The photographed box says 10mg." in text(as_(zhao).get(reverse("medicine:item", args=[item.pk])))


def test_read_twice_it_is_read_once(item, zhao, machine):
    shown = add_item_picture(item=item, upload=photograph(), by=zhao, at=TEN)
    run_due(TEN)

    machine |= {"strength": "99mg"}
    told = {"community_id": str(shown.community_id), "shown": str(shown.pk)}
    assert box_reading.read_box(at=TEN, **told) is None


def test_a_photograph_on_which_nothing_is_read_stays_without(item, zhao, machine):
    machine.clear()
    add_item_picture(item=item, upload=photograph(), by=zhao, at=TEN)
    run_due(TEN)

    assert ItemPicture.objects.get().read == ""
