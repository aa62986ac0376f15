"""One box finds people and doors, within what the asker may see; looking up is an event."""

from itertools import islice

import pytest

from shouwang.desk.base.models import Event
from shouwang.desk.people.actions import contacts, estate, persons
from shouwang.desk.people.bridge import name_tokens
from shouwang.desk.people.finding import find
from shouwang.drill.residents import households
from shouwang.reading import names


@pytest.fixture
def found_as(granny_wu, old_he, foreign_household):
    """What a search finds: the doors' labels and names, in order."""
    for household in (granny_wu, old_he, foreign_household):
        persons.index_person(household.persons.get())

    def ask(text, by):
        return [(one.label, *one.names) for one in find(text, by).results]

    return ask


WU, HE = ("3-2-501", "吴虚构"), ("1-1-101", "何示例")


@pytest.mark.parametrize(
    "text",
    ["吴虚构", "吴", "吴虚", "虚构", "wuxugou", "wu xugou", "WuXuGou", "wuxu", "wuxug", "wxg", "WXG", "xugou", "0101",
     "13000000101", "130 0000 0101", "3-2-501", "32501", "3栋2单元501", "3号楼2单元501室", "3#2-501", "３－２－５０１"],
)  # fmt: skip
def test_a_person_is_found_by_name_pinyin_initials_telephone_and_door(found_as, zhao, text):
    assert WU in found_as(text, zhao)
    assert HE not in found_as(text, zhao)


def test_every_name_is_found_by_each_beginning_of_its_characters():
    """However many readings a name has: 尉迟, typed, is looked for as often as its pinyin."""
    for name in [resident.name for family in islice(households(), 60) for resident in family]:
        wanted = {name[:length] for length in range(1, len(name) + 1)}
        wanted |= {names.surname_reading(name).replace(" ", ""), names.initials(name).lower()}
        assert wanted <= set(name_tokens(name)), name


def test_a_door_is_found_as_it_is_typed_the_exact_one_first(found_as, zhao):
    assert [label for label, *_names in found_as("3-", zhao)] == ["3-1-701", "3-2-501", "3-2-402"]
    assert found_as("3-2-402", zhao) == [("3-2-402",)]


def test_a_door_is_found_by_what_else_people_call_it(found_as, zhao, ten, doors):
    estate.add_alias(door=doors["3-2-501"], alias="小卖部楼上", by=zhao, at=ten)

    assert found_as("小卖部 楼上", zhao) == [WU]


@pytest.mark.parametrize("text", ["13000000177", "0177"])
def test_whoever_calls_about_somebody_is_known_by_their_number(found_as, zhao, qian, ten, granny_wu, old_he, text):
    mother, he = granny_wu.persons.get(), old_he.persons.get()
    about = {"stated_by": "daughter", "by": zhao, "at": ten}
    daughter = contacts.add_contact(person=mother, relation="daughter", phone="130 0000 0177", **about)
    contacts.add_contact(person=he, relation="son", phone="13000000178", **about)

    assert found_as(text, zhao) == [WU]
    assert found_as("0178", qian) == []
    contacts.remove_contact(contact=daughter, by=zhao, at=ten)
    assert found_as(text, zhao) == []


def test_the_end_of_a_telephone_is_found_before_rooms_of_that_number(found_as, zhao, ten, old_he):
    assert found_as("0102", zhao)[0] == HE


@pytest.mark.parametrize("text", ["", "   ", "zzzz", "9999", "%", "'", "(", "a" * 500, "\x00", "💊"])
def test_what_means_nothing_finds_nothing(found_as, zhao, text):
    assert found_as(text, zhao) == []


def test_a_grid_lead_finds_their_own_grid_alone(found_as, qian):
    assert found_as("吴", qian) == [WU]
    assert found_as("何示例", qian) == []
    assert found_as("0102", qian) == []
    assert found_as("1-1-101", qian) == []


@pytest.mark.parametrize("text", ["外样本", "wyb", "0199"])
def test_people_of_another_community_are_not_found(found_as, zhao, feng, text):
    assert found_as(text, zhao) == []
    assert found_as(text, feng) == [("3-2-501", "外样本")]


def test_searching_costs_a_bounded_number_of_queries(found_as, zhao, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        found_as("3-2", zhao)


def test_enter_opens_the_only_one(found_as, as_, zhao, granny_wu):
    answer = as_(zhao).get("/people/find", {"q": "wxg"})

    assert answer.status_code == 302
    assert answer["Location"] == f"/people/households/{granny_wu.pk}/"


def test_enter_without_a_list_shows_the_list_and_with_one_opens_the_first(found_as, as_, zhao, granny_wu):
    desk = as_(zhao)
    page = desk.get("/people/find", {"q": "3-2"})
    assert b"3-2-402" in page.content

    assert desk.get("/people/find", {"q": "3-2", "listed": "1"})["Location"] == f"/people/households/{granny_wu.pk}/"


def test_while_typing_the_answer_is_a_part(found_as, as_, zhao):
    part = as_(zhao).get("/people/find", {"q": "吴"}, headers={"HX-Request": "true"})

    assert "吴虚构" in part.content.decode()
    assert b"<html" not in part.content


def test_looking_up_is_an_event_that_holds_no_words(found_as, as_, zhao, granny_wu):
    as_(zhao).get("/people/find", {"q": "吴"}, headers={"HX-Request": "true"})

    event = Event.objects.get(kind="people.searched")
    assert event.data == {"found": [str(granny_wu.pk)]}
    assert event.account == zhao.account


def test_helpers_have_no_search(found_as, as_, lin):
    assert as_(lin).get("/people/find", {"q": "吴"}).status_code == 404
