"""A day of calls in Banyan Court, and what happens at the desk while a helper calls: done in the desk's own process."""

from collections import Counter
from datetime import datetime, time, timedelta

from django.utils import timezone

from shouwang.desk.base.models import Account, Community
from shouwang.desk.checkins.actions.attempts import say_outcome
from shouwang.desk.checkins.actions.day import make_day
from shouwang.desk.checkins.actions.plans import make_plan
from shouwang.desk.checkins.models import Attempt, Case, CheckIn, WatchPlan
from shouwang.desk.checkins.models.checkins import CheckState, Outcome
from shouwang.desk.checkins.models.plans import Tier
from shouwang.desk.needs.models import Need
from shouwang.desk.people.models import Household, Person
from shouwang.drill.members import HELPERS
from tests.journeys.run_sheet_scene import coordinator

CALLS = 8
OPEN_HOUSE = "3-1-502"
ALL_DAY = {"from_hour": time(0), "until_hour": time(23, 59)}


def share_out() -> list[str]:
    """Eight households, not called yet, are the first helper's list; the first of them a family of which one answers
    for two. They may be called at any hour."""
    at, by = timezone.now(), coordinator()
    helper = Account.objects.get(name=HELPERS[0])
    expected = CheckIn.objects.filter(day=by.community.today(at)).select_related("household__door")
    behind = Counter(one.household for one in expected)
    silent = {one.household for one in expected.filter(state=CheckState.NOT_CALLED, attempts_count=0)}
    found = sorted((one for one in silent if behind[one] == 1 and str(one) != OPEN_HOUSE), key=str)
    family = next(one for one in found if len(_people(one)) > 2)
    chosen = [one for one in found if str(one) >= str(family)][:CALLS]  # called in the order of their doors
    assert len(chosen) == CALLS
    head, *others = _people(family)[:3]
    WatchPlan.objects.live().filter(person__household=family).exclude(person=head).update(ended_at=at)
    for one in (head, *others):
        if not WatchPlan.objects.live().filter(person=one).exists():
            answers = None if one == head else head
            make_plan(person=one, tier=Tier.HOUSEHOLD, answered_by=answers, by=by, at=at, **ALL_DAY)
    make_day(community=by.community, day=by.community.today(at), at=at)
    CheckIn.objects.filter(assigned_to=helper).update(assigned_to=None)
    mine = CheckIn.objects.filter(household__in=chosen, day=by.community.today(at), plan__ended_at=None)
    begin = datetime.combine(by.community.today(at), time(0), tzinfo=by.community.tz)
    mine.update(assigned_to=helper, not_before=begin, due_at=begin + timedelta(hours=23, minutes=59))
    return [str(one) for one in chosen]


def expect_the_open_house() -> None:
    """The household whose page the demonstration opens has not been heard from today."""
    theirs = CheckIn.objects.filter(household__door__label=OPEN_HOUSE)
    Attempt.objects.filter(checkin__in=theirs).update(undone_at=timezone.now())
    theirs.update(
        state=CheckState.NOT_CALLED, heard_at=None, heard_how="", heard_by=None, attempts_count=0, tried_at=None
    )


def how_it_stands() -> dict[str, list[str]]:
    """Door → the states of those behind it, of the helper's list."""
    stands: dict[str, list[str]] = {}
    mine = CheckIn.objects.filter(assigned_to__name=HELPERS[0]).select_related("household__door")
    for checkin in mine.order_by("pk"):
        stands.setdefault(str(checkin.household), []).append(checkin.state)
    return stands


def attempts_at(door: str) -> list[str]:
    mine = Attempt.objects.filter(checkin__household__door__label=door, undone_at=None)
    return list(mine.order_by("at").values_list("outcome", flat=True))


def needs_at(door: str) -> list[str]:
    return [need.words for need in Need.objects.filter(door__label=door).order_by("-made_at")]


def open_cases() -> int:
    return Case.objects.live().filter(checkin__assigned_to__name=HELPERS[0]).count()


def hear_at_the_desk(door: str) -> None:
    """They telephone the desk themselves."""
    for checkin in CheckIn.objects.filter(household__door__label=door):
        say_outcome(checkin=checkin, outcome=Outcome.WELL, by=coordinator(), at=timezone.now() - timedelta(minutes=2))


def give_to_somebody_else(door: str) -> None:
    """The desk shares out anew while the helper has no network."""
    other = Account.objects.get(name=HELPERS[1])
    CheckIn.objects.filter(household__door__label=door).update(assigned_to=other)


def state_of_open_house() -> list[str]:
    rows = CheckIn.objects.filter(household__door__label=OPEN_HOUSE, day=Community.objects.get().today(timezone.now()))
    return list(rows.values_list("state", flat=True))


def _people(household: Household) -> list[Person]:
    return list(household.persons.filter(gone_at=None, is_resident=True).head_first())
