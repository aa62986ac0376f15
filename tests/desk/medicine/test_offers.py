"""Another drug instead: offered by a partner or typed by the desk, bought only with a consent that says who."""

from datetime import timedelta

import pytest

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Event
from shouwang.desk.base.roles import Role
from shouwang.desk.medicine.actions import offers
from shouwang.desk.medicine.actions.items import complete_item
from shouwang.desk.medicine.actions.offers import consent, is_other_strength, make_offer, offer_from_answer
from shouwang.desk.medicine.models import Item, ItemState, Offer
from shouwang.desk.partners.models import Answer, Manifest, ManifestLine, Partner
from tests.desk.conftest import TEN

LATER = TEN + timedelta(hours=1)


@pytest.fixture
def pharmacy(banyan) -> Partner:
    return Partner.objects.create(community=banyan, kind="pharmacy", name="桥头药房")


@pytest.fixture
def item(item_for, granny_wu) -> Item:
    return item_for(granny_wu, "络活喜 5mg*7片", 3)


@pytest.fixture
def offer(item, pharmacy, zhao) -> Offer:
    return make_offer(
        item=item, partner=pharmacy, name="氨氯地平片", maker="乙厂", strength="10mg", price_fen=2150, by=zhao, at=TEN
    )


def test_an_offer_is_kept_with_who_has_it_and_its_price(offer, item, pharmacy, zhao):
    stored = Offer.objects.get(item=item)

    assert (stored.partner_id, stored.name, stored.maker, stored.price_fen) == (pharmacy.pk, "氨氯地平片", "乙厂", 2150)
    assert (stored.made_by, stored.consent) == (zhao.account, "")
    assert is_other_strength(stored)


def test_the_same_strength_written_otherwise_is_no_other(item, pharmacy, zhao):
    same = make_offer(
        item=item, partner=pharmacy, name="氨氯地平", maker="", strength="0.005g", price_fen=None, by=zhao, at=TEN
    )
    assert not is_other_strength(same)


def test_the_same_offer_made_again_is_one_with_its_newest_price(offer, item, pharmacy, zhao):
    again = make_offer(
        item=item,
        partner=pharmacy,
        name="氨氯地平片",
        maker="乙厂",
        strength="10 MG",
        price_fen=1990,
        by=zhao,
        at=LATER,
    )

    assert again == offer
    assert Offer.objects.get().price_fen == 1990
    assert Event.objects.filter(kind="medicine.offer_made").count() == 1


def test_an_offer_says_what_it_is(item, pharmacy, zhao):
    with pytest.raises(offers.NameMissing):
        make_offer(item=item, partner=pharmacy, name=" ", maker="", strength="", price_fen=None, by=zhao, at=TEN)


def test_nothing_is_offered_for_what_was_bought(item, pharmacy, zhao):
    item.state = ItemState.BOUGHT
    with pytest.raises(offers.ItemHasMovedOn):
        make_offer(item=item, partner=pharmacy, name="甲", maker="", strength="", price_fen=None, by=zhao, at=TEN)


# Consent


def test_consent_by_telephone_says_who_said_it_who_asked_and_when(offer, zhao):
    consent(offer=offer, yes=True, words="本人电话同意", by=zhao, at=LATER)

    stored = Offer.objects.get()
    assert (stored.consent, stored.consent_at, stored.consent_by) == ("yes", LATER, zhao.account)
    assert (stored.words, stored.by_household) == ("本人电话同意", False)


def test_consent_on_their_own_page_needs_no_words(offer, wu_at_home):
    consent(offer=offer, yes=True, words="", by=wu_at_home, at=LATER)

    stored = Offer.objects.get()
    assert (stored.consent, stored.by_household, stored.consent_by) == ("yes", True, None)


def test_consent_at_the_desk_without_words_is_none(offer, zhao):
    with pytest.raises(offers.WordsMissing):
        consent(offer=offer, yes=True, words="  ", by=zhao, at=LATER)
    assert Offer.objects.get().consent == ""


def test_nobody_agrees_for_the_household(offer, banyan):
    for nobody in (Actor.clockwork(banyan), Actor(community=banyan, role=Role.PARTNER)):
        with pytest.raises(offers.NobodySaidIt):
            consent(offer=offer, yes=True, words="可以", by=nobody, at=LATER)
    assert Offer.objects.get().consent == ""


def test_said_twice_it_is_said_once_and_a_mind_may_be_changed(offer, zhao, wu_at_home):
    consent(offer=offer, yes=True, words="本人", by=zhao, at=TEN)
    consent(offer=offer, yes=True, words="本人", by=zhao, at=LATER)
    assert Offer.objects.get().consent_at == TEN

    consent(offer=Offer.objects.select_related("item__need").get(), yes=False, words="", by=wu_at_home, at=LATER)
    assert Offer.objects.get().consent == "no"
    assert Event.objects.filter(kind__startswith="medicine.offer_").count() == 3


def test_who_wants_no_substitute_is_not_bought_one(offer, item, zhao):
    complete_item(item=item, no_substitute=True, by=zhao, at=TEN)
    offer = Offer.objects.select_related("item__need").get()

    with pytest.raises(offers.NoSubstituteWanted):
        consent(offer=offer, yes=True, words="本人", by=zhao, at=LATER)
    assert Offer.objects.get().consent == ""


def test_after_the_box_was_bought_no_consent_is_taken(offer, zhao):
    Item.objects.update(state=ItemState.BOUGHT)

    with pytest.raises(offers.Bought):
        consent(offer=Offer.objects.select_related("item__need").get(), yes=True, words="本人", by=zhao, at=LATER)


# From a partner's answer


@pytest.fixture
def line(banyan, pharmacy, item) -> ManifestLine:
    manifest = Manifest.objects.create(
        community=banyan, partner=pharmacy, title="上午", made_at=TEN, expires_at=LATER, sent_at=TEN, sent_by_way="link"
    )
    line = ManifestLine(
        community=banyan, manifest=manifest, position=1, subject_id=item.pk, quantity=3, answer=Answer.SUBSTITUTE,
        answered_at=TEN, price_fen=2150,
    )  # fmt: skip
    line.offer_name, line.offer_strength, line.offer_maker = "氨氯地平片", "5mg", "乙厂"
    line.save()
    return line


def test_a_substitute_in_an_answer_becomes_an_offer_of_the_partner(line, banyan, pharmacy):
    partner = Actor(community=banyan, role=Role.PARTNER)

    offer_from_answer(line, partner, TEN)
    offer_from_answer(line, partner, LATER)

    offer = Offer.objects.get()
    assert (offer.name, offer.strength, offer.partner_id, offer.made_by) == ("氨氯地平片", "5mg", pharmacy.pk, None)


def test_an_answer_that_is_corrected_takes_its_offer_back(line, banyan):
    partner = Actor(community=banyan, role=Role.PARTNER)
    offer_from_answer(line, partner, TEN)

    line.answer = Answer.READY
    offer_from_answer(line, partner, LATER)

    assert not Offer.objects.exists()


def test_a_consent_that_was_given_outlives_the_correction(line, banyan, zhao):
    partner = Actor(community=banyan, role=Role.PARTNER)
    offer_from_answer(line, partner, TEN)
    consent(offer=Offer.objects.select_related("item__need").get(), yes=True, words="本人", by=zhao, at=TEN)

    line.answer = Answer.NONE
    offer_from_answer(line, partner, LATER)

    assert Offer.objects.get().consent == "yes"


def test_an_answer_about_something_else_offers_nothing(line, banyan):
    line.subject_id = line.pk

    offer_from_answer(line, Actor(community=banyan, role=Role.PARTNER), TEN)

    assert not Offer.objects.exists()
