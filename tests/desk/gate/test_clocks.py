"""A guard's clock that is wrong is noticed, the hours are set right, and the book says so."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.gate.models import Passage
from tests.desk.gate.test_pages import RECORD, taken


@pytest.fixture
def phone(as_, guard):
    return as_(guard)


def sent_by(phone, behind: timedelta, form, **about):
    """As a phone sends it whose clock is `behind`: what happened an hour ago."""
    clock = timezone.now() - behind
    form |= {"said_at": (clock - timedelta(hours=1)).isoformat(), **about}
    headers = {"X-Op-Id": str(form["op_id"]), "X-Sent-At": clock.isoformat()}
    return phone.post(RECORD, form, headers=headers)


@pytest.mark.parametrize(
    ("minutes", "off"), [(47, 47 * 60), (-47, -47 * 60), (1, 0), (0, 0)], ids=["behind", "ahead", "a little", "right"]
)
def test_it_happened_when_it_happened_whatever_the_phone_says(phone, granny_wu, wu, south, minutes, off):
    answer = sent_by(phone, timedelta(minutes=minutes), taken(granny_wu, wu, south))

    passage = Passage.objects.get()
    assert answer.status_code == 204
    assert abs((passage.received_at - passage.said_at) - timedelta(hours=1)) < timedelta(seconds=30)
    assert abs(passage.clock_off - off) < 30


def test_the_book_says_by_which_clock_and_by_which_list(phone, as_, zhao, granny_wu, wu, south):
    old = timezone.now() - timedelta(hours=14)
    sent_by(phone, timedelta(minutes=47), taken(granny_wu, wu, south), list_at=old.isoformat())

    book = as_(zhao).get(reverse("gate:book")).content.decode()

    assert "clock 47 min wrong" in book
    assert "by a list of" in book
    assert Passage.objects.get().list_at == old


def test_a_clock_that_says_nonsense_does_no_harm(phone, granny_wu, wu, south):
    form = taken(granny_wu, wu, south) | {"said_at": "1970-01-01T00:00:00Z"}
    headers = {"X-Op-Id": str(form["op_id"]), "X-Sent-At": "0001-01-01T00:00:00Z"}

    assert phone.post(RECORD, form, headers=headers).status_code == 204
    assert Passage.objects.get().clock_off == 0
    assert uuid.UUID(str(form["op_id"])) == Passage.objects.get().op_id
