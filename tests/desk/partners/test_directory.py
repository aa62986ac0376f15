"""Who can be bought from and sent to; when they are open."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from shouwang.desk.base.models import Event
from shouwang.desk.ledger import holders
from shouwang.desk.ledger.names import name_of
from shouwang.desk.partners import opening
from shouwang.desk.partners.actions import directory
from shouwang.desk.partners.models import Partner, PartnerKind
from shouwang.desk.partners.shown import show_partner
from tests.desk.conftest import TEN

TODAY = date(2020, 3, 8)


def test_a_partner_is_added_with_what_is_known(zhao, pharmacy):
    clinic = directory.add_partner(
        kind=PartnerKind.CLINIC, name=" West Clinic ", place="3 West Road", contact="Dr Shi 13000000502",
        latitude=Decimal("31.1"), longitude=Decimal("121.2"), datum="gcj02", by=zhao, at=TEN,
    )  # fmt: skip

    clinic.refresh_from_db()
    assert (clinic.name, clinic.contact, clinic.datum) == ("West Clinic", "Dr Shi 13000000502", "gcj02")
    assert b"Shi" not in bytes(clinic.contact_sealed)
    assert Event.objects.filter(kind="partners.added").count() == 2


def test_two_partners_of_one_name_are_refused(zhao, pharmacy):
    with pytest.raises(directory.NameTaken, match="Green Lane Pharmacy"):
        directory.add_partner(kind=PartnerKind.PHARMACY, name="Green Lane Pharmacy", by=zhao, at=TEN)

    assert Partner.objects.count() == 1


@pytest.mark.parametrize("about", [{"name": "  "}, {"name": "X", "latitude": Decimal(31)}])
def test_what_cannot_be_is_refused_with_a_sentence(zhao, about):
    with pytest.raises(directory.NotClear):
        directory.add_partner(kind=PartnerKind.SITE, by=zhao, at=TEN, **about)


def test_a_partner_may_keep_its_own_name_when_it_changes(zhao, pharmacy):
    directory.change_partner(partner=pharmacy, name="Green Lane Pharmacy", keeps_cold=True, by=zhao, at=TEN)

    pharmacy.refresh_from_db()
    assert pharmacy.keeps_cold


def test_hours_are_spans_on_the_community_s_clock(pharmacy):
    (span,) = opening.opening_spans(pharmacy, TODAY)

    assert [moment.isoformat() for moment in span] == ["2020-03-08T08:00:00+08:00", "2020-03-08T20:30:00+08:00"]
    assert opening.is_open(pharmacy, TEN) is True
    assert opening.is_open(pharmacy, TEN + timedelta(hours=11)) is False
    assert opening.next_opening(pharmacy, TEN) == span[0] + timedelta(days=1)


def test_a_night_counter_is_open_past_midnight(pharmacy):
    pharmacy.hours = [[["22:00", "02:00"]]] * 6 + [[]]  # not on Sundays; TEN is one

    assert opening.is_open(pharmacy, datetime(2020, 3, 8, 1, 0, tzinfo=pharmacy.community.tz)) is True
    assert opening.is_open(pharmacy, datetime(2020, 3, 8, 23, 0, tzinfo=pharmacy.community.tz)) is False
    assert opening.is_open(pharmacy, datetime(2020, 3, 9, 23, 0, tzinfo=pharmacy.community.tz)) is True


def test_round_the_clock_ends_at_midnight_and_goes_on(pharmacy):
    pharmacy.hours = [[["00:00", "24:00"]]] * 7

    (span,) = opening.opening_spans(pharmacy, TODAY)
    assert span[1] - span[0] == timedelta(days=1)
    assert opening.is_open(pharmacy, TEN + timedelta(hours=14)) is True


def test_nobody_knows_when_it_is_open(zhao, pharmacy):
    pharmacy.hours = []

    assert opening.knows_hours(pharmacy) is False
    assert opening.is_open(pharmacy, TEN) is None
    assert opening.opening_spans(pharmacy, TODAY) == []


@pytest.mark.parametrize(("until", "shut_on_the_10th"), [(date(2020, 3, 9), False), (None, True)])
def test_shut_for_days_or_until_told(zhao, pharmacy, until, shut_on_the_10th):
    directory.shut_partner(partner=pharmacy, from_day=TODAY, until=until, by=zhao, at=TEN)
    directory.shut_partner(partner=pharmacy, from_day=TODAY, until=until, by=zhao, at=TEN)

    assert opening.is_open(pharmacy, TEN) is False
    assert opening.opening_spans(pharmacy, TODAY) == []
    assert opening.is_shut_on(pharmacy, date(2020, 3, 10)) is shut_on_the_10th
    assert Event.objects.filter(kind="partners.shut").count() == 1

    directory.open_again(partner=pharmacy, by=zhao, at=TEN)
    directory.open_again(partner=pharmacy, by=zhao, at=TEN)
    pharmacy.refresh_from_db()
    assert opening.is_open(pharmacy, TEN) is True
    assert Event.objects.filter(kind="partners.opened").count() == 1


def test_it_cannot_open_before_it_shuts(zhao, pharmacy):
    with pytest.raises(directory.NotClear):
        directory.shut_partner(partner=pharmacy, from_day=TODAY, until=date(2020, 3, 7), by=zhao, at=TEN)


def test_who_is_taken_off_makes_room_for_its_name(zhao, pharmacy):
    directory.retire_partner(partner=pharmacy, by=zhao, at=TEN)
    directory.retire_partner(partner=pharmacy, by=zhao, at=TEN + timedelta(days=1))

    assert pharmacy.retired_at == TEN
    assert not Partner.objects.working().exists()
    directory.add_partner(kind=PartnerKind.PHARMACY, name="Green Lane Pharmacy", by=zhao, at=TEN)
    assert Event.objects.filter(kind="partners.retired").count() == 1


def test_nobody_is_taken_off_while_a_list_lies_there(zhao, pharmacy, sent):
    with pytest.raises(directory.HasOpenLists):
        directory.retire_partner(partner=pharmacy, by=zhao, at=TEN)


def test_the_ledger_calls_a_partner_by_its_name_also_when_it_is_off_the_list(banyan, zhao):
    shop = directory.add_partner(kind=PartnerKind.PHARMACY, name="Harbour", by=zhao, at=TEN)
    Partner.objects.update(retired_at=TEN)

    assert name_of(holders.of_partner(shop.pk, banyan), zhao) == "Harbour"


def test_what_never_shuts_says_so(pharmacy):
    pharmacy.hours = [[["00:00", "24:00"]]] * 7

    assert show_partner(pharmacy, TEN).when == "open day and night"
