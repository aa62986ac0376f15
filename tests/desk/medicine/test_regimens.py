"""Who takes what: stated, said anew, ended; and what of a stock is refused."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from shouwang.desk.base.models import Event
from shouwang.desk.medicine.actions import regimens as actions
from shouwang.desk.medicine.models import Regimen, Stock
from shouwang.desk.medicine.regimens.days_left import days_left
from tests.desk.conftest import TEN

DAY = timedelta(days=1)


@pytest.fixture
def wu(granny_wu):
    return granny_wu.persons.get()


def state(person, by, at=TEN, **said):
    said = {"name": "氨氯地平", "strength": "5mg", "daily": Decimal(1), "unit": "片"} | said
    return actions.state_regimen(person=person, by=by, at=at, **said)


def kinds():
    return list(Event.objects.filter(kind__startswith="medicine.").order_by("seq").values_list("kind", flat=True))


def test_a_regimen_is_stated_with_who_said_it(wu, zhao, granny_wu):
    regimen = state(wu, zhao, stated_by="daughter", units=Decimal(30))

    assert (regimen.name, regimen.daily, regimen.stated_by, regimen.noted_by) == (
        "氨氯地平",
        1,
        "daughter",
        zhao.account,
    )
    assert days_left(regimen, TEN).stock.said_by == "daughter"
    assert kinds() == ["medicine.regimen_stated", "medicine.stock_stated"]
    assert Event.objects.filter(household_id=granny_wu.pk, kind="medicine.regimen_stated").exists()


def test_the_same_said_twice_is_one(wu, zhao):
    first = state(wu, zhao)

    assert state(wu, zhao, strength="0.005g", at=TEN + DAY) == first
    assert Regimen.objects.count() == 1


def test_another_strength_or_form_is_another_regimen(wu, zhao):
    assert len({state(wu, zhao), state(wu, zhao, strength="10mg"), state(wu, zhao, name="二甲双胍", form="片"),
                state(wu, zhao, name="二甲双胍", form="缓释片")}) == 4  # fmt: skip


def test_another_amount_is_stated_anew_and_what_is_left_stays(wu, zhao):
    old = state(wu, zhao, units=Decimal(30))
    new = state(wu, zhao, daily=Decimal(2), at=TEN + 10 * DAY)

    old.refresh_from_db()
    assert old.ended_at == TEN + 10 * DAY
    assert (new.daily, days_left(new, TEN + 10 * DAY).units, days_left(new, TEN + 10 * DAY).days) == (2, 20, 10)
    assert Regimen.objects.current().get() == new


def test_no_card_pin_is_kept_in_a_note(wu, zhao):
    assert "482913" not in state(wu, zhao, note="医保卡密码482913，只要原厂").note


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"name": " "}, actions.NameMissing), ({"daily": Decimal(0)}, actions.NotAnAmount),
        ({"daily": Decimal(-1)}, actions.NotAnAmount), ({"daily": Decimal(1000)}, actions.NotAnAmount),
        ({"units": Decimal(-1)}, actions.NotAnAmount), ({"units": Decimal(1), "as_of": TEN + DAY}, actions.NotYet),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_is_kept(wu, zhao, said, refusal):
    with pytest.raises(refusal):
        state(wu, zhao, **said)
    assert not Regimen.objects.exists()
    assert kinds() == []


def test_who_has_gone_takes_nothing_here(wu, zhao):
    wu.gone_at = TEN
    wu.save()

    with pytest.raises(actions.NotHere, match="吴虚构"):
        state(wu, zhao)


def test_ending_twice_is_ending_once(wu, zhao):
    regimen = state(wu, zhao)
    actions.end_regimen(regimen=regimen, by=zhao, at=TEN)
    actions.end_regimen(regimen=Regimen.objects.get(), by=zhao, at=TEN + DAY)

    assert Regimen.objects.get().ended_at == TEN
    assert kinds().count("medicine.regimen_ended") == 1


@pytest.mark.parametrize(
    ("units", "moment", "refusal", "words"),
    [
        ("-1", TEN, actions.NotAnAmount, "0 or more"), ("1000000", TEN, actions.NotAnAmount, "million"),
        ("5", TEN + timedelta(minutes=1), actions.NotYet, "has not come"),
        ("5", TEN - 401 * DAY, actions.NotAnAmount, "more than a year"),
    ],
)  # fmt: skip
def test_a_stock_that_cannot_be_is_refused(wu, zhao, units, moment, refusal, words):
    regimen = state(wu, zhao)

    with pytest.raises(refusal, match=words):
        actions.state_stock(
            regimen=regimen, units=Decimal(units), basis=Stock.Basis.STATED, by=zhao, at=TEN, as_of=moment
        )
    assert not Stock.objects.exists()


def test_a_stock_of_what_ended_is_refused(wu, zhao):
    regimen = actions.end_regimen(regimen=state(wu, zhao), by=zhao, at=TEN)

    with pytest.raises(actions.HasEnded):
        actions.state_stock(regimen=regimen, units=Decimal(5), basis=Stock.Basis.STATED, by=zhao, at=TEN)


def test_one_source_says_it_once(wu, zhao):
    regimen, source = state(wu, zhao), uuid4()
    for units in (5, 9):
        actions.state_stock(regimen=regimen, units=Decimal(units), basis=Stock.Basis.STATED, by=zhao, at=TEN,
                            source_id=source)  # fmt: skip

    assert Stock.objects.get().units == 5
    assert kinds().count("medicine.stock_stated") == 1


def test_a_foreign_desk_sees_no_regimen(wu, zhao, feng, lin, qian, wu_at_home):
    regimen = state(wu, zhao)

    assert list(Regimen.objects.visible_to(qian)) == [regimen]
    assert list(Regimen.objects.visible_to(wu_at_home)) == [regimen]
    for actor in (feng, lin):
        assert not Regimen.objects.visible_to(actor).exists()
