"""The directory's pages, as the desk works with them without scripts."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from shouwang.desk.partners.actions.directory import add_partner
from shouwang.desk.partners.models import Partner, PartnerKind, StockSaying
from tests.desk.conftest import TEN


def said(**fields):
    return {"op_id": str(uuid.uuid4())} | fields


@pytest.fixture
def desk(as_, zhao):
    return as_(zhao)


FORM = {"kind": "pharmacy", "name": "East Pharmacy", "hours": "8:00-20:30 daily", "phone": "13000000503"}


def test_a_partner_is_added_with_hours_as_one_writes_them(desk):
    answer = desk.post("/partners/new", said(**FORM))

    partner = Partner.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/partners/{partner.pk}/")
    assert partner.hours == [[["08:00", "20:30"]]] * 7
    page = desk.get(answer.url).content.decode()
    assert "08:00–20:30" in page
    assert 'href="tel:13000000503"' in page


@pytest.mark.parametrize(
    ("hours", "asked"),
    [("8:00-20:30", "On which days?"), ("daily 8-5", "morning or evening?"), ("ask the boss", "was not understood")],
)
def test_hours_that_are_unsure_are_asked_back_and_nothing_is_lost(desk, hours, asked):
    answer = desk.post("/partners/new", said(**FORM | {"hours": hours}))

    assert answer.status_code == 422
    assert asked in answer.content.decode()
    assert "East Pharmacy" in answer.content.decode()
    assert not Partner.objects.exists()


def test_a_name_twice_is_told_at_the_form(desk, pharmacy):
    answer = desk.post("/partners/new", said(**FORM | {"name": pharmacy.name}))

    assert answer.status_code == 422
    assert "already" in answer.content.decode()


def test_the_change_form_begins_with_what_is_known(desk, pharmacy):
    page = desk.get(f"/partners/{pharmacy.pk}/change").content.decode()
    assert "daily 08:00-20:30" in page

    desk.post(f"/partners/{pharmacy.pk}/change", said(**FORM | {"name": pharmacy.name, "hours": "24小时"}))
    pharmacy.refresh_from_db()
    assert pharmacy.hours == [[["00:00", "24:00"]]] * 7


def test_shut_today_and_open_again_by_one_press_each(desk, pharmacy):
    desk.post(f"/partners/{pharmacy.pk}/shut", said(how="today"))
    pharmacy.refresh_from_db()
    today = pharmacy.community.today(timezone.now())
    assert (pharmacy.shut_from, pharmacy.shut_until) == (today, today)
    assert "shut until" in desk.get("/partners/").content.decode()

    desk.post(f"/partners/{pharmacy.pk}/open", said())
    pharmacy.refresh_from_db()
    assert pharmacy.shut_from is None


def test_shut_until_a_day_needs_the_day(desk, pharmacy):
    assert desk.post(f"/partners/{pharmacy.pk}/shut", said(how="until")).status_code == 422
    day = pharmacy.community.today(timezone.now()) + timedelta(days=3)
    desk.post(f"/partners/{pharmacy.pk}/shut", said(how="until", until=day.isoformat()))

    pharmacy.refresh_from_db()
    assert pharmacy.shut_until == day


def test_what_was_heard_by_telephone_stands_there_with_who_heard_it(desk, pharmacy, zhao):
    answer = desk.post(
        f"/partners/{pharmacy.pk}/stock",
        said(name="Insulin", strength="3 ml", has="some", quantity="4", price_fen="52,5", said_by="Ms Shi"),
    )

    saying = StockSaying.objects.get()
    assert (saying.item, saying.quantity, saying.price_fen) == ("insulin|3ml", 4, 5250)
    page = desk.get(answer.url).content.decode()
    assert "¥52.50" in page
    assert "Ms Shi" in page
    assert "heard by Zhao" in page
    assert "checked on" in page


@pytest.mark.parametrize("price", ["much", "1.234", "-1", "NaN", "1e9"])
def test_a_price_that_is_none_is_asked_for_again(desk, pharmacy, price):
    answer = desk.post(f"/partners/{pharmacy.pk}/stock", said(name="Insulin", has="yes", price_fen=price))

    assert answer.status_code == 422
    assert "12.50" in answer.content.decode()
    assert not StockSaying.objects.exists()


def test_older_words_are_folded_away(desk, pharmacy, zhao):
    StockSaying.objects.create(
        community=pharmacy.community, partner=pharmacy, item="salve", has="yes", source="call",
        said_at=timezone.now() - timedelta(days=4),
    )  # fmt: skip

    page = desk.get(f"/partners/{pharmacy.pk}/").content.decode()
    assert page.index("1 older word") < page.index("salve")


def test_who_is_taken_off_is_not_in_the_directory(desk, pharmacy):
    desk.post(f"/partners/{pharmacy.pk}/retire", said())

    assert pharmacy.name not in desk.get("/partners/").content.decode().split("<ul")[1]


def test_an_open_list_keeps_its_partner(desk, pharmacy, make, zhao):
    from shouwang.desk.partners.actions.manifests import send_manifest
    from shouwang.desk.partners.models import Manifest
    from tests.desk.partners.conftest import wanted

    now = timezone.now()
    send_manifest(manifest=make(wanted(), at=now), way=Manifest.SentBy.PAPER, by=zhao, at=now)
    page = desk.post(f"/partners/{pharmacy.pk}/retire", said(), follow=True).content.decode()

    assert "still open" in page
    assert Partner.objects.working().exists()


def test_the_directory_is_chosen_by_kind_and_asks_few_questions(desk, zhao, django_assert_max_num_queries):
    for number in range(30):
        add_partner(kind=list(PartnerKind)[number % 5], name=f"Place {number}", by=zhao, at=TEN)

    with django_assert_max_num_queries(10):
        page = desk.get("/partners/?kind=clinic").content.decode()

    assert page.count('<li class="row">') == 6


def test_the_directory_is_the_desk_s_and_its_own_community_s(as_, desk, lin, foreign_pharmacy, pharmacy):
    assert as_(lin).get("/partners/").status_code == 404
    assert "Poplar Pharmacy" not in desk.get("/partners/").content.decode()
    for path in ("", "change"):
        assert desk.get(f"/partners/{foreign_pharmacy.pk}/{path}").status_code == 404
    assert desk.post(f"/partners/{foreign_pharmacy.pk}/stock", said(name="X", has="yes")).status_code == 404


def test_a_partner_s_page_asks_few_questions_however_much_was_said(desk, pharmacy, zhao, django_assert_max_num_queries):
    now = timezone.now()
    StockSaying.objects.bulk_create(
        StockSaying(community=pharmacy.community, partner=pharmacy, item=f"i{n}", has="yes", source="call", said_at=now)
        for n in range(40)
    )

    with django_assert_max_num_queries(14):
        assert desk.get(f"/partners/{pharmacy.pk}/").status_code == 200
