"""Lists lose their words 14 days after they are over."""

from datetime import timedelta

from shouwang.desk.base import images
from shouwang.desk.base.housekeeping import SWEEPS
from shouwang.desk.base.models import Event, Picture
from shouwang.desk.needs.actions.capture import add_need
from shouwang.desk.needs.models import Kind, NeedPicture, Source
from shouwang.desk.partners.actions.manifests import answer_line, revoke_manifest
from shouwang.desk.partners.forgetting import forget_words
from shouwang.desk.partners.models import Answer, LineAnswer, Manifest, ManifestLine, StockSaying
from tests.desk.conftest import TEN
from tests.desk.partners.conftest import line_of, wanted
from tests.desk.partners.test_list_pages import photo

DAY = timedelta(days=1)


def test_words_go_14_days_after_the_end_and_numbers_stay(sent, at_counter, banyan):
    offer = {"offer_name": "Bayaspirin", "note": "blue box"}
    answer_line(line=line_of(sent), answer=Answer.SUBSTITUTE, by=at_counter, at=TEN, **offer)

    assert forget_words(banyan, sent.expires_at + 14 * DAY - timedelta(seconds=1)) == 0
    assert forget_words(banyan, sent.expires_at + 14 * DAY) == 1
    assert forget_words(banyan, sent.expires_at + 15 * DAY) == 0

    line = ManifestLine.objects.get(manifest=sent, position=1)
    assert (line.name, line.strength, line.item, line.offer_name, line.answer_note) == ("", "", "", "", "")
    assert (line.answer, line.quantity, line.bag) == ("substitute", 2, "7")
    assert (LineAnswer.objects.get().words, Manifest.objects.get().title) == ("", "")
    assert not StockSaying.objects.exists()
    assert Event.objects.filter(kind="partners.words_forgotten").count() == 1


def test_a_list_that_was_ended_is_forgotten_from_then_on(sent, zhao, banyan):
    revoke_manifest(manifest=sent, by=zhao, at=TEN)

    assert forget_words(banyan, TEN + 14 * DAY) == 1


def test_a_photograph_goes_with_its_list_unless_something_else_shows_it(make, zhao, banyan, granny_wu):
    ours, shared = (images.keep(photo(), by=zhao, at=TEN) for _time in range(2))
    need = add_need(kind=Kind.MEDICINE, source=Source.CALL, household=granny_wu, words="aspirin", by=zhao, at=TEN)
    NeedPicture.objects.create(need=need, picture=shared)
    made = make(wanted(picture=ours), wanted(picture=shared))

    forget_words(banyan, made.expires_at + 14 * DAY)

    assert list(Picture.objects.all()) == [shared]


def test_a_photograph_that_is_forgotten_elsewhere_leaves_the_line(make, zhao):
    picture = images.keep(photo(), by=zhao, at=TEN)
    made = make(wanted(picture=picture))

    images.destroy_pictures(Picture.objects.filter(pk=picture.pk))

    assert line_of(made).picture is None


def test_another_community_keeps_its_words(sent, poplar):
    assert forget_words(poplar, TEN + 400 * DAY) == 0
    assert line_of(sent).name == "Aspirin"


def test_the_daily_sweep_does_it():
    assert SWEEPS["partners.words"] is forget_words
