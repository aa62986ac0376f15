"""Signs of life that nobody telephoned for: a delivery, a passage, a message settle what is expected that day."""

from datetime import datetime
from uuid import UUID

from django.db import models
from django.db.models import Q

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.models import Event
from shouwang.desk.base.refusals import use_case
from shouwang.desk.checkins.actions import attempts_state as state
from shouwang.desk.checkins.actions.attempts import say_outcome
from shouwang.desk.checkins.actions.case_visits import take_back_visit
from shouwang.desk.checkins.actions.cases import heard_meanwhile
from shouwang.desk.checkins.models import Attempt, Case, CheckIn
from shouwang.desk.checkins.models.checkins import Outcome, Sign
from shouwang.desk.checkins.models.plans import Tier
from shouwang.desk.people.models import Household, Person
from shouwang.desk.people.signs import SignOfLife, register_sign

SEEN = "checkins.seen"


@use_case
def count_sign(*, sign: SignOfLife, by: Actor, at: datetime) -> list[Attempt]:
    """What `sign` settles of what is expected today: those it shows, each singly, as well, with where it came from.

    It shows the person it names; without a name whoever lives there alone, or a household that is watched as a whole.
    Never those for whom somebody else answers: the head who takes a parcel says nothing of the child. Nobody with an
    open case is settled by a parcel: it is shown to the people of the case, and a person confirms.
    """
    moment = sign.said_at or at
    shown = [one for one in expected_at(sign.household, moment) if shows(sign, one)]
    cases = Case.objects.live().filter(person__in=[one.person_id for one in shown])
    live = set(cases.values_list("person", flat=True))
    made = []
    for checkin in shown:
        if checkin.person_id in live:
            heard_meanwhile(person=checkin.person, at=at, by=by, sign=Sign.DELIVERY)
            continue
        made.append(
            say_outcome(checkin=checkin, outcome=Outcome.WELL, by=by, at=at, said_at=sign.said_at, sign=Sign(sign.how))
        )
    if made:
        said = {"how": sign.how, "source": sign.source._meta.label_lower, "id": sign.source.pk}
        record(
            SEEN, sign.household, by=by, at=at, said_at=sign.said_at, household_id=sign.household.pk, **said,
            attempts=[str(one.pk) for one in made],
        )  # fmt: skip
    return made


@use_case
def take_back_sign(*, source: models.Model, by: Actor, at: datetime) -> int:
    """What `source` told of was a slip: what it had settled is open again. How many attempts were undone."""
    take_back_visit(source=source, by=by, at=at)
    told = Event.objects.filter(community=by.community, kind=SEEN, data__id=str(source.pk))
    attempts = [UUID(pk) for data in told.values_list("data", flat=True) for pk in data["attempts"]]
    count = 0
    for first in Attempt.objects.filter(pk__in=attempts, undone_at=None).select_related("checkin"):
        # what the same word settled of earlier that day goes back with it
        together = Attempt.objects.filter(
            person=first.person_id, at=first.at, said_at=first.said_at, sign=first.sign, by=first.by_id, undone_at=None
        )
        for attempt in together.select_related("checkin__plan"):
            state.hold(attempt.checkin)
            count += Attempt.objects.filter(pk=attempt.pk, undone_at=None).update(undone_at=at)
            state.settle_state(attempt.checkin)
        record(
            "checkins.undone", first.checkin, by=by, at=at, household_id=first.checkin.household_id,
            person=first.person_id,
        )  # fmt: skip
    return count


def expected_at(household: Household, moment: datetime) -> list[CheckIn]:
    """What is still expected of `household` on the day of `moment` and may be settled by then: the latest of each.

    Preferred hours bind who calls: the first of a day is settled by whatever is seen that day, a later one not before
    its time.
    """
    day = household.community.today(moment)
    mine = CheckIn.objects.filter(household=household, person__household=household, day=day).open()
    due = mine.filter(Q(slot=0) | Q(not_before__lte=moment)).select_related("plan", "person", "household")
    latest: dict[UUID, CheckIn] = {}
    for checkin in due.order_by("slot"):
        latest[checkin.person_id] = checkin
    return list(latest.values())


def shows(sign: SignOfLife, checkin: CheckIn) -> bool:
    """Whether `sign` shows that the person of `checkin` is alive."""
    if sign.person is not None:
        return checkin.person_id == sign.person.pk
    if checkin.plan.tier == Tier.HOUSEHOLD and checkin.plan.answered_by_id is None:
        return True
    return checkin.person.is_resident and lives_alone(sign.household)


def lives_alone(household: Household) -> bool:
    """Whether the register knows of one person who lives there, and of nobody else."""
    return Person.objects.filter(household=household, is_resident=True).living().count() == 1


def register_signs() -> None:
    """Called once, when the desk starts."""
    register_sign(count_sign, take_back_sign)
