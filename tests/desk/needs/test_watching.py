"""While somebody pastes, they see how it is read; nothing is written down before they say so."""

import pytest

from shouwang.desk.base.models import Event, Operation
from shouwang.desk.needs.models import Intake, Need

CHAIN = """#接龙
鸡蛋团 30枚一板

1. 3-2-501 吴 2板
2. 3-2-402 来点
3. 3-2-402 马 1板
"""


@pytest.fixture
def watch(as_, zhao, doors):
    browser = as_(zhao)
    return lambda **said: browser.post("/paste/watch/", {"text": CHAIN, **said})


def test_each_entry_stands_with_what_will_be_asked(watch):
    page = watch().content.decode()

    assert "Goods" in page
    assert "3 entries" in page
    assert "1 will be asked" in page
    assert '鸡蛋 <span class="num">3</span> 板' in page


def test_nothing_is_written_down(watch):
    before = Event.objects.count()
    watch()

    assert not Intake.objects.exists()
    assert not Need.objects.exists()
    assert not Operation.objects.exists()
    assert Event.objects.count() == before


def test_another_kind_is_read_as_that(watch):
    assert "Medicine" in watch(kind="medicine").content.decode()


def test_what_is_no_list_gets_its_sentence(watch):
    assert "No line of this reads like" in watch(text="你好，谢谢大家").content.decode()


def test_an_empty_box_shows_nothing(watch):
    answer = watch(text="")

    assert answer.status_code == 200
    assert "<li" not in answer.content.decode()


def test_a_long_list_is_shown_in_part_and_counted_whole(watch):
    chain = "#接龙\n鸡蛋团\n" + "\n".join(f"{n}. 3-2-501 吴{n} 1板" for n in range(1, 201))
    page = watch(text=chain).content.decode()

    assert "200 entries" in page
    assert page.count("<li") == 60
    assert "and 140 more" in page


def test_a_helper_reads_no_list(as_, lin):
    assert as_(lin).post("/paste/watch/", {"text": CHAIN}).status_code == 404
