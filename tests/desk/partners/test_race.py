"""Link and telephone at the same moment: nothing that was said is lost, and the list knows when it is whole."""

import pytest

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Event, Link
from shouwang.desk.base.roles import Role
from shouwang.desk.partners.actions.manifests import answer_line
from shouwang.desk.partners.models import Answer, LineAnswer, Manifest
from tests.desk.conftest import TEN, at_once
from tests.desk.partners.conftest import MINUTE, line_of


@pytest.fixture
def partner(transactional, sent) -> Actor:
    return Actor(community=sent.community, role=Role.PARTNER, link=Link.objects.get(subject_id=sent.pk))


def test_all_lines_answered_at_once_make_the_list_whole(partner, sent):
    lines = [line_of(sent, position) for position in (1, 2, 3)]
    answers = at_once(3, lambda n: answer_line(line=lines[n], answer=Answer.READY, by=partner, at=TEN + n * MINUTE))

    assert [answer.answer for answer in answers] == ["ready"] * 3
    assert Manifest.objects.get(pk=sent.pk).answered_at is not None


def test_two_answers_to_one_line_at_once_are_both_kept(partner, sent, zhao):
    told = [(partner, Answer.READY), (zhao, Answer.NONE)]
    lines = [line_of(sent), line_of(sent)]
    at_once(2, lambda n: answer_line(line=lines[n], answer=told[n][1], by=told[n][0], at=TEN + MINUTE))

    kept = set(LineAnswer.objects.values_list("answer", flat=True))
    events = Event.objects.filter(kind="partners.line_answered").order_by("seq")
    assert kept == {"ready", "none"}
    first, last = events
    assert last.data["before"]["answer"] == first.data["answer"]
    assert line_of(sent).answer == last.data["answer"]
