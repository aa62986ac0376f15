"""The register's pages: what the desk sees and does, without scripts; what is another's does not exist."""

import re
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.base.models import Event, Link
from shouwang.desk.base.models.links import Scope
from shouwang.desk.base.roles import Role
from shouwang.desk.people.actions import contacts, facts, households, links, persons
from shouwang.desk.people.models import Building, Door, FactKind, Grid, Household, Import, Person
from shouwang.desk.people.panels import PANELS, Panel
from tests.desk.conftest import make_household, member
from tests.desk.people.conftest import sheet

OUTSIDERS = (Role.HELPER, Role.GUARD, Role.DISTRICT, Role.ADMINISTRATOR)


def send(browser, address, **data):
    """Send a form as a browser without scripts does."""
    return browser.post(address, {"op_id": str(uuid4()), **data})


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def wu(granny_wu, zhao, ten) -> Person:
    """Granny Wu, with facts and a contact."""
    person = granny_wu.persons.get()
    for kind, detail in ((FactKind.LIVES_ALONE, ""), (FactKind.MEDICINE, "门冬胰岛素")):
        facts.state_fact(person=person, kind=kind, detail=detail, stated_by="herself", by=zhao, at=ten)
    contacts.add_contact(
        person=person, name="吴样例", relation="女儿", phone="13000000166", stated_by="herself", by=zhao, at=ten
    )
    return person


# The house plan and the lists


def test_the_house_plan_counts_every_door_once(as_, zhao, doors, granny_wu, old_he):
    page = as_(zhao).get("/people/plan", {"ask": "people"})

    assert page.content.count(b"<rect class=") - page.content.count(b'aria-hidden="true"><rect') == 4
    counts = [int(count) for count in re.findall(r'<b class="num">(\d+)</b></li>', page.content.decode())]
    assert sum(counts) == 4
    assert f'href="/people/households/{granny_wu.pk}/"' in page.content.decode()
    assert f'href="/people/doors/{doors["3-2-402"].pk}/"' in page.content.decode()


def test_the_plan_comes_alone_for_other_pages(as_, zhao, doors):
    part = as_(zhao).get("/people/plan", {"ask": "people", "part": "1"})

    assert b"<html" not in part.content
    assert b'id="plan"' in part.content


def test_a_plan_that_looks_the_same_does_not_travel_again(as_, zhao, doors, granny_wu):
    desk = as_(zhao)
    refresh = re.search(r'hx-get="([^"]+seen=\w+)"', desk.get("/people/plan", {"ask": "people"}).content.decode())
    assert refresh
    address = refresh[1].replace("&amp;", "&")
    assert desk.get(address).status_code == 204

    make_household(doors["3-2-402"], "样本")

    assert desk.get(address).status_code == 200


def test_an_unknown_question_is_answered_with_the_first(as_, zhao, doors):
    assert as_(zhao).get("/people/plan", {"ask": "nonsense"}).status_code == 200


def test_a_grid_lead_sees_their_own_buildings(as_, qian, doors, old_he):
    page = as_(qian).get("/people/").content.decode()

    assert "Building 3" in page
    assert "Building 1" not in page


def test_the_list_of_a_building_names_who_lives_there(as_, zhao, wu, doors):
    page = text_of(as_(zhao).get("/people/", {"building": str(Building.objects.get(code="3").pk)}))

    assert "3-2-501 吴虚构 lives alone · health facts" in page
    assert "门冬胰岛素" not in page
    assert "3-2-402 nobody registered" in page


def test_the_plan_costs_the_same_for_ten_times_as_many_doors(as_, zhao, doors, django_assert_max_num_queries):
    three = Building.objects.get(code="3")
    made = [
        Door(community=three.community, building=three, unit="9", room=f"{n}01", floor=n, label=f"3-9-{n}01")
        for n in range(1, 60)
    ]
    for door in Door.objects.bulk_create(made)[:30]:
        make_household(door, "样本")
    browser = as_(zhao)
    with django_assert_max_num_queries(20):
        browser.get("/people/", {"building": str(three.pk)})


# A household's record


def test_the_record_tells_what_is_stated_by_whom_and_what_follows(as_, zhao, wu, granny_wu):
    page = text_of(as_(zhao).get(f"/people/households/{granny_wu.pk}/"))

    assert "takes medicine · 门冬胰岛素 health says herself" in page
    assert "over 80 and alone stated" in page
    assert "medicine must stay cold" in page
    assert "吴样例 女儿 13000000166" in page
    assert "Zhao noted what was stated: lives alone." in page


def test_opening_a_record_is_told_to_the_household(as_, qian, granny_wu, wu_at_home):
    as_(qian).get(f"/people/households/{granny_wu.pk}/")

    page = text_of(as_(wu_at_home).get(reverse("needs:my_page")))
    assert re.search(r"Who looked at your record .* \d\d:\d\d Qian", page)


def test_other_capabilities_show_their_panels(as_, zhao, granny_wu, monkeypatch):
    mine = Panel("desk", 1, "people/_who_looked.html", lambda *_asked: {"looks": []})
    monkeypatch.setattr("shouwang.desk.people.panels.PANELS", [*PANELS, mine])

    assert "Who looked at your record" in text_of(as_(zhao).get(f"/people/households/{granny_wu.pk}/"))


def test_the_record_costs_the_same_for_a_large_household(as_, zhao, granny_wu, ten, django_assert_max_num_queries):
    for number in range(12):
        person = persons.add_person(household=granny_wu, name=f"吴样{number}", by=zhao, at=ten)
        facts.state_fact(person=person, kind=FactKind.DIET, detail="清淡", stated_by="she", by=zhao, at=ten)
        contacts.add_contact(person=person, name="甲", stated_by="she", by=zhao, at=ten)
    browser = as_(zhao)
    browser.get(f"/people/households/{granny_wu.pk}/")
    with django_assert_max_num_queries(30):
        browser.get(f"/people/households/{granny_wu.pk}/")


def test_a_person_is_added_and_changed_without_scripts(as_, zhao, granny_wu):
    desk = as_(zhao)
    added = send(desk, f"/people/households/{granny_wu.pk}/persons", name="吴样例", phones="13000000177\n13000000178",
                 identity="990000197906200035", is_resident="on")  # fmt: skip
    assert added.status_code == 302
    son = granny_wu.persons.get(is_head=False)
    assert (son.name, son.phones, son.born_year, son.sex) == ("吴样例", "13000000177\n13000000178", 1979, "m")

    changed = send(desk, f"/people/persons/{son.pk}/", name="吴样例", phones="13000000177", identity=son.identity,
                   born_year="1979", sex="m")  # fmt: skip
    assert changed.status_code == 302
    son.refresh_from_db()
    assert (son.phones, son.is_resident) == ("13000000177", False)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("phones", "1300000010", "no whole telephone number"),
        ("identity", "990000198707070101", "check digit does not fit"),
        ("born_year", "1700", "greater than or equal to 1900"),
        ("name", "", "This field is required"),
    ],
)
def test_what_cannot_be_right_gets_a_sentence_and_changes_nothing(as_, zhao, granny_wu, field, value, sentence):
    answer = send(as_(zhao), f"/people/households/{granny_wu.pk}/persons", **{"name": "吴样例", field: value})

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert granny_wu.persons.count() == 1


def test_a_fact_is_stated_and_ended(as_, zhao, granny_wu):
    desk, person = as_(zhao), granny_wu.persons.get()
    assert (
        send(desk, f"/people/persons/{person.pk}/facts", kind="diet", detail="低盐", stated_by="daughter").status_code
        == 302
    )
    fact = person.facts.get()
    assert send(desk, f"/people/facts/{fact.pk}/end").status_code == 302

    assert "until" in text_of(desk.get(f"/people/households/{granny_wu.pk}/"))
    refused = send(desk, f"/people/persons/{person.pk}/facts", kind="diet", stated_by="daughter")
    assert (refused.status_code, "Write which one" in text_of(refused)) == (422, True)


def test_whom_to_call_is_added_and_taken_off(as_, zhao, granny_wu):
    desk, person = as_(zhao), granny_wu.persons.get()
    send(desk, f"/people/persons/{person.pk}/contacts", name="吴样例", phone="13000000166", stated_by="she")
    send(desk, f"/people/contacts/{person.contacts.get().pk}/remove")

    assert "吴样例" not in text_of(desk.get(f"/people/households/{granny_wu.pk}/"))


def test_saying_it_twice_does_it_once(as_, zhao, granny_wu):
    desk, said = as_(zhao), str(uuid4())
    for _twice in range(2):
        desk.post(f"/people/households/{granny_wu.pk}/persons", {"op_id": said, "name": "吴样例"})

    assert granny_wu.persons.count() == 2


def test_a_household_moves_and_the_page_remembers_from_where(as_, zhao, granny_wu, doors):
    desk = as_(zhao)
    assert send(desk, f"/people/households/{granny_wu.pk}/move", door="3栋2单元402").status_code == 302
    assert "3-2-501 → 3-2-402" in text_of(desk.get(f"/people/households/{granny_wu.pk}/"))

    lost = send(desk, f"/people/households/{granny_wu.pk}/move", door="7-7-777")
    assert (lost.status_code, "has no door" in text_of(lost)) == (422, True)


def test_a_household_is_registered_behind_a_door(as_, zhao, doors):
    desk = as_(zhao)
    answer = send(desk, "/people/households/new", door="3-2-402", name="郑示例", phones="13000000188")

    household = Household.objects.get()
    assert answer["Location"] == f"/people/households/{household.pk}/"
    assert household.persons.get().name == "郑示例"
    again = send(desk, "/people/households/new", door="3-2-402", name="别人")
    assert (again.status_code, "already registered" in text_of(again)) == (422, True)
    assert desk.get(f"/people/doors/{doors['3-2-402'].pk}/")["Location"] == f"/people/households/{household.pk}/"


# The card


def test_a_card_opens_the_households_own_page_once_shown_and_until_closed(as_, client, zhao, granny_wu):
    desk = as_(zhao)
    card = send(desk, f"/people/households/{granny_wu.pk}/link")
    token = re.search(r"/l#([\w-]{20,})", card.content.decode())
    assert token
    assert b"<svg" in card.content
    assert "style=" not in card.content.decode().split('class="qr"')[1].split("</div>")[0]
    link = Link.objects.get(scope=Scope.HOUSEHOLD)
    assert 89 <= (link.expires_at - timezone.now()).days <= 90
    assert token[1] not in desk.get(f"/people/households/{granny_wu.pk}/").content.decode()

    assert client.post("/l", {"code": token[1]}).status_code == 302
    send(desk, f"/people/links/{link.pk}/revoke")
    link.refresh_from_db()
    assert link.revoked_at


# The estate


def test_a_building_of_an_odd_shape_is_added_with_one_form(as_, zhao, banyan):
    answer = send(as_(zhao), "/people/estate/buildings", code="7", lowest="1", highest="6", units="2", doors="2",
                  except_floors="4", missing="101, 2-602", single="2-701\n平房1号")  # fmt: skip

    assert answer.status_code == 302
    labels = set(Building.objects.get().doors.values_list("label", flat=True))
    assert len(labels) == 5 * 4 - 2 - 1 + 2
    assert {"7-1-602", "7-2-701", "7平房1号"} <= labels
    assert not {"7-1-101", "7-2-602", "7-1-401"} & labels


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "Give floors and doors a floor"),
        ({"highest": "6"}, "Give both"),
        ({"lowest": "9", "highest": "2", "doors": "2"}, "below the lowest"),
        ({"highest": "100", "doors": "40", "units": "9"}, "too many"),
        ({"highest": "3", "doors": "2", "except_floors": "four"}, "Write floors as numbers"),
    ],
)
def test_a_building_that_cannot_be_gets_a_sentence(as_, zhao, banyan, said, sentence):
    answer = send(as_(zhao), "/people/estate/buildings", code="7", **said)

    assert (answer.status_code, sentence in text_of(answer)) == (422, True)
    assert not Building.objects.exists()


def test_doors_aliases_grids_and_leads_are_kept_in_order(as_, zhao, qian, doors):
    desk, one = as_(zhao), Building.objects.get(code="1")
    send(desk, f"/people/estate/buildings/{one.pk}/doors", room="102", unit="1")
    send(desk, f"/people/estate/buildings/{one.pk}/aliases", door="1-1-102", alias="传达室对面")
    send(desk, "/people/estate/grids", name="Grid 1")
    grid = Grid.objects.get(name="Grid 1")
    send(desk, f"/people/estate/buildings/{one.pk}/grid", grid=str(grid.pk))
    send(desk, f"/people/estate/grids/{grid.pk}/lead", member=str(qian.membership_id))

    page = text_of(as_(qian).get(f"/people/estate/buildings/{one.pk}/"))
    assert "1-1-102 1 传达室对面" in page
    assert "Qian" in text_of(desk.get("/people/estate/"))


# Importing


def upload(browser, data: bytes, name: str = "台账.csv", kind: str = "ledger"):
    file = SimpleUploadedFile(name, data)
    return browser.post("/people/imports/new", {"op_id": str(uuid4()), "kind": kind, "file": file})


def test_a_sheet_is_uploaded_settled_taken_over_and_undone_without_scripts(as_, zhao, ledger):
    desk = as_(zhao)
    address = upload(desk, ledger, "台账.xlsx")["Location"]
    page = text_of(desk.get(address))
    assert "15 rows received = 6 accepted + 3 to be settled + 6 left out" in page
    assert "7 households, 9 people; the rows give 6 and 9" in page
    assert "its last digits are lost" in page

    batch = Import.objects.get()
    send(desk, f"/people/imports/rows/{batch.rows.get(number=6).pk}", decision="take", door="3-2-501")
    send(desk, f"/people/imports/rows/{batch.rows.get(number=7).pk}", decision="take")
    send(desk, f"/people/imports/rows/{batch.rows.get(number=10).pk}", decision="leave")
    assert "8 accepted + 0 to be settled + 7 left out" in text_of(desk.get(address))
    assert "8 rows were taken over" in text_of(desk.post(f"{address}apply", {"op_id": str(uuid4())}, follow=True))
    assert Person.objects.count() == 8
    assert "already known" in text_of(desk.get(upload(desk, ledger, "台账.xlsx")["Location"]))

    assert "as it was before" in text_of(desk.post(f"{address}undo", {"op_id": str(uuid4())}, follow=True))
    assert not Person.objects.exists()


def test_a_row_is_corrected_in_full(as_, zhao, ledger):
    desk = as_(zhao)
    upload(desk, ledger, "台账.xlsx")
    row = Import.objects.get().rows.get(number=10)
    form = desk.get(f"/people/imports/rows/{row.pk}")
    assert "3-2-701" in form.content.decode()

    wrong = send(desk, f"/people/imports/rows/{row.pk}", decision="take", door="3-2-701", name="单演示", phones="130")
    assert (wrong.status_code, "no whole telephone" in text_of(wrong)) == (422, True)
    right = send(desk, f"/people/imports/rows/{row.pk}", decision="take", door="3-2-701", name="单演示", is_head="on",
                 phones="13000000110", is_resident="on")  # fmt: skip
    assert right.status_code == 302
    row.refresh_from_db()
    assert (row.outcome, row.reason) == ("new", "")


def test_a_column_is_corrected_and_a_column_of_pins_is_never_shown(as_, zhao, banyan):
    desk = as_(zhao)
    data = sheet(
        ("3栋2单元", "501", "吴虚构", "13000000101", "864213"), head=("楼栋", "房号", "姓名", "怎么联系", "医保卡密码")
    )
    address = upload(desk, data)["Location"]
    page = desk.get(address)
    assert "864213" not in page.content.decode()
    assert "secret codes: never read" in text_of(page)

    send(desk, f"{address}columns", column_A="building", column_B="room", column_C="name", column_D="phone")

    assert "telephone 13000000101" in text_of(desk.get(address))


@pytest.mark.parametrize(("data", "sentence"), [(b"%PDF-1.4", "Excel, WPS or CSV"), (b"\xff\xd8\xff", "a picture")])
def test_a_file_that_is_no_table_gets_a_sentence(as_, zhao, banyan, data, sentence):
    answer = upload(as_(zhao), data)

    assert (answer.status_code, sentence in text_of(answer)) == (422, True)


def test_a_grid_lead_sees_of_other_grids_only_what_the_sheet_itself_says(as_, zhao, qian, old_he):
    lead, coordinator = as_(qian), as_(zhao)
    address = upload(lead, sheet(("1栋1单元", "101", "何示例", "何示例", "户主", "", "", "13000000156")))["Location"]
    coordinator.get(address)
    send(coordinator, f"{address}apply")

    page = text_of(lead.get(address))
    assert "何示例" in page
    assert "13000000102" not in page  # what was known before, of a household that is not theirs


# Who may not


@pytest.fixture
def everything_of(zhao, ten, wu, ledger, as_):
    """Addresses of Banyan Court's own things, to be tried by others."""
    household, fact, contact = wu.household, wu.facts.all()[0], wu.contacts.get()
    link, _token = links.make_link(household=household, by=zhao, at=ten)
    upload(as_(zhao), ledger, "台账.xlsx")
    batch, building = Import.objects.get(), household.door.building
    row = batch.rows.get(number=7)
    seen = [
        f"/people/households/{household.pk}/", f"/people/persons/{wu.pk}/", f"/people/doors/{household.door_id}/",
        f"/people/estate/buildings/{building.pk}/", f"/people/imports/{batch.pk}/", f"/people/imports/rows/{row.pk}",
    ]  # fmt: skip
    done = [
        *(f"/people/households/{household.pk}/{what}" for what in ("move", "leave", "confirm", "persons", "link")),
        f"/people/links/{link.pk}/revoke", f"/people/persons/{wu.pk}/", f"/people/persons/{wu.pk}/gone",
        f"/people/persons/{wu.pk}/facts", f"/people/persons/{wu.pk}/contacts", f"/people/facts/{fact.pk}/end",
        f"/people/contacts/{contact.pk}/remove", f"/people/estate/buildings/{building.pk}/doors",
        f"/people/estate/buildings/{building.pk}/aliases", f"/people/estate/buildings/{building.pk}/grid",
        f"/people/estate/grids/{building.grid_id}/lead", f"/people/imports/rows/{row.pk}",
        *(f"/people/imports/{batch.pk}/{what}" for what in ("columns", "settle", "apply", "drop", "undo")),
    ]  # fmt: skip
    return seen, done


def without_ids(answer) -> str:
    """An answer's body without what differs from page to page anyway."""
    return re.sub(r"[0-9a-f-]{36}|[\w-]{64}", "", answer.content.decode())


def test_another_community_finds_nothing_here_and_the_answer_says_no_more(as_, everything_of, feng):
    stranger, events = as_(feng), Event.objects.count()
    for address in everything_of[0]:
        nowhere = re.sub(r"[0-9a-f-]{36}", str(UUID(int=0)), address)
        answer = stranger.get(address)
        assert answer.status_code == 404, address
        assert without_ids(answer) == without_ids(stranger.get(nowhere)), address
    for address in everything_of[1]:
        assert send(stranger, address, decision="take", name="x").status_code == 404, address
    assert Event.objects.count() == events


@pytest.mark.parametrize("role", OUTSIDERS)
def test_helpers_guards_the_district_and_administrators_see_nothing_here(as_, everything_of, banyan, role):
    outsider = as_(member(banyan, "Out", role))
    pages = (
        "/people/",
        "/people/find?q=吴",
        "/people/plan",
        "/people/imports/",
        "/people/estate/",
        "/people/households/new",
    )
    for address in (*pages, *everything_of[0]):
        assert outsider.get(address).status_code == 404, address
    for address in everything_of[1]:
        assert send(outsider, address).status_code == 404, address


def test_a_household_sees_nothing_of_the_register_but_its_own_page(as_, everything_of, wu_at_home):
    for address in everything_of[0]:
        assert as_(wu_at_home).get(address).status_code == 404, address


def test_a_grid_lead_of_elsewhere_finds_nothing_here(as_, everything_of, banyan):
    other = as_(member(banyan, "Other", Role.GRID_LEAD))
    for address in everything_of[0]:
        assert other.get(address).status_code == 404, address
    for address in everything_of[1]:
        assert send(other, address, decision="take").status_code == 404, address


def test_a_grid_lead_changes_no_buildings(as_, qian, doors):
    assert send(as_(qian), "/people/estate/buildings", code="8", highest="3", doors="2").status_code == 404
    assert not Building.objects.filter(code="8").exists()


def test_a_household_that_has_left_gets_no_card(as_, zhao, granny_wu, ten):
    households.leave_household(household=granny_wu, by=zhao, at=ten)

    answer = as_(zhao).post(f"/people/households/{granny_wu.pk}/link", {"op_id": str(uuid4())}, follow=True)
    assert "has left" in text_of(answer)
