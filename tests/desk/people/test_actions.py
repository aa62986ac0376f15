"""The register's use-cases: what is done, what is refused, and what saying it twice does."""

import pytest

from shouwang.desk.base.models import Event, SearchToken
from shouwang.desk.people.actions import contacts, estate, facts, households, links, looks, persons
from shouwang.desk.people.actions.shapes import DoorShape, regular, shape_of
from shouwang.desk.people.models import Building, Door, FactKind, Household, Person
from tests.desk.conftest import member


def kinds() -> list[str]:
    return list(Event.objects.filter(kind__startswith="people.").order_by("seq").values_list("kind", flat=True))


# The estate


def test_add_building_makes_its_doors_with_floors_and_places(zhao, ten):
    building = estate.add_building(
        code="5", doors=regular(floors=range(1, 4), units=["1", "2"], doors=2), by=zhao, at=ten
    )

    assert building.doors.count() == 12
    door = Door.objects.get(label="5-2-302")
    assert (door.unit, door.room, door.floor, door.position) == ("2", "302", 3, 2)
    assert kinds() == ["people.building_added"]


def test_a_building_without_numbers_keeps_its_own_names(zhao, ten):
    estate.add_building(code="92号院", doors=[shape_of("8楼东"), shape_of("8楼西")], by=zhao, at=ten)

    east, west = Door.objects.get(label="92号院8楼东"), Door.objects.get(label="92号院8楼西")
    assert (east.floor, west.floor) == (8, 8)
    assert west.position < east.position


def test_a_building_is_added_once(zhao, ten):
    estate.add_building(code="5", doors=[], by=zhao, at=ten)

    with pytest.raises(estate.BuildingExists):
        estate.add_building(code="5", doors=regular(floors=[1], units=[""], doors=1), by=zhao, at=ten)
    assert not Door.objects.exists()


def test_a_door_is_added_once(zhao, ten, doors):
    three = Building.objects.get(code="3")
    estate.add_door(building=three, shape=DoorShape("503", "2", 5, 3), by=zhao, at=ten)

    with pytest.raises(estate.DoorExists, match="3-2-501"):
        estate.add_door(building=three, shape=DoorShape("501", "2"), by=zhao, at=ten)
    assert Door.objects.filter(label="3-2-503").count() == 1


def test_an_alias_means_one_door(zhao, ten, doors):
    estate.add_alias(door=doors["3-2-501"], alias=" 老 周家 ", by=zhao, at=ten)
    estate.add_alias(door=doors["3-2-501"], alias="老周家", by=zhao, at=ten)

    with pytest.raises(estate.AliasTaken, match="3-2-501"):
        estate.add_alias(door=doors["3-2-402"], alias="老周家", by=zhao, at=ten)
    assert kinds() == ["people.alias_added"]


def test_a_building_goes_into_a_grid_and_the_grid_gets_a_lead(zhao, qian, ten, doors):
    from shouwang.desk.base.models import Membership

    one = Building.objects.get(code="1")
    grid = estate.add_grid(name="Grid 1", by=zhao, at=ten)
    estate.assign_building(building=one, grid=grid, by=zhao, at=ten)
    estate.assign_building(building=one, grid=grid, by=zhao, at=ten)
    estate.appoint_lead(grid=grid, member=Membership.objects.get(pk=qian.membership_id), by=zhao, at=ten)

    assert Door.objects.visible_to(qian).count() == 4
    assert kinds() == ["people.grid_added", "people.building_assigned", "people.lead_appointed"]
    with pytest.raises(estate.GridExists):
        estate.add_grid(name="Grid 1", by=zhao, at=ten)


def test_a_helper_or_somebody_of_elsewhere_leads_no_grid(zhao, lin, feng, ten, doors):
    from shouwang.desk.base.models import Membership

    grid = estate.add_grid(name="Grid 1", by=zhao, at=ten)
    for other in (lin, feng):
        with pytest.raises(estate.NotALead):
            estate.appoint_lead(grid=grid, member=Membership.objects.get(pk=other.membership_id), by=zhao, at=ten)


# Households


def test_add_household_refuses_a_second_one_unless_it_is_meant(zhao, ten, granny_wu):
    with pytest.raises(households.SomebodyLivesThere):
        households.add_household(door=granny_wu.door, by=zhao, at=ten)

    beside = households.add_household(door=granny_wu.door, beside=True, by=zhao, at=ten)
    assert beside.door == granny_wu.door


def test_a_household_is_learned_from_a_need_where_the_register_has_no_such_door(zhao, ten):
    learned = households.learn_household(
        building="8", unit="1", room="302", name="李试试", phone="13000000177", by=zhao, at=ten
    )
    again = households.learn_household(building="8", unit="1", room="302", name="李试试", by=zhao, at=ten)

    assert again == learned
    assert (learned.is_learned, str(learned), learned.persons.get().name) == (True, "8-1-302", "李试试")
    assert learned.door.floor == 3
    assert kinds() == [
        "people.building_added", "people.door_added", "people.household_learned", "people.person_added",
    ]  # fmt: skip


def test_what_is_registered_is_not_learned_again(zhao, ten, granny_wu):
    assert households.learn_household(building="3", unit="2", room="501", name="别人", by=zhao, at=ten) == granny_wu
    assert granny_wu.persons.count() == 1


def test_a_learned_household_becomes_the_registered_one(zhao, ten, doors):
    learned = households.learn_household(building="3", unit="2", room="501", by=zhao, at=ten)

    registered = households.add_household(door=doors["3-2-501"], by=zhao, at=ten)

    assert registered == learned
    assert not Household.objects.get().is_learned
    households.confirm_household(household=registered, by=zhao, at=ten)
    assert kinds().count("people.household_confirmed") == 1


def test_a_move_is_kept_and_said_once(zhao, ten, granny_wu, doors):
    for _twice in range(2):
        households.move_household(household=granny_wu, to_door=doors["3-2-402"], by=zhao, at=ten)

    assert str(Household.objects.get(pk=granny_wu.pk)) == "3-2-402"
    (move,) = granny_wu.moves.all()
    assert (str(move.from_door), str(move.to_door)) == ("3-2-501", "3-2-402")


def test_who_left_is_not_found_and_not_moved(zhao, ten, granny_wu, doors):
    persons.index_person(granny_wu.persons.get())
    households.leave_household(household=granny_wu, by=zhao, at=ten)

    assert not SearchToken.objects.exists()
    with pytest.raises(households.AlreadyLeft):
        households.move_household(household=granny_wu, to_door=doors["3-2-402"], by=zhao, at=ten)
    with pytest.raises(households.AlreadyLeft):
        households.leave_household(household=granny_wu, by=zhao, at=ten)
    with pytest.raises(links.NobodyThere):
        links.make_link(household=granny_wu, by=zhao, at=ten)


# Persons


def test_add_person_needs_a_name(zhao, ten, granny_wu):
    with pytest.raises(persons.NameMissing):
        persons.add_person(household=granny_wu, name="  ", by=zhao, at=ten)


def test_one_identity_number_is_one_person(zhao, ten, granny_wu, old_he):
    persons.add_person(household=granny_wu, name="吴样例", identity="990000194803150019", by=zhao, at=ten)

    with pytest.raises(persons.IdentityTaken):
        persons.change_person(person=old_he.persons.get(), identity="990000194803150019", by=zhao, at=ten)
    assert not Person.objects.get(household=old_he).identity


def test_a_household_has_one_head(zhao, ten, granny_wu):
    son = persons.add_person(household=granny_wu, name="吴样例", by=zhao, at=ten)
    persons.change_person(person=son, is_head=True, by=zhao, at=ten)

    assert [one.name for one in granny_wu.persons.filter(is_head=True)] == ["吴样例"]


def test_what_stays_the_same_is_no_change(zhao, ten, granny_wu):
    persons.change_person(person=granny_wu.persons.get(), name="吴 虚构", phones="13000000101", by=zhao, at=ten)

    assert kinds() == []


def test_an_event_names_the_fields_and_not_what_stands_in_them(zhao, ten, granny_wu):
    persons.change_person(person=granny_wu.persons.get(), phones="13000000188", remark="怕狗", by=zhao, at=ten)

    event = Event.objects.get(kind="people.person_changed")
    assert event.data == {"fields": ["phones", "remark"]}


def test_whoever_is_gone_is_not_found_and_not_changed(zhao, ten, granny_wu):
    wu = granny_wu.persons.get()
    persons.index_person(wu)
    for _twice in range(2):
        persons.remove_person(person=wu, by=zhao, at=ten)

    assert not SearchToken.objects.exists()
    assert kinds() == ["people.person_gone"]
    with pytest.raises(persons.IsGone):
        persons.change_person(person=wu, name="别的", by=zhao, at=ten)


# Facts, contacts, looks


def test_a_fact_says_what_by_whom_and_when_and_is_noted_once(zhao, ten, granny_wu):
    wu = granny_wu.persons.get()
    for _twice in range(2):
        fact = facts.state_fact(
            person=wu, kind=FactKind.MEDICINE, detail="二甲双胍", stated_by="daughter", by=zhao, at=ten
        )

    assert (fact.detail, fact.stated_by, fact.stated_at, fact.noted_by) == ("二甲双胍", "daughter", ten, zhao.account)
    assert wu.facts.count() == 1
    assert "二甲" not in str(Event.objects.get(kind="people.fact_stated").data)


def test_takes_medicine_without_saying_which_is_refused(zhao, ten, granny_wu):
    with pytest.raises(facts.DetailMissing):
        facts.state_fact(person=granny_wu.persons.get(), kind=FactKind.MEDICINE, stated_by="she", by=zhao, at=ten)


def test_a_fact_ends_once_and_may_be_stated_anew(zhao, ten, granny_wu):
    wu = granny_wu.persons.get()
    fact = facts.state_fact(person=wu, kind=FactKind.WHEELCHAIR, stated_by="she", by=zhao, at=ten)
    for _twice in range(2):
        facts.end_fact(fact=fact, by=zhao, at=ten)
    facts.state_fact(person=wu, kind=FactKind.WHEELCHAIR, stated_by="she", by=zhao, at=ten)

    assert wu.facts.count() == 2
    assert kinds() == ["people.fact_stated", "people.fact_ended", "people.fact_stated"]


def test_a_contact_is_added_once_and_taken_off_once(zhao, ten, granny_wu):
    wu = granny_wu.persons.get()
    for _twice in range(2):
        contact = contacts.add_contact(person=wu, name="吴样例", phone="13000000166", stated_by="she", by=zhao, at=ten)
    for _twice in range(2):
        contacts.remove_contact(contact=contact, by=zhao, at=ten)

    assert kinds() == ["people.contact_added", "people.contact_removed"]
    with pytest.raises(contacts.NobodyToCall):
        contacts.add_contact(person=wu, stated_by="she", by=zhao, at=ten)


def test_looking_is_one_event_in_ten_minutes_for_each_who_looks(zhao, qian, ten, granny_wu, wu_at_home):
    for who in (zhao, zhao, qian):
        looks.note_look(household=granny_wu, by=who, at=ten)
    looks.note_look(household=granny_wu, by=zhao, at=ten + looks.ONE_LOOK)
    looks.note_look(household=granny_wu, by=wu_at_home, at=ten)

    seen = Event.objects.filter(kind="people.looked", household_id=granny_wu.pk).order_by("seq")
    assert [event.account for event in seen] == [zhao.account, qian.account, zhao.account]


def test_typing_on_is_no_new_search_while_it_shows_nobody_new(zhao, ten, granny_wu, old_he):
    looks.note_search(found=[granny_wu.pk], by=zhao, at=ten)
    looks.note_search(found=[granny_wu.pk], by=zhao, at=ten)
    looks.note_search(found=[granny_wu.pk, old_he.pk], by=zhao, at=ten)

    assert [event.data["found"] for event in Event.objects.filter(kind="people.searched").order_by("seq")] == [
        [str(granny_wu.pk)], [str(old_he.pk)],
    ]  # fmt: skip


def test_a_member_without_a_grid_sees_no_doors(banyan, ten, doors):
    from shouwang.desk.base.roles import Role

    nobody = member(banyan, "New", Role.GRID_LEAD)
    assert not Door.objects.visible_to(nobody).exists()
