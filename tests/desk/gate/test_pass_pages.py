"""Passes at the desk and on a household's screen: issued on a page, listed, taken back, printed, shown with digits."""

import re
import subprocess
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.base.models import Event
from shouwang.desk.base.roles import Role
from shouwang.desk.gate.actions.passes import Order, issue_pass, issue_passes, revoke_pass
from shouwang.desk.gate.models import IssuedPass, PassScope
from shouwang.desk.gate.passes.forms import MOMENT
from shouwang.desk.gate.passes.reading import read_pass
from shouwang.desk.gate.views import pass_paper
from tests.desk.conftest import make_household, member
from tests.desk.gate.test_pages import words
from tests.desk.gate.test_pass_lists import order_of

LIST, ISSUE, MANY, PRINT, MINE = (
    reverse(f"gate:{name}") for name in ("passes", "issue_pass", "issue_passes", "passes_pdf", "my_pass")
)


@pytest.fixture
def desk(as_, zhao):
    return as_(zhao)


def form_of(banyan, **about):
    now = banyan.local(timezone.now())
    plain = {
        "op_id": uuid.uuid4(), "not_before": (now - timedelta(hours=1)).strftime(MOMENT),
        "expires": (now + timedelta(days=3)).strftime(MOMENT), "persons": 1, "uses": "", "medium": "paper",
    }  # fmt: skip
    return plain | about


def now_for(household, by, **about) -> IssuedPass:
    now = timezone.now()
    order = order_of(household, not_before=now - timedelta(hours=1), expires=now + timedelta(hours=3), **about)
    return issue_pass(order=order, by=by, at=now)


# Issuing


def test_from_a_household_s_page(desk, banyan, granny_wu, wu, guard, south):
    page = words(desk.get(reverse("people:household", args=[granny_wu.pk])))
    assert f"{ISSUE}?household={granny_wu.pk}" in page

    sent = desk.post(ISSUE, form_of(banyan, household=granny_wu.pk, scope="person", person=wu.pk, uses=2))

    issued = IssuedPass.objects.get()
    assert (sent.status_code, sent["Location"]) == (302, reverse("gate:pass", args=[issued.pk]))
    assert (issued.person, issued.uses, issued.household) == (wu, 2, granny_wu)
    assert read_pass(text=issued.text, gate=south, by=guard, at=timezone.now()).is_good
    assert "good" in words(desk.get(reverse("people:household", args=[granny_wu.pk])))


def test_the_hours_are_those_of_the_community(desk, banyan, granny_wu):
    body = form_of(banyan, household=granny_wu.pk, scope="household")
    desk.post(ISSUE, body)

    assert banyan.local(IssuedPass.objects.get().expires).strftime(MOMENT) == body["expires"]


@pytest.mark.parametrize(
    ("about", "whose"),
    [
        ({"scope": "visitor", "bearer": "钱示例", "door": "3-2-501"}, "钱示例 · to 3-2-501"),
        ({"scope": "courier", "mark": "虚构快递"}, "虚构快递"),
        ({"scope": "worker", "mark": "供水", "bearer": "孙示例"}, "供水 · 孙示例"),
        ({"scope": "vehicle", "mark": "京A·00000"}, "京A·00000"),
    ],
)
def test_for_guests(desk, banyan, granny_wu, about, whose):
    assert desk.post(ISSUE, form_of(banyan, **about)).status_code == 302

    assert whose in words(desk.get(LIST))


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({"scope": "household", "door": "9-9-999"}, "No such door."),
        ({"scope": "person"}, "valid choice"),
        ({"scope": "vehicle", "bearer": "钱示例"}, "Write the number plate"),
        ({"scope": "visitor", "bearer": "钱示例", "medium": "screen"}, "no page of their own"),
        ({"scope": "visitor", "bearer": "钱示例", "expires": "2999-01-01T10:00"}, "at the latest"),
        ({"scope": "visitor", "bearer": "钱示例", "expires": "yesterday"}, "valid date"),
        ({"scope": "visitor"}, "Write a name or a company"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_is_kept(desk, banyan, granny_wu, about, said):
    answer = desk.post(ISSUE, form_of(banyan, persons=7, **about))

    assert answer.status_code == 422
    assert said in words(answer)
    assert 'value="7"' in words(answer)
    assert not IssuedPass.objects.exists()


def test_for_every_household_of_a_building(desk, banyan, doors, granny_wu, old_he):
    other = make_household(doors["3-2-402"], "周虚构")
    desk.post(MANY, form_of(banyan, building=granny_wu.door.building.pk))

    assert set(IssuedPass.objects.values_list("household", flat=True)) == {granny_wu.pk, other.pk}
    assert Event.objects.filter(kind="gate.pass_issued").count() == 2


def test_a_grid_lead_issues_for_theirs_alone(as_, qian, banyan, granny_wu, old_he):
    as_(qian).post(MANY, form_of(banyan))

    assert set(IssuedPass.objects.values_list("household", flat=True)) == {granny_wu.pk}


def test_when_the_rule_changes_what_they_have_is_taken_back(desk, banyan, zhao, granny_wu, old_he, wu):
    before = now_for(granny_wu, zhao)
    hers = now_for(granny_wu, zhao, scope=PassScope.PERSON, person=wu)

    desk.post(MANY, form_of(banyan, replaces="on"))

    before.refresh_from_db()
    hers.refresh_from_db()
    assert (before.revoked_why, before.revoked_by, hers.revoked_at) == ("Replaced by another.", zhao.account, None)
    assert IssuedPass.objects.standing(timezone.now()).filter(scope="household").count() == 2


def test_sent_twice_it_is_issued_once(desk, banyan, granny_wu):
    body = form_of(banyan)
    for _ in range(2):
        desk.post(MANY, body)

    assert IssuedPass.objects.count() == 1


def test_a_foreign_household_is_not_here(desk, banyan, foreign_household):
    answer = desk.post(ISSUE, form_of(banyan, household=foreign_household.pk, scope="household"))

    assert answer.status_code == 404
    assert not IssuedPass.objects.exists()


# The list and one of them


def test_the_list_is_filtered(desk, zhao, granny_wu, old_he):
    mine, his = now_for(granny_wu, zhao), now_for(old_he, zhao)
    revoke_pass(issued=his, why="Moved", by=zhao, at=timezone.now())
    order = Order(PassScope.COURIER, timezone.now(), timezone.now() + timedelta(hours=1), mark="虚构快递")
    courier = issue_pass(order=order, by=zhao, at=timezone.now())

    def listed(**query):
        page = words(desk.get(LIST, query))
        return {one.pk for one in (mine, his, courier) if f"/gate/passes/{one.pk}" in page}

    assert listed() == {mine.pk, courier.pk}
    assert listed(scope="courier") == {courier.pk}
    assert listed(state="over") == {his.pk}
    assert listed(building=granny_wu.door.building.pk) == {mine.pk}
    assert listed(building="nonsense", scope="nonsense", page="x") == {mine.pk, courier.pk}


def test_the_list_asks_as_often_for_many(desk, zhao, granny_wu, django_assert_max_num_queries):
    now = timezone.now()
    order = order_of(granny_wu, not_before=now, expires=now + timedelta(hours=3))
    issue_passes(orders=[order] * 20, by=zhao, at=now)

    with django_assert_max_num_queries(16):
        desk.get(LIST)


def test_it_is_taken_back_on_its_page(desk, zhao, granny_wu):
    issued = now_for(granny_wu, zhao)
    take_back, page = reverse("gate:revoke_pass", args=[issued.pk]), reverse("gate:pass", args=[issued.pk])
    assert "<svg" in words(desk.get(page))
    assert desk.post(take_back, {"op_id": uuid.uuid4(), "why": " "}).status_code == 422

    desk.post(take_back, {"op_id": uuid.uuid4(), "why": "Lost on the stairs"})

    shown = words(desk.get(page))
    assert "Lost on the stairs" in shown
    assert "taken back" in shown
    assert "<svg" not in shown.split("<main", 1)[1], "what was taken back is shown to nobody again"


def test_a_grid_lead_does_not_find_another_s(as_, qian, zhao, old_he):
    issued = now_for(old_he, zhao)

    assert as_(qian).get(reverse("gate:pass", args=[issued.pk])).status_code == 404


@pytest.mark.parametrize("role", [Role.GUARD, Role.HELPER, Role.DISTRICT, Role.ADMINISTRATOR])
def test_nobody_but_the_desk_issues_or_lists(as_, banyan, role, zhao, granny_wu):
    browser, issued = as_(member(banyan, "Somebody", role)), now_for(granny_wu, zhao)
    for url in (LIST, ISSUE, MANY, PRINT, reverse("gate:pass", args=[issued.pk])):
        assert browser.get(url).status_code == 404
    assert browser.post(MANY, form_of(banyan)).status_code == 404


def test_the_coordinator_alone_makes_a_key_void(as_, desk, qian, zhao, granny_wu):
    issued, url = now_for(granny_wu, zhao), reverse("gate:lose_pass_key")
    assert as_(qian).post(url, {"op_id": uuid.uuid4()}).status_code == 404

    desk.post(url, {"op_id": uuid.uuid4()})

    assert "its key was lost" in words(desk.get(reverse("gate:pass", args=[issued.pk])))
    assert f"/gate/passes/{issued.pk}" not in words(desk.get(LIST))


# Paper


def text_of(pdf: bytes) -> str:
    """Without spaces: a line may break anywhere."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def test_paper_says_door_and_days_in_both_languages_and_no_name(desk, banyan, zhao, granny_wu, north, south):
    issued = now_for(granny_wu, zhao, uses=2, gates=(north,))
    answer = desk.get(reverse("gate:pass_pdf", args=[issued.pk]))

    told = text_of(answer.content)
    assert answer["Content-Type"] == "application/pdf"
    for said in ("3-2-501", "出入证", "Pass", "North gate", "good 2 times", "可用 2 次",
                 f"{banyan.local(issued.expires):%m-%d %H:%M}"):  # fmt: skip
        assert said.replace(" ", "") in told, said
    assert "虚构" not in told
    assert Event.objects.get(kind="gate.pass_printed").household_id == granny_wu.pk


def test_the_sheet_has_what_the_list_shows_and_is_on_paper(desk, zhao, granny_wu, old_he):
    now_for(granny_wu, zhao)
    now_for(old_he, zhao, is_on_screen=True)

    told = text_of(desk.get(PRINT, {"scope": "household"}).content)

    assert "3-2-501" in told
    assert "1-1-101" not in told


def test_too_many_for_one_file_are_not_printed_in_part(desk, zhao, granny_wu, monkeypatch):
    monkeypatch.setattr(pass_paper, "MOST", 1)
    for _ in range(2):
        now_for(granny_wu, zhao)

    answer = desk.get(PRINT, follow=True)

    assert "choose a building, then print" in words(answer)
    assert not Event.objects.filter(kind="gate.pass_printed").exists()


def test_nothing_to_print_is_not_there(desk, zhao, granny_wu):
    issued = now_for(granny_wu, zhao, is_on_screen=True)

    assert desk.get(PRINT).status_code == 404
    assert desk.get(reverse("gate:pass_pdf", args=[issued.pk])).status_code == 404


def test_a_guest_s_paper_names_the_plate_and_nobody(desk, zhao, granny_wu):
    now = timezone.now()
    order = Order(
        scope=PassScope.VEHICLE, not_before=now, expires=now + timedelta(hours=3), household=granny_wu,
        mark="京A·00000", bearer="钱示例",
    )  # fmt: skip
    told = text_of(desk.get(reverse("gate:pass_pdf", args=[issue_pass(order=order, by=zhao, at=now).pk])).content)

    assert "京A·00000" in told
    assert "钱示例" not in told


# Their own screen


@pytest.fixture
def home(as_, wu_at_home):
    return as_(wu_at_home)


def test_a_household_shows_its_pass_without_a_script(home, zhao, granny_wu, old_he, guard, south):
    issued, other = now_for(granny_wu, zhao, is_on_screen=True), now_for(old_he, zhao, is_on_screen=True)
    assert MINE in words(home.get(reverse("needs:my_page")))

    page = words(home.get(MINE))

    first, last = re.search(r"own-pass-code[^>]*>(\d{3}) (\d{3})<", page).groups()
    text = issued.text + first + last
    assert read_pass(text=text, gate=south, by=guard, at=timezone.now()).verdict in ("valid", "stale")
    assert "<svg" in page
    assert "Renew" in page
    assert other.number not in page
    assert other.text not in page


def test_the_digits_on_it_are_those_of_now(home, zhao, granny_wu, guard, south):
    issued = now_for(granny_wu, zhao, is_on_screen=True)
    page = words(home.get(MINE))
    code = "".join(re.search(r"own-pass-code[^>]*>(\d{3}) (\d{3})<", page).groups())
    at = timezone.now()

    verdicts = [read_pass(text=issued.text + code, gate=south, by=guard, at=at + late * timedelta(seconds=30)).verdict
                for late in (0, 4)]  # fmt: skip

    assert verdicts == ["valid", "stale"]


def test_what_was_taken_back_or_is_on_paper_is_not_on_the_screen(home, zhao, granny_wu):
    gone, paper = now_for(granny_wu, zhao, is_on_screen=True), now_for(granny_wu, zhao)
    revoke_pass(issued=gone, why="Lost telephone", by=zhao, at=timezone.now())

    page = words(home.get(MINE))

    assert "No pass stands for this screen" in page
    assert gone.text not in page
    assert paper.text not in page
    assert "on paper" in words(home.get(reverse("needs:my_page")))


def test_a_household_does_not_show_its_guests_passes(home, zhao, granny_wu):
    now = timezone.now()
    order = Order(PassScope.VISITOR, now, now + timedelta(hours=3), household=granny_wu, bearer="钱示例")
    issue_pass(order=order, by=zhao, at=now)

    assert "钱示例" not in words(home.get(reverse("needs:my_page")))


def test_without_a_pass_their_page_says_nothing_of_it(home, granny_wu):
    assert MINE not in words(home.get(reverse("needs:my_page")))


def test_the_secret_is_that_of_one_pass(home, zhao, granny_wu):
    for _ in range(2):
        now_for(granny_wu, zhao, is_on_screen=True)
    secrets = re.findall(r'data-secret="([0-9a-f]{64})"', words(home.get(MINE)))

    assert len(set(secrets)) == 2
