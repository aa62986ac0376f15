"""An errand goes to the counters of partners."""

from datetime import timedelta

import pytest

from shouwang.desk.base.models import Event
from shouwang.desk.partners.models import Manifest, ManifestLine, Partner
from shouwang.desk.rounds import legs
from shouwang.desk.rounds.actions.accept import accept_round
from shouwang.desk.rounds.actions.errand import Counter, propose_errand
from shouwang.desk.rounds.actions.propose import NotAMember, NothingChosen
from shouwang.desk.rounds.actions.walk import end_stop
from shouwang.desk.rounds.models import Outcome, Round
from shouwang.desk.rounds.sheet import show_round
from tests.desk.conftest import TEN


@pytest.fixture
def pharmacy(banyan):
    return Partner.objects.create(
        community=banyan, kind="pharmacy", name="Harbour Pharmacy", place="Quay Road 3", phone="13000000901"
    )


@pytest.fixture
def manifest(pharmacy, banyan):
    manifest = Manifest.objects.create(
        community=banyan, partner=pharmacy, title="Morning list", made_at=TEN, expires_at=TEN + timedelta(days=1)
    )
    ManifestLine.objects.create(
        community=banyan, manifest=manifest, position=1, subject_id=manifest.pk, quantity=2, unit="box",
        name="metformin", strength="0.5 g × 20", is_cold=True,
    )  # fmt: skip
    return manifest


@pytest.fixture
def errand(pharmacy, manifest, lin, zhao):
    counter = Counter(pharmacy, manifest, expected_at=TEN + timedelta(minutes=25))
    return propose_errand(counters=[counter], carrier=lin.account, starts_at=TEN, by=zhao, at=TEN, name="Buying")


def test_it_is_proposed_accepted_and_walked_like_any_round(errand, pharmacy, lin, zhao):
    accept_round(round=errand, by=zhao, at=TEN)
    end_stop(stop=errand.stops.get(), outcome=Outcome.DONE, by=lin, at=TEN)

    errand.refresh_from_db()
    assert (errand.state, str(errand)) == (Round.State.FINISHED, "Buying")
    assert Event.objects.filter(kind="rounds.errand_proposed", subject_id=errand.pk).count() == 1


def test_the_carrier_reads_where_what_and_whom_to_call(errand, as_, lin, zhao):
    accept_round(round=errand, by=zhao, at=TEN)
    page = as_(lin).get(f"/rounds/{errand.pk}/sheet").content.decode()

    for said in ("Harbour Pharmacy", "Quay Road 3", "tel:13000000901", "1 thing on the list, 0 answered", "keep cold"):
        assert said in page


def test_paper_has_the_list(errand, zhao):
    (stop,) = show_round(errand, zhao).stops

    assert stop.counter.lines == ["metformin 0.5 g × 20 × 2 box"]


def test_nowhere_to_go_is_no_errand(lin, zhao):
    with pytest.raises(NothingChosen):
        propose_errand(counters=[], carrier=lin.account, starts_at=TEN, by=zhao, at=TEN)


def test_a_stranger_is_not_sent(pharmacy, feng, zhao):
    with pytest.raises(NotAMember):
        propose_errand(counters=[Counter(pharmacy)], carrier=feng.account, starts_at=TEN, by=zhao, at=TEN)
    assert not Round.objects.exists()


@pytest.mark.parametrize(
    ("outcome", "was_there"), [(Outcome.DONE, True), (Outcome.NOT_READY, True), (Outcome.COULD_NOT, False)]
)
def test_whoever_sent_the_list_hears_that_somebody_was_at_the_counter(
    errand, lin, zhao, monkeypatch, outcome, was_there
):
    ended = []
    monkeypatch.setattr(legs, "COUNTER_ENDS", [lambda stop, **_said: ended.append(str(stop))])
    accept_round(round=errand, by=zhao, at=TEN)
    end_stop(stop=errand.stops.get(), outcome=outcome, by=lin, at=TEN, words="on the sheet")

    assert ended == (["Harbour Pharmacy"] if was_there else [])
