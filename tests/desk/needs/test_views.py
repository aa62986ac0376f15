"""The pages of needs: what each role gets, and that everything works without scripts."""

import io
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Event, Rule
from shouwang.desk.base.roles import Role
from shouwang.desk.needs import today
from shouwang.desk.needs.actions import life
from shouwang.desk.needs.counting import _sum, shown
from shouwang.desk.needs.helpline import helpline_of
from shouwang.desk.needs.models import Intake, IntakeEntry, Kind, Need, Sensitivity, Source, State
from tests.desk.conftest import member
from tests.desk.needs.conftest import wish

MOST_QUESTIONS = 30  # each number and each list that a capability puts on Today costs one
CHAIN = "#接龙\n蔬菜包接龙 每份35元\n\n1. 晴天 3-2-501 吴 2份\n2. 新人 701 1份"


def said(**fields):
    return {"op_id": str(uuid.uuid4())} | fields


@pytest.fixture
def desk(as_, zhao):
    return as_(zhao)


@pytest.fixture
def now():
    return timezone.now()


# Today


def test_today_shows_late_first_with_its_door(desk, need_of, granny_wu, old_he, now):
    need_of(old_he, wish("盐", 1, "包"), due_by=now + timedelta(minutes=30))
    need_of(granny_wu, wish("鸡蛋", 2, "板"), due_by=now - timedelta(hours=2))

    page = desk.get("/today/").content.decode()

    assert page.index("鸡蛋 2 板") < page.index("盐 1 包")
    assert "3-2-501" in page
    assert "late by 2" in page


def test_of_what_is_late_the_urgent_stands_first(desk, need_of, granny_wu, old_he, now):
    need_of(granny_wu, wish("鸡蛋", 2, "板"), due_by=now - timedelta(hours=9))
    need_of(old_he, wish("胰岛素", 3, "支"), due_by=now - timedelta(minutes=5), urgency=2)
    need_of(granny_wu, wish("盐", 1, "包"), due_by=now + timedelta(minutes=5), urgency=2)

    page = desk.get("/today/").content.decode()

    assert page.index("胰岛素 3 支") < page.index("鸡蛋 2 板") < page.index("盐 1 包")


def test_today_asks_few_questions_however_many_needs(desk, need_of, granny_wu, now):
    asked = []
    for numbers in (range(2), range(2, 60)):
        for number in numbers:
            need_of(granny_wu, wish(f"货{number}", 1, "个"), due_by=now + timedelta(hours=number))
        with CaptureQueriesContext(connection) as queries:
            answer = desk.get("/today/")
        asked.append(len(queries))

    assert asked[0] == asked[1]
    assert asked[1] <= MOST_QUESTIONS
    assert answer.content.decode().count('class="row') >= 50


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?kind=medicine", {"胰岛素"}),
        ("?text=鸡蛋", {"鸡蛋"}),
        ("?text=1-1", {"胰岛素"}),
        ("?state=taken", {"鸡蛋"}),
        ("?mine=1", set()),
        ("?when=late", {"胰岛素"}),
        ("?when=no_hour", {"鸡蛋"}),
        ("?kind=nonsense&page=x&building=7", {"鸡蛋", "胰岛素"}),
    ],
)
def test_filters_live_in_the_address(desk, need_of, granny_wu, old_he, lin, now, query, found):
    need_of(old_he, wish("胰岛素", 1, "支"), kind=Kind.MEDICINE, due_by=now - timedelta(hours=1))
    life.take_need(need=need_of(granny_wu, wish("鸡蛋", 2, "板")), by=lin, at=now)

    page = desk.get("/today/" + query).content.decode().split('<ul class="rows">')[1]

    assert {word for word in ("鸡蛋", "胰岛素") if word in page} == found


def test_a_grid_lead_sees_their_own_grid_and_no_other(as_, qian, need_of, granny_wu, old_he):
    need_of(granny_wu, wish("鸡蛋", 2, "板"))
    need_of(old_he, wish("盐", 1, "包"))

    page = as_(qian).get("/today/").content.decode()

    assert "鸡蛋" in page
    assert "盐 1 包" not in page


def test_the_board_answers_nothing_while_nothing_happened(desk, eggs):
    first = desk.get("/today/board/")
    seen = first.content.decode().split("seen=")[1].split('"')[0]

    assert desk.get(f"/today/board/?seen={seen}").status_code == 204

    life.withdraw_need(need=eggs, by=Actor.clockwork(eggs.community), at=timezone.now())
    assert desk.get(f"/today/board/?seen={seen}").status_code == 200


def test_numbers_and_proposals_of_others_stand_on_today(desk, monkeypatch):
    monkeypatch.setattr(today, "NUMBERS", dict(today.NUMBERS))
    today.register_number("test", 99, lambda _by, _at: today.Number(7, "things proposed", of=9))
    monkeypatch.setitem(today.PROPOSALS, "test", (1, "needs/_counts.html", lambda _by, _at: {"rows": []}))

    page = desk.get("/today/").content.decode()

    assert "things proposed" in page
    assert "/ 9" in page
    assert "Proposed" in page


# Taking, without scripts


def test_taking_leads_back_to_where_one_was(desk, eggs, zhao):
    answer = desk.post(f"/needs/{eggs.pk}/take/", said(next="/today/?kind=goods"))

    assert (answer.status_code, answer.url) == (302, "/today/?kind=goods")
    eggs.refresh_from_db()
    assert eggs.taken_by == zhao.account


def test_nobody_is_led_to_another_site(desk, eggs):
    assert desk.post(f"/needs/{eggs.pk}/take/", said(next="https://evil.example/")).url == f"/needs/{eggs.pk}/"


def test_who_comes_second_reads_who_was_first(desk, eggs, lin, ten):
    life.take_need(need=eggs, by=lin, at=ten)

    page = desk.post(f"/needs/{eggs.pk}/take/", said(), follow=True).content.decode()

    assert "Lin has already taken it." in page


def test_the_same_form_sent_twice_takes_once(desk, eggs):
    form = said()
    desk.post(f"/needs/{eggs.pk}/take/", form)
    desk.post(f"/needs/{eggs.pk}/take/", form)

    assert Event.objects.filter(kind="needs.taken").count() == 1


@pytest.mark.parametrize("step", ["take", "hand-over", "return", "withdraw", "close", "finish", "reopen", "merge"])
def test_anothers_need_looks_like_none(as_, feng, qian, need_of, old_he, step):
    foreign = need_of(old_he, wish("盐", 1, "包"))

    for stranger in (feng, qian):
        assert as_(stranger).post(f"/needs/{foreign.pk}/{step}/", said()).status_code == 404
        assert as_(stranger).get(f"/needs/{foreign.pk}/").status_code == 404


def test_a_need_tells_its_story_and_notes_the_look(desk, eggs, lin, zhao, granny_wu, ten):
    life.take_need(need=eggs, by=lin, at=ten)
    life.hand_over(need=eggs, to=zhao.account, by=lin, at=ten)

    page = desk.get(f"/needs/{eggs.pk}/").content.decode()

    assert "Lin took it." in page
    assert "Lin handed it over to Zhao." in page
    assert "鸡蛋两板" in page
    assert Event.objects.of_household(granny_wu.pk).filter(kind="people.looked").count() == 1


def test_returning_without_words_for_another_reason_shows_the_form_again(desk, eggs, zhao, ten):
    life.take_need(need=eggs, by=zhao, at=ten)

    answer = desk.post(f"/needs/{eggs.pk}/return/", said(reason="other", words=""))

    assert answer.status_code == 422
    assert "Say in a few words why it comes back." in answer.content.decode()
    eggs.refresh_from_db()
    assert eggs.state == State.TAKEN


def test_changing_things_promises_and_the_hour(desk, eggs):
    desk.post(
        f"/needs/{eggs.pk}/change/",
        said(
            name=["鸡蛋", "盐", ""], quantity=["3", "两", ""], unit=["板", "包", ""], promised=["2", "", ""],
            words="鸡蛋三板", due_by="2030-03-08T12:00", not_before="", urgency="2", note="ring twice",
        ),
    )  # fmt: skip

    eggs.refresh_from_db()
    lines = [(line.name, int(line.wanted), line.promised) for line in eggs.lines.order_by("position")]
    assert lines == [("鸡蛋", 3, 2), ("盐", 2, None)]
    assert (eggs.urgency, eggs.note, eggs.words) == (2, "ring twice", "鸡蛋三板")
    assert eggs.due_by.astimezone(eggs.community.tz).hour == 12


def test_an_amount_that_is_none_is_asked_for_and_nothing_is_lost(desk, eggs):
    answer = desk.post(
        f"/needs/{eggs.pk}/change/",
        said(name=["鸡蛋"], quantity=["several"], unit=["板"], promised=[""], words="x", urgency="1", note=""),
    )

    assert answer.status_code == 422
    assert "several" in answer.content.decode()


# Writing down


def test_a_need_is_written_down_for_a_door(desk, granny_wu):
    answer = desk.post(
        "/needs/add/", said(where="3-2-501", words="盐2包，还要一个灯泡", kind="goods", urgency="1", due="noon")
    )

    need = Need.objects.get()
    assert answer.url == f"/needs/{need.pk}/"
    assert (need.household, need.source, need.kind) == (granny_wu, Source.FORM, Kind.GOODS)
    assert [(line.name, int(line.wanted), line.unit) for line in need.lines.order_by("position")] == [
        ("盐", 2, "包"),
        ("灯泡", 1, "个"),
    ]
    assert need.due_by is not None


@pytest.mark.parametrize("words", ["盐2包，酱油", "五花肉两斤切块", "雪碧一箱12瓶", "家里没米了"])
def test_words_that_say_more_than_things_with_amounts_stay_whole(desk, granny_wu, words):
    """Whoever goes reads all of them; half of them as lines would hide the other half."""
    desk.post("/needs/add/", said(where="3-2-501", words=words, kind="goods", urgency="1"))

    need = Need.objects.get()
    assert (need.title, need.lines.count()) == (words, 0)


@pytest.mark.parametrize("came", [Source.CALL, Source.GATE])
def test_what_came_by_telephone_or_at_the_gate_says_so_and_who_said_it(desk, granny_wu, came):
    desk.post(
        "/needs/add/",
        said(
            where="3-2-501",
            words="她发低烧",
            kind="visit",
            urgency="2",
            source=came,
            who="daughter",
            is_sensitive="on",
        ),
    )

    need = Need.objects.get()
    assert (need.source, need.who, need.sensitivity) == (came, "daughter", Sensitivity.SENSITIVE)


def test_where_several_are_meant_one_is_chosen(desk, granny_wu, doors):
    form = {"where": "3-2-", "words": "盐2包", "kind": "goods", "urgency": "1"}

    answer = desk.post("/needs/add/", said(**form))
    assert answer.status_code == 422
    assert "Several are found. Which one?" in answer.content.decode()
    assert f"household:{granny_wu.pk}" in answer.content.decode()

    desk.post("/needs/add/", said(target=f"household:{granny_wu.pk}", **form))
    assert Need.objects.get().household == granny_wu


def test_a_chosen_household_of_another_community_is_not_found(desk, foreign_household):
    answer = desk.post(
        "/needs/add/",
        said(where="x", target=f"household:{foreign_household.pk}", words="盐2包", kind="goods", urgency="1"),
    )

    assert answer.status_code == 422
    assert not Need.objects.exists()


def test_a_door_nobody_registered_is_added_only_when_asked(desk, granny_wu):
    form = {"where": "3-2-909", "words": "盐2包", "kind": "goods", "urgency": "1"}

    answer = desk.post("/needs/add/", said(**form))
    assert answer.status_code == 422
    assert "Add door 3-2-909" in answer.content.decode()

    desk.post("/needs/add/", said(target="learn", **form))
    assert Need.objects.get().door.label == "3-2-909"


def test_a_photograph_is_kept_with_its_need_and_shown_to_the_desk_alone(desk, as_, feng, eggs):
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(file, "PNG")
    file.seek(0)
    file.name = "box.png"
    desk.post(f"/needs/{eggs.pk}/picture/", said(picture=file))

    (row,) = eggs.pictures.all()
    answer = desk.get(f"/needs/picture/{row.picture_id}/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert as_(feng).get(f"/needs/picture/{row.picture_id}/").status_code == 404


# Pasting


def test_pasting_leads_to_the_list_beside_its_entries(desk, granny_wu):
    answer = desk.post("/paste/", said(text=CHAIN))
    made = Intake.objects.get()

    assert answer.url == f"/paste/{made.pk}/"
    page = desk.get(answer.url).content.decode()
    assert "1. 晴天 3-2-501 吴 2份" in page
    assert "Only a room is written: ask which building." in page
    assert "蔬菜包" in page


def test_an_empty_paste_is_asked_for(desk):
    answer = desk.post("/paste/", said(text="  "))

    assert answer.status_code == 422
    assert "Paste the chain first." in answer.content.decode()


def test_the_same_chain_next_day_is_asked_about_and_nothing_is_written(desk, granny_wu):
    desk.post("/paste/", said(text=CHAIN))
    Intake.objects.update(pasted_at=timezone.now() - timedelta(hours=23))

    answer = desk.post("/paste/", said(text=CHAIN))
    assert answer.status_code == 422
    assert "Is it the same chain, grown, or a new order?" in answer.content.decode()
    assert Need.objects.count() == 1

    desk.post("/paste/", said(text=CHAIN, continues="new"))
    assert Need.objects.count() == 2


@pytest.fixture
def waiting(desk, granny_wu):
    desk.post("/paste/", said(text=CHAIN))
    return IntakeEntry.objects.waiting().get()


def test_one_tap_settles(desk, doors, waiting):
    answer = desk.post(f"/paste/entry/{waiting.pk}/settle/", said(choice="door:3-1-701"))

    assert answer.url == f"/paste/{waiting.intake_id}/#waiting"
    assert Need.objects.filter(door=doors["3-1-701"]).count() == 1


def test_a_tap_with_scripts_sends_back_the_row_and_the_sums(desk, waiting):
    answer = desk.post(
        f"/paste/entry/{waiting.pk}/settle/", said(choice="door:3-1-701"), headers={"HX-Request": "true"}
    )

    part = answer.content.decode()
    assert f'id="entry-{waiting.pk}"' in part
    assert 'id="sums" hx-swap-oob="true"' in part
    assert "<html" not in part


def test_a_correction_by_hand(desk, waiting):
    desk.post(
        f"/paste/entry/{waiting.pk}/settle/",
        said(choice="by_hand", door="3栋1单元701", **{"name-0": "蔬菜包", "quantity-0": "两", "unit-0": "份"}),
    )

    need = Need.objects.get(door__label="3-1-701")
    assert [int(line.wanted) for line in need.lines.all()] == [2]


def test_a_correction_that_cannot_be_read_gets_a_sentence(desk, waiting):
    answer = desk.post(
        f"/paste/entry/{waiting.pk}/settle/",
        said(choice="by_hand", door="3-1-701", **{"name-0": "蔬菜包", "quantity-0": "many", "unit-0": "份"}),
    )

    assert answer.status_code == 422
    assert "“many” is no amount." in answer.content.decode()
    waiting.refresh_from_db()
    assert waiting.state == IntakeEntry.State.WAITING


def test_leaving_out_and_taking_up_again(desk, waiting):
    desk.post(f"/paste/entry/{waiting.pk}/settle/", said(choice="leave_out"))
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reason) == (IntakeEntry.State.REJECTED, "left_out")

    desk.post(f"/paste/entry/{waiting.pk}/settle/", said(choice="resume"))
    waiting.refresh_from_db()
    assert waiting.state == IntakeEntry.State.WAITING


def test_anothers_list_looks_like_none(as_, qian, feng, waiting):
    for stranger in (qian, feng):
        assert as_(stranger).get(f"/paste/{waiting.intake_id}/").status_code == 404
        answer = as_(stranger).post(f"/paste/entry/{waiting.pk}/settle/", said(choice="leave_out"))
        assert answer.status_code == 404


def test_the_reply_for_the_group_names_no_illness_and_no_person(desk, granny_wu):
    desk.post(
        "/paste/",
        said(text="爱心餐登记（中餐）请接龙\n\n1. 3-2-501 吴奶奶 1份 糖尿病\n2. 3-2-402 马 2份 电话13000000021"),
    )

    page = desk.get(f"/paste/{Intake.objects.get().pk}/reply/").content.decode()
    reply = page.split("data-copy>")[1].split("</textarea>")[0]
    assert "3-2-402" in reply
    assert not [word for word in ("糖尿病", "吴", "马", "13000000021") if word in reply]


# The household's own page


def test_a_household_sees_what_it_asked_for_and_takes_it_back(as_, wu_at_home, eggs, need_of, old_he):
    need_of(old_he, wish("盐", 1, "包"))
    home = as_(wu_at_home)

    page = home.get("/home/").content.decode()
    assert "鸡蛋 2 板" in page
    assert "盐 1 包" not in page

    home.post(f"/home/needs/{eggs.pk}/withdraw/", said())
    eggs.refresh_from_db()
    assert eggs.state == State.WITHDRAWN


def test_a_household_asks_without_typing(as_, wu_at_home, granny_wu):
    home = as_(wu_at_home)
    assert "Medicine" in home.get("/home/ask/").content.decode()
    assert home.get("/home/ask/?kind=goods").status_code == 200

    home.post("/home/ask/", said(kind="goods", rice="2", eggs="0", words="还有酱油"))
    home.post("/home/ask/", said(kind="medicine", tick=["box", "out_today"], words="卡密码123456"))

    goods, medicine = Need.objects.order_by("made_at")
    assert [(line.name, int(line.wanted)) for line in goods.lines.all()] == [("Rice", 2)]
    assert (goods.source, goods.household) == (Source.HOUSEHOLD, granny_wu)
    assert goods.note == "还有酱油", "whoever brings the rice reads it too"
    assert (medicine.urgency, medicine.sensitivity) == (2, Sensitivity.SENSITIVE)
    assert "123456" not in medicine.words


def test_asking_for_nothing_gets_a_sentence(as_, wu_at_home):
    answer = as_(wu_at_home).post("/home/ask/", said(kind="goods", words=""))

    assert answer.status_code == 422
    assert "Say what is needed." in answer.content.decode()


def test_a_household_cannot_take_back_anothers(as_, wu_at_home, need_of, old_he):
    his = need_of(old_he, wish("盐", 1, "包"))

    assert as_(wu_at_home).post(f"/home/needs/{his.pk}/withdraw/", said()).status_code == 404


def test_the_page_speaks_the_households_language(as_, wu_at_home, granny_wu, settings):
    granny_wu.persons.update(language="zh-hans")

    assert 'lang="zh-hans"' in as_(wu_at_home).get("/home/").content.decode()


def test_a_household_shows_its_needs_to_the_desk(desk, eggs, granny_wu):
    assert "鸡蛋 2 板" in desk.get(f"/people/households/{granny_wu.pk}/").content.decode()


# Counts


def test_the_district_sees_counts_and_no_small_numbers(as_, banyan, need_of, granny_wu, db):
    for _ in range(6):
        need_of(granny_wu, wish("盐", 1, "包"))
    need_of(granny_wu, wish("胰岛素", 1, "支"), kind=Kind.MEDICINE)

    page = as_(member(banyan, "District", Role.DISTRICT)).get("/counts/").content.decode()

    assert ">6<" in page
    assert "&lt;5" in page
    assert not [word for word in ("盐", "胰岛素", "3-2-501", "吴虚构") if word in page]


def test_sums_do_not_give_small_numbers_away():
    assert [shown(n) for n in (0, 1, 4, 5)] == ["0", "<5", "<5", "5"]
    assert _sum([7, 3]) == "10+"
    assert _sum([7, 0]) == "7"
    assert _sum([1, 1]) == "<5"


# Words of danger


def test_who_may_harm_themselves_reads_the_helpline_and_so_does_the_desk(as_, desk, wu_at_home, banyan):
    answer = as_(wu_at_home).post("/home/ask/", said(kind="talk", words="一个人，不想活了"), follow=True)

    need = Need.objects.get()
    assert "12356" in answer.content.decode()
    assert need.urgency == 2
    assert need.sensitivity == Sensitivity.SENSITIVE
    assert "may want to harm themselves" in desk.get(f"/needs/{need.pk}/").content.decode()


def test_a_community_may_have_a_helpline_of_its_own(banyan, ten):
    Rule.objects.create(community=banyan, name="helpline", from_day=banyan.today(ten), value="025-12320")

    assert helpline_of(banyan, ten) == "025-12320"
