"""Lists at the desk, at the counter and on the way: without scripts."""

import io
import re
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from shouwang.desk.base import images
from shouwang.desk.base.models import Event
from shouwang.desk.partners.actions import manifests as actions
from shouwang.desk.partners.models import Answer, LineAnswer, Manifest, ManifestLine
from tests.desk.partners.conftest import line_of, wanted


def said(**fields):
    return {"op_id": str(uuid.uuid4())} | fields


def photo(size=(1600, 1200)):
    drawn = io.BytesIO()
    Image.new("RGB", size, "white").save(drawn, "JPEG")
    return SimpleUploadedFile("box.jpg", drawn.getvalue())


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def desk(as_, zhao):
    return as_(zhao)


@pytest.fixture
def listed(make, zhao, now):
    """Three lines, made now: aspirin with a photograph, insulin, and warfarin that must be that one."""
    return make(
        wanted("Aspirin", "100mg", 2, bag="7", picture=images.keep(photo(), by=zhao, at=now)),
        wanted("Insulin", "3ml", 3, bag="8", is_cold=True, with_card=True, needs_prescription=True),
        wanted("Warfarin", "3mg", 1, bag="9", no_substitute=True),
        at=now,
    )  # fmt: skip


@pytest.fixture
def card(desk, listed):
    """The page with the link, shown once."""
    return desk.post(f"/partners/lists/{listed.pk}/send", said(way="link")).content.decode()


@pytest.fixture
def counter(client, card):
    """A browser that opened the link."""
    token = re.search(r"/l#([\w-]+)", card)[1]
    answer = client.post("/l", {"code": token}, follow=True)
    assert answer.redirect_chain[-1][0] == "/partners/mine"
    return client


# Made and sent by the desk


def test_a_list_is_written_by_hand_with_its_photograph(desk, pharmacy):
    rows = {f"line-{key}_FORMS": value for key, value in {"TOTAL": 6, "INITIAL": 6}.items()}
    first = {"line-0-name": "Aspirin", "line-0-strength": "100mg", "line-0-quantity": "2", "line-0-bag": "7"}
    answer = desk.post(
        f"/partners/{pharmacy.pk}/list",
        said(title="Morning", **rows, **first, **{"line-3-name": "Insulin", "line-3-is_cold": "on"},
             **{"line-0-picture": photo()}),
    )  # fmt: skip

    lines = list(ManifestLine.objects.order_by("position"))
    assert answer.status_code == 302
    assert [(line.name, line.quantity, line.is_cold) for line in lines] == [("Aspirin", 2, False), ("Insulin", 1, True)]
    assert lines[0].picture


def test_a_list_without_a_line_is_told_so(desk, pharmacy):
    rows = {f"line-{key}_FORMS": value for key, value in {"TOTAL": 6, "INITIAL": 6}.items()}
    answer = desk.post(f"/partners/{pharmacy.pk}/list", said(title="Morning", **rows))

    assert answer.status_code == 422
    assert "Nothing stands on the list yet." in answer.content.decode()


def test_what_is_pasted_into_chat_names_no_drug_and_no_title(card, listed):
    chat = re.search(r'id="chat">([^<]*)<', card)[1]

    assert "a list of 3 lines" in chat
    assert "/l#" in chat
    assert not re.search("Aspirin|Insulin|Warfarin|Morning", chat)
    assert "<svg" in card


def test_the_link_is_shown_once(desk, card, listed):
    assert "/l#" not in desk.get(f"/partners/lists/{listed.pk}/").content.decode()
    again = desk.post(f"/partners/lists/{listed.pk}/send", said(way="link"), follow=True).content.decode()
    assert "This list was sent already." in again


def test_a_list_without_a_way_is_not_sent(desk, listed):
    desk.post(f"/partners/lists/{listed.pk}/send", said(way="pigeon"))

    assert Manifest.objects.get().sent_at is None


def test_paper_has_big_lines_and_its_code(desk, listed):
    desk.post(f"/partners/lists/{listed.pk}/send", said(way="paper"))
    made = desk.get(f"/partners/lists/{listed.pk}/list.pdf")

    assert (made["Content-Type"], made.content[:5]) == ("application/pdf", b"%PDF-")
    found = desk.get(f"/partners/lists/find?code={listed.code.lower()}")
    assert found.url == f"/partners/lists/{listed.pk}/telephone"
    assert "no list with the code" in desk.get("/partners/lists/find?code=ZZZZZZ").content.decode()


def test_a_line_added_later_is_marked_for_the_counter(desk, counter, listed):
    desk.post(f"/partners/lists/{listed.pk}/line", said(**{"new-name": "Salve", "new-quantity": "1"}))

    page = counter.get("/partners/mine").content.decode()
    assert page.index("Salve") < page.index("added later")
    assert "0 of 4 answered." in page


# At the counter


def test_the_counter_sees_the_list_and_the_desk_sees_that(desk, counter, listed):
    page = counter.get("/partners/mine").content.decode()

    for word in ("Aspirin", "100mg", "keep cold", "insurance card", "prescription", "this one only", "?small"):
        assert word in page
    assert Manifest.objects.get().seen_at
    assert "seen" in desk.get(f"/partners/lists/{listed.pk}/").content.decode()


def test_each_answer_is_one_form_and_leads_to_the_next_line(counter, listed):
    first, second, third = listed.lines.order_by("position")
    told = [
        counter.post(f"/partners/lines/{first.pk}/answer", said(answer="ready", price_fen="12.5")).url,
        counter.post(f"/partners/lines/{third.pk}/answer", said(answer="none", note="on Monday")).url,
        counter.post(f"/partners/lines/{second.pk}/answer", said(answer="part", quantity="2")).url,
    ]

    assert told == ["/partners/mine#line-2", "/partners/mine#line-2", "/partners/mine#top"]
    page = counter.get("/partners/mine").content.decode()
    assert "3 of 3 answered." in page
    assert "Every line is answered." in page
    for word in ("¥12.50", "2 of 3", "on Monday"):
        assert word in page


def test_another_one_is_offered_by_name_maker_and_strength(desk, counter, listed):
    line = line_of(listed)
    offer = {"offer_name": "Bayaspirin", "offer_strength": "100mg", "offer_maker": "Shiyan"}
    counter.post(f"/partners/lines/{line.pk}/answer", said(answer="substitute", **offer))

    assert "Bayaspirin · 100mg · Shiyan" in desk.get(f"/partners/lists/{listed.pk}/").content.decode()


def test_what_was_typed_stays_where_something_is_missing(counter, listed):
    line = line_of(listed)
    answer = counter.post(
        f"/partners/lines/{line.pk}/answer", said(answer="substitute", offer_maker="Shiyan", note="same salt")
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Which one instead?" in page
    assert "Shiyan" in page
    assert "same salt" in page
    assert not LineAnswer.objects.exists()


@pytest.mark.parametrize("form", [{"answer": "maybe"}, {}, {"answer": "part", "quantity": "x"}])
def test_nonsense_is_told_and_not_kept(counter, listed, form):
    assert counter.post(f"/partners/lines/{line_of(listed).pk}/answer", said(**form)).status_code == 422
    assert not LineAnswer.objects.exists()


def test_the_same_form_twice_is_one_answer(counter, listed):
    form = said(answer="ready")
    for _time in range(2):
        counter.post(f"/partners/lines/{line_of(listed).pk}/answer", form)

    assert LineAnswer.objects.count() == 1


def test_an_answer_is_corrected_until_it_was_fetched(desk, counter, listed):
    line = line_of(listed)
    for answer in ("ready", "none"):
        counter.post(f"/partners/lines/{line.pk}/answer", said(answer=answer))
    desk.post(f"/partners/lists/{listed.pk}/fetched", said())
    late = counter.post(f"/partners/lines/{line.pk}/answer", said(answer="ready"))

    assert line_of(listed).answer == Answer.NONE
    assert late.status_code == 422
    page = counter.get("/partners/mine").content.decode()
    assert "not changed any more" in page
    assert '<button class="go"' not in page


def test_a_list_that_was_ended_shows_a_sentence_and_nothing_else(desk, counter, listed):
    line = line_of(listed)
    desk.post(f"/partners/lists/{listed.pk}/revoke", said())

    page = counter.get("/partners/mine")
    assert page.status_code == 410
    assert "This list has ended" in page.content.decode()
    assert "Aspirin" not in page.content.decode()
    assert counter.post(f"/partners/lines/{line.pk}/answer", said(answer="ready")).status_code == 404
    assert counter.get(f"/partners/lines/{line.pk}/picture").status_code == 302


def test_a_photograph_is_small_in_the_list_and_whole_at_a_tap(counter, listed):
    line = line_of(listed)
    small, whole = (counter.get(f"/partners/lines/{line.pk}/picture{more}").content for more in ("?small", ""))

    assert Image.open(io.BytesIO(small)).size == (480, 360)
    assert Image.open(io.BytesIO(whole)).size == (1600, 1200)


def test_a_line_without_a_photograph_has_none(counter, listed):
    assert counter.get(f"/partners/lines/{line_of(listed, 2).pk}/picture").status_code == 404


def test_the_link_of_one_list_opens_no_other(counter, make, zhao, now):
    other, _token = actions.send_manifest(
        manifest=make(wanted("Secret"), at=now), way=Manifest.SentBy.LINK, by=zhao, at=now
    )

    line = line_of(other)
    assert counter.post(f"/partners/lines/{line.pk}/answer", said(answer="ready")).status_code == 404
    for path in (f"lines/{line.pk}/picture", f"lists/{other.pk}/list.pdf", f"lists/{other.pk}/", ""):
        assert counter.get(f"/partners/{path}").status_code == 404
    assert "Secret" not in counter.get("/partners/mine").content.decode()


def test_the_counter_s_page_asks_few_questions_however_long_the_list(
    client, make, zhao, now, django_assert_max_num_queries
):
    long = make(*[wanted(f"Drug {number}") for number in range(40)], at=now)
    _sent, token = actions.send_manifest(manifest=long, way=Manifest.SentBy.LINK, by=zhao, at=now)
    client.post("/l", {"code": token}, follow=True)

    with django_assert_max_num_queries(8):
        assert "Drug 39" in client.get("/partners/mine").content.decode()


# Telephone


def test_answers_are_taken_line_by_line_on_the_telephone(desk, listed, zhao):
    sent = desk.post(f"/partners/lists/{listed.pk}/send", said(way="phone"))
    assert sent.url == f"/partners/lists/{listed.pk}/telephone"
    for line, form in zip(
        listed.lines.order_by("position"),
        [{"answer": "ready"}, {"answer": "part", "quantity": "1"}, {"answer": "none"}],
        strict=True,
    ):
        page = desk.get(sent.url).content.decode()
        assert f"/partners/lines/{line.pk}/heard" in page
        assert desk.post(f"/partners/lines/{line.pk}/heard", said(**form)).url == sent.url

    assert "Every line is answered." in desk.get(sent.url).content.decode()
    assert {line.answered_by for line in listed.lines.select_related("answered_by")} == {zhao.account}
    assert (
        f"/partners/lines/{line_of(listed).pk}/heard"
        in desk.get(f"{sent.url}?line={line_of(listed).pk}").content.decode()
    )


def test_what_is_unclear_on_the_telephone_stays_on_the_screen(desk, listed):
    desk.post(f"/partners/lists/{listed.pk}/send", said(way="phone"))
    answer = desk.post(f"/partners/lines/{line_of(listed).pk}/heard", said(answer="part", note="ask for Ms Shi"))

    assert answer.status_code == 422
    assert "How many do you have?" in answer.content.decode()
    assert "ask for Ms Shi" in answer.content.decode()


def test_both_answers_are_seen_at_the_desk(desk, counter, listed):
    line = line_of(listed)
    counter.post(f"/partners/lines/{line.pk}/answer", said(answer="ready", price_fen="9"))
    desk.post(f"/partners/lines/{line.pk}/heard", said(answer="none"))

    page = desk.get(f"/partners/lists/{listed.pk}/").content.decode()
    assert page.index("by telephone, Zhao") < page.index("Said before") < page.index("¥9.00")


# Silence


def test_a_silent_partner_stands_on_today_with_the_number_to_tap(desk, listed, zhao, now):
    half_an_hour_ago = now - timedelta(minutes=30)
    Manifest.objects.update(made_at=half_an_hour_ago)
    actions.send_manifest(manifest=listed, way=Manifest.SentBy.LINK, by=zhao, at=half_an_hour_ago)

    assert "lists to telephone" in desk.get("/today/").content.decode()
    page = desk.get("/partners/lists/").content.decode()
    assert page.index("To telephone") < page.index("tel:13000000501") < page.index("Waiting for answers")


def test_nobody_silent_is_no_number(desk, counter):
    assert "lists to telephone" not in desk.get("/today/").content.decode()


def test_the_lists_ask_few_questions(desk, make, zhao, now, django_assert_max_num_queries):
    for _number in range(12):
        actions.send_manifest(manifest=make(wanted(), at=now), way=Manifest.SentBy.PHONE, by=zhao, at=now)

    with django_assert_max_num_queries(14):
        page = desk.get("/partners/lists/").content.decode()
    assert page.count("Take the answers") == 12


# On the way


def test_the_carrier_reads_what_they_fetch_also_without_network(as_, desk, counter, listed, lin, sun):
    desk.post(f"/partners/lists/{listed.pk}/carrier", said(member=str(lin.membership_id)))
    counter.post(f"/partners/lines/{line_of(listed).pk}/answer", said(answer="ready"))

    sheet = as_(lin).get(f"/partners/lists/{listed.pk}/sheet")
    assert sheet["X-Keep-Offline"] == "yes"
    assert "Aspirin" in sheet.content.decode()
    assert "<form" not in sheet.content.decode().split("<main")[1].split("</main>")[0]
    assert as_(sun).get(f"/partners/lists/{listed.pk}/sheet").status_code == 404
    assert "X-Keep-Offline" not in desk.get(f"/partners/lists/{listed.pk}/sheet")


def test_a_list_that_was_ended_is_taken_from_the_carrier(as_, desk, counter, listed, lin):
    desk.post(f"/partners/lists/{listed.pk}/carrier", said(member=str(lin.membership_id)))
    desk.post(f"/partners/lists/{listed.pk}/revoke", said())

    assert as_(lin).get(f"/partners/lists/{listed.pk}/sheet").status_code == 404


def test_a_stranger_cannot_be_named_to_fetch(desk, counter, listed, feng):
    page = desk.post(f"/partners/lists/{listed.pk}/carrier", said(member=str(feng.membership_id)), follow=True)

    assert "does not work here any more" in page.content.decode()
    assert Manifest.objects.get().carrier is None


def test_every_step_is_told_at_the_list(desk, counter, listed):
    counter.post(f"/partners/lines/{line_of(listed).pk}/answer", said(answer="ready"))
    page = desk.get(f"/partners/lists/{listed.pk}/").content.decode()

    for words in ("made a list of 3 lines", "sent the list by link", "opened the list", "a line is answered: ready"):
        assert words in page
    assert not [event for event in Event.objects.all() if "Aspirin" in repr(event.data)]
