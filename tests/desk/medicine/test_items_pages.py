"""The pages of asked-for medicines: the desk's list, one medicine, a household's own."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.base.models import Event
from shouwang.desk.medicine.actions.items import add_item_picture, complete_item, needs_taken_in
from shouwang.desk.medicine.actions.offers import make_offer
from shouwang.desk.medicine.actions.taking_in import take_in
from shouwang.desk.medicine.models import Item, ItemPicture, ItemState, Offer, Wave
from shouwang.desk.needs.actions.pictures import add_picture
from shouwang.desk.needs.models import Kind, Need, NeedPicture
from shouwang.desk.partners.models import Partner
from tests.desk.conftest import TEN
from tests.desk.medicine.items_scene import photograph

LIST = reverse("medicine:items")


def op() -> dict[str, str]:
    return {"op_id": str(uuid.uuid4())}


@pytest.fixture
def item(item_for, granny_wu) -> Item:
    return item_for(granny_wu, "络活喜", 4)


@pytest.fixture
def pharmacy(banyan) -> Partner:
    return Partner.objects.create(community=banyan, kind="pharmacy", name="桥头药房")


@pytest.fixture
def offer(item, pharmacy, zhao) -> Offer:
    complete_item(item=item, strength="5mg", form="片", by=zhao, at=TEN)
    return make_offer(
        item=item, partner=pharmacy, name="氨氯地平片", maker="乙厂", strength="10mg", price_fen=2150, by=zhao, at=TEN
    )


def text(answer) -> str:
    return answer.content.decode()


# The list


def test_the_list_shows_what_was_written_beside_what_was_read_and_what_to_ask(item, as_, zhao, formulary):
    page = text(as_(zhao).get(LIST))

    assert "3-2-501" in page
    assert "络活喜" in page
    assert "Ask the strength of 络活喜" in page
    assert f"drug:{formulary['氨氯地平 10mg'].pk}" in page
    assert 'capture="environment"' in page


def test_what_runs_out_first_stands_first(item_for, granny_wu, old_he, zhao, as_):
    late = item_for(granny_wu, "络活喜", 1)
    soon = item_for(old_he, "络活喜", 1)
    complete_item(item=soon, days_left=1, by=zhao, at=TEN)

    page = text(as_(zhao).get(LIST))

    assert page.index(f"item-{soon.pk}") < page.index(f"item-{late.pk}")


def test_opening_the_list_takes_new_needs_in(need_for, granny_wu, formulary, zhao, as_):
    need_for(granny_wu, ("创可贴", 1, "盒"))

    page = text(as_(zhao).get(LIST + "?show=ready"))

    assert Item.objects.get().state == ItemState.READY
    assert "创可贴" in page


def test_a_hundred_rows_cost_no_more_queries_than_two(
    item_for, granny_wu, old_he, zhao, as_, django_assert_num_queries
):

    browser = as_(zhao)
    item_for(granny_wu, "络活喜", 1)
    item_for(old_he, "布洛芬片 0.2g*20片", 1)
    browser.get(LIST)
    with CaptureQueriesContext(connection) as few:
        browser.get(LIST)
    for n in range(1, 9):
        item_for(granny_wu, "络活喜", n)
        item_for(old_he, "布洛芬片 0.2g*20片", n)
    with CaptureQueriesContext(connection) as many:
        browser.get(LIST)

    assert len(many) == len(few) < 30


def test_a_grid_lead_sees_only_the_medicines_of_their_doors(item_for, granny_wu, old_he, qian, as_):
    hers, his = item_for(granny_wu, "络活喜", 1), item_for(old_he, "二甲双胍", 1)
    browser = as_(qian)

    page = text(browser.get(LIST))
    assert str(hers.pk) in page
    assert str(his.pk) not in page
    assert browser.get(reverse("medicine:item", args=[his.pk])).status_code == 404
    assert browser.post(reverse("medicine:answer_item", args=[his.pk]), {"choice": "on_box", **op()}).status_code == 404


@pytest.mark.parametrize("who", ["lin", "wu_at_home", "feng"])
def test_nobody_else_sees_the_list_or_a_medicine(item, who, request, as_):
    browser = as_(request.getfixturevalue(who))

    assert who == "feng" or browser.get(LIST).status_code == 404
    assert browser.get(reverse("medicine:item", args=[item.pk])).status_code == 404


def test_the_list_can_show_one_wave_alone(item, zhao, as_, banyan):
    wave = Wave.objects.create(community=banyan, day=TEN.date(), number=1, cut_off_at=TEN, made_at=TEN)

    page = text(as_(zhao).get(f"{LIST}?wave={wave.pk}"))
    assert str(item.pk) not in page
    assert as_(zhao).get(f"{LIST}?wave={item.pk}").status_code == 404


# Answering


def test_one_tap_says_which_box_it_is(item, zhao, as_, formulary):
    answer = as_(zhao).post(
        reverse("medicine:answer_item", args=[item.pk]),
        {"choice": f"drug:{formulary['氨氯地平 5mg'].pk}", "back": "asking", **op()},
    )

    assert answer.status_code == 302
    assert answer["Location"] == f"{LIST}?show=asking#item-{item.pk}"
    item.refresh_from_db()
    assert (item.strength, item.form, item.missing) == ("5mg", "片", ["picture"])


def test_a_tap_by_htmx_gets_the_row_and_the_numbers_anew(item, zhao, as_, formulary):
    answer = as_(zhao).post(
        reverse("medicine:answer_item", args=[item.pk]),
        {"choice": f"drug:{formulary['氨氯地平 5mg'].pk}", **op()}, headers={"HX-Request": "true"},
    )  # fmt: skip

    assert answer.status_code == 200
    assert "Ask for a photograph" in text(answer)
    assert 'id="item-counts" hx-swap-oob="true"' in text(answer)


def test_what_is_typed_is_taken_over_and_a_mistake_is_said_beside_it(item, zhao, as_):
    browser, where = as_(zhao), reverse("medicine:answer_item", args=[item.pk])
    said = {"choice": "by_hand", "name": "络活喜", "strength": "5mg", "form": "片", "unit": "盒", "ticks": "1"}

    wrong = browser.post(where, {**said, "quantity": "很多", **op()}, headers={"HX-Request": "true"})
    assert wrong.status_code == 422
    assert "“很多” is no number" in text(wrong)
    assert Item.objects.get().strength == ""

    browser.post(where, {**said, "quantity": "两", "with_card": "on", "days_left": "2", **op()})
    stored = Item.objects.get()
    assert (stored.strength, stored.line.wanted, stored.with_card) == ("5mg", 2, True)
    assert stored.days_left(stored.community.today(timezone.now())) == 2


def test_an_answer_that_is_none_is_not_there(item, zhao, as_):
    where = reverse("medicine:answer_item", args=[item.pk])
    for choice in ("", "nothing", "drug:1", "shows:9:box", f"person:{item.pk}"):
        assert as_(zhao).post(where, {"choice": choice, **op()}).status_code == 404


def test_a_decision_with_one_tap_keeps_its_words(item_for, granny_wu, zhao, as_):
    item = item_for(granny_wu, "布洛芬片 0.2g*20片", 1)
    browser, where = as_(zhao), reverse("medicine:answer_item", args=[item.pk])

    browser.post(where, {"choice": f"person:{granny_wu.persons.get().pk}", **op()})
    browser.post(where, {"choice": "buy:well", **op()})

    item.refresh_from_db()
    assert (item.state, item.decided_by) == (ItemState.READY, zhao.account)
    assert item.decision == "Asked: they are well, no fever, no cough."


def test_the_box_is_photographed_from_the_list(item, zhao, as_):
    complete_item(item=item, strength="5mg", form="片", by=zhao, at=TEN)

    answer = as_(zhao).post(
        reverse("medicine:add_item_picture", args=[item.pk]), {"picture": photograph(), "what": "box", **op()}
    )

    assert answer.status_code == 302
    item.refresh_from_db()
    assert item.state == ItemState.READY


def test_a_photograph_of_the_need_can_be_said_to_show_it(item, zhao, as_):
    kept = add_picture(need=item.need, upload=photograph(), by=zhao, at=TEN)
    page = text(as_(zhao).get(reverse("medicine:item", args=[item.pk])))
    assert f"shows:{kept.pk}:box" in page

    where = reverse("medicine:answer_item", args=[item.pk])
    as_(zhao).post(where, {"choice": f"shows:{kept.pk}:box", **op()})

    assert ItemPicture.objects.get().kept == kept
    assert "picture" not in Item.objects.get().missing


def test_a_wrong_decision_is_taken_back_from_the_page(item, zhao, as_):
    browser = as_(zhao)
    browser.post(reverse("medicine:answer_item", args=[item.pk]), {"choice": "end", "words": "不要了", **op()})
    assert Item.objects.get().state == ItemState.ENDED
    assert "Take that decision back" in text(browser.get(reverse("medicine:item", args=[item.pk])))

    browser.post(reverse("medicine:reconsider_item", args=[item.pk]), op())
    assert Item.objects.get().state == ItemState.ASKING


# Needs in words


def test_a_need_in_words_is_asked_about_and_one_tap_says_the_drug(need_for, granny_wu, formulary, zhao, as_):
    need = need_for(granny_wu, words="我的络活喜明天就没了")
    browser = as_(zhao)
    page = text(browser.get(LIST))
    assert "Which medicine is it?" in page
    assert "我的络活喜明天就没了" in page

    answer = browser.post(
        reverse("medicine:say_drug", args=[need.pk]), {"drug": formulary["氨氯地平 5mg"].pk, "quantity": "2", **op()}
    )

    item = Item.objects.get()
    assert answer["Location"] == reverse("medicine:item", args=[item.pk])
    assert (item.name, item.strength, item.line.wanted) == ("络活喜", "5mg", 2)
    assert "Which medicine is it?" not in text(browser.get(LIST))


def test_how_many_is_asked_where_nobody_said_it(need_for, granny_wu, formulary, zhao, as_):
    need = need_for(granny_wu, words="创可贴")
    as_(zhao).post(reverse("medicine:say_drug", args=[need.pk]), {"name": "创可贴", **op()})

    item = Item.objects.get()
    assert item.missing == ["quantity"]

    as_(zhao).post(reverse("medicine:answer_item", args=[item.pk]), {"choice": "packs:1:盒", **op()})
    assert Item.objects.get().state == ItemState.READY


# What was offered instead


def test_the_desk_writes_an_offer_down_and_the_other_strength_is_loud(item, pharmacy, zhao, as_):
    complete_item(item=item, strength="5mg", form="片", by=zhao, at=TEN)
    said = {"partner": pharmacy.pk, "name": "氨氯地平片", "strength": "10mg", "maker": "乙厂", "price": "21.50"}

    as_(zhao).post(reverse("medicine:make_offer", args=[item.pk]), {**said, **op()})

    assert Offer.objects.get().price_fen == 2150
    page = text(as_(zhao).get(reverse("medicine:item", args=[item.pk])))
    assert "another strength: they take 5mg" in page
    assert "21.50 yuan a pack" in page


def test_a_price_that_is_none_is_said(item, pharmacy, zhao, as_):
    said = {"partner": pharmacy.pk, "name": "氨氯地平片", "price": "二十"}

    answer = as_(zhao).post(reverse("medicine:make_offer", args=[item.pk]), {**said, **op()})

    assert answer.status_code == 422
    assert "Write the price in yuan" in text(answer)
    assert not Offer.objects.exists()


def test_consent_by_telephone_is_written_down_with_who_said_it(offer, zhao, as_):
    browser, where = as_(zhao), reverse("medicine:consent", args=[offer.pk])

    assert browser.post(where, {"answer": "yes", "words": "", **op()}).status_code == 422
    browser.post(where, {"answer": "yes", "words": "女儿，电话", **op()})

    stored = Offer.objects.get()
    assert (stored.consent, stored.words) == ("yes", "女儿，电话")
    assert "女儿，电话" in text(browser.get(reverse("medicine:item", args=[offer.item_id])))


def test_a_foreign_offer_is_not_there(offer, feng, as_):
    where = reverse("medicine:consent", args=[offer.pk])
    assert as_(feng).post(where, {"answer": "yes", "words": "x", **op()}).status_code == 404
    assert Offer.objects.get().consent == ""


# A household's own page


def test_a_household_asks_with_name_and_box_in_one_step(wu_at_home, granny_wu, formulary, as_):
    browser = as_(wu_at_home)
    assert 'capture="environment"' in text(browser.get(reverse("medicine:ask_mine")))

    answer = browser.post(
        reverse("medicine:ask_mine"),
        {
            "name": "络活喜",
            "strength": "5mg*7片",
            "packs": "2",
            "lasts": "1",
            "box": photograph(),
            "with_card": "on",
            **op(),
        },
    )

    assert answer.status_code == 302
    item = Item.objects.get()
    assert (item.name, item.strength, item.line.wanted) == ("络活喜", "5mg", 2)
    assert item.days_left(item.community.today(timezone.now())) == 1
    assert (item.state, item.with_card) == (ItemState.READY, True)
    assert (item.need.household, item.need.sensitivity, item.need.urgency) == (granny_wu, "sensitive", 2)
    assert "It goes with the next list." in text(browser.get(reverse("needs:my_page")))


def test_a_photograph_alone_is_enough_and_somebody_reads_it(wu_at_home, zhao, as_):
    as_(wu_at_home).post(reverse("medicine:ask_mine"), {"packs": "1", "box": photograph(), **op()})

    need = Need.objects.get(kind=Kind.MEDICINE)
    assert (need.lines.count(), NeedPicture.objects.get().need) == (0, need)
    assert "with a photograph" in text(as_(zhao).get(LIST))


def test_neither_name_nor_photograph_is_said_to_them(wu_at_home, as_):
    answer = as_(wu_at_home).post(reverse("medicine:ask_mine"), {"packs": "1", **op()})

    assert answer.status_code == 422
    assert "photograph the box" in text(answer)
    assert not Need.objects.exists()


def test_what_is_no_photograph_leaves_nothing_behind(wu_at_home, as_):
    broken = SimpleUploadedFile("box.jpg", b"nothing", "image/jpeg")
    answer = as_(wu_at_home).post(reverse("medicine:ask_mine"), {"name": "络活喜", "packs": "1", "box": broken, **op()})

    assert answer.status_code == 422
    assert not Need.objects.exists()


def test_they_send_the_photograph_that_was_missing(item, zhao, wu_at_home, as_):
    complete_item(item=item, strength="5mg", form="片", by=zhao, at=TEN)
    browser = as_(wu_at_home)
    assert reverse("medicine:add_my_picture", args=[item.pk]) in text(browser.get(reverse("needs:my_page")))

    browser.post(reverse("medicine:add_my_picture", args=[item.pk]), {"picture": photograph(), "what": "box", **op()})

    assert Item.objects.get().state == ItemState.READY


def test_they_agree_to_another_one_themselves(offer, wu_at_home, as_):
    browser = as_(wu_at_home)
    page = text(browser.get(reverse("needs:my_page")))
    assert "Another strength: you take 5mg, this is 10mg." in page

    browser.post(reverse("medicine:consent_mine", args=[offer.pk]), {"answer": "yes", **op()})

    stored = Offer.objects.get()
    assert (stored.consent, stored.by_household, stored.consent_by) == ("yes", True, None)


def test_who_wants_no_other_is_never_shown_an_offer_but_the_desk_sees_it(offer, item, zhao, wu_at_home, as_):
    complete_item(item=Item.objects.get(), no_substitute=True, by=zhao, at=TEN)

    own = text(as_(wu_at_home).get(reverse("needs:my_page")))
    assert "氨氯地平片" not in own
    theirs = reverse("medicine:consent_mine", args=[offer.pk])
    assert as_(wu_at_home).post(theirs, {"answer": "yes", **op()}).status_code == 404
    assert "氨氯地平片" in text(as_(zhao).get(reverse("medicine:item", args=[item.pk])))


def test_another_household_s_medicine_is_not_there(item_for, old_he, wu_at_home, as_, zhao, pharmacy):
    his = item_for(old_he, "络活喜", 1)
    theirs = make_offer(item=his, partner=pharmacy, name="甲", maker="", strength="", price_fen=None, by=zhao, at=TEN)
    browser = as_(wu_at_home)

    picture = {"picture": photograph(), **op()}
    assert browser.post(reverse("medicine:add_my_picture", args=[his.pk]), picture).status_code == 404
    assert (
        browser.post(reverse("medicine:consent_mine", args=[theirs.pk]), {"answer": "yes", **op()}).status_code == 404
    )


# Elsewhere


def test_the_household_s_page_at_the_desk_shows_what_is_open(item, granny_wu, zhao, as_):
    page = text(as_(zhao).get(reverse("people:household", args=[granny_wu.pk])))

    assert reverse("medicine:item", args=[item.pk]) in page
    assert "Still to ask:" in page


def test_today_counts_what_is_to_be_asked(item, need_for, granny_wu, zhao, as_):
    need_for(granny_wu, words="药没了")

    page = text(as_(zhao).get(reverse("needs:today")))
    assert "medicines to ask about" in page


def test_a_medicine_s_page_says_what_happened_and_notes_the_look(item, zhao, as_, granny_wu):
    add_item_picture(item=item, upload=photograph(), by=zhao, at=timezone.now() - timedelta(minutes=1))
    page = text(as_(zhao).get(reverse("medicine:item", args=[item.pk])))

    assert "A photograph shows which medicine is meant." in page
    assert Event.objects.filter(kind="people.looked", household_id=granny_wu.pk).exists()


def test_the_words_of_a_private_need_stand_in_no_list(need_for, granny_wu, zhao, as_, banyan):
    need = need_for(granny_wu, words="药没了，不想活了")
    assert need.is_private

    needs_taken_in(banyan, TEN)
    assert "不想活了" not in text(as_(zhao).get(LIST))


# The need's page and back


def test_a_need_leads_to_its_medicines_and_they_lead_back(item_for, granny_wu, zhao, as_):
    item = item_for(granny_wu, "络活喜", 1)
    desk, here = as_(zhao), reverse("medicine:item", args=[item.pk])
    there = reverse("needs:need", args=[item.need_id])

    assert f'href="{here}"' in text(desk.get(there))
    assert f'href="{there}"' in text(desk.get(here))


def test_a_need_in_words_leads_to_where_its_medicine_is_said(need_for, granny_wu, zhao, as_):
    need = need_for(granny_wu, words="要降压药")

    page = text(as_(zhao).get(reverse("needs:need", args=[need.pk])))

    assert "Nobody has said yet which medicine it is." in page
    assert f'href="{LIST}"' in page


def test_a_need_of_another_kind_shows_no_medicines(need_for, granny_wu, zhao, as_):
    need = need_for(granny_wu, ("白菜", 1, "颗"), kind=Kind.GOODS)

    assert "Its medicines" not in text(as_(zhao).get(reverse("needs:need", args=[need.pk])))


def test_a_needs_page_asks_the_database_as_often_for_many_medicines_as_for_one(
    need_for, granny_wu, old_he, formulary, zhao, as_, django_assert_max_num_queries
):
    one, many = need_for(granny_wu, ("药0", 1, "盒")), need_for(old_he, *[(f"药{n}", 1, "盒") for n in range(8)])
    for need in (one, many):
        take_in(need=need, by=zhao, at=TEN)
    desk = as_(zhao)
    with CaptureQueriesContext(connection) as asked:
        desk.get(reverse("needs:need", args=[one.pk]))

    with django_assert_max_num_queries(len(asked)):
        desk.get(reverse("needs:need", args=[many.pk]))
