"""Who calls whom: each open check-in on one list, fairly, with the voice of yesterday; and claims that lapse."""

from collections import Counter
from datetime import timedelta

import pytest

from shouwang.desk.base.models import Event
from shouwang.desk.base.roles import Role
from shouwang.desk.checkins.actions.day import make_day
from shouwang.desk.checkins.actions.sharing_out import (
    AlreadyHeard,
    ClaimedByOther,
    NobodyCalls,
    NotOnTheTeam,
    NotSoLong,
    claim,
    share_out,
)
from shouwang.desk.checkins.models import Caller, CheckIn
from shouwang.desk.checkins.models.checkins import CheckState, Sign
from shouwang.desk.checkins.models.plans import Way
from shouwang.desk.checkins.sharing.knowing import in_order_to_call
from shouwang.desk.people.models import Household, Person
from tests.desk.checkins.conftest import DAY, clock, head_of
from tests.desk.conftest import TEN, make_door, member

YESTERDAY = DAY - timedelta(days=1)


@pytest.fixture
def homes(banyan, doors) -> list[Person]:
    """Twelve households of building 1, one person each."""
    building = doors["1-1-101"].building
    found = []
    for number in range(12):
        door = make_door(building, "2", f"{number + 1}01", number)
        household = Household.objects.create(community=banyan, door=door, since=TEN)
        found.append(Person.objects.create(community=banyan, household=household, name=f"户{number}", is_head=True))
    return found


@pytest.fixture
def expected(homes, watch, expect) -> list[CheckIn]:
    return [expect(watch(person)) for person in homes]


def share(by, callers, at=None, **more):
    accounts = [caller.account for caller in callers]
    return share_out(community=by.community, day=DAY, callers=accounts, by=by, at=at or clock(9), **more)


def lists() -> dict[str, int]:
    rows = CheckIn.objects.filter(day=DAY).exclude(state=CheckState.CANCELLED).select_related("assigned_to")
    return dict(Counter(row.assigned_to.name if row.assigned_to else "" for row in rows))


def test_every_open_check_in_is_on_one_list_and_lists_are_even(expected, zhao, lin, sun):
    shares = share(zhao, [lin, sun])

    assert lists() == {"Lin": 6, "Sun": 6}
    assert sorted(pk for one in shares for pk in one.checkins) == sorted(row.pk for row in expected)
    assert {(row.account_id, row.minutes) for row in Caller.objects.all()} == {
        (lin.account.pk, 240), (sun.account.pk, 240),
    }  # fmt: skip


def test_said_twice_it_is_the_same(expected, zhao, lin, sun):
    share(zhao, [lin, sun])
    before = dict(CheckIn.objects.values_list("pk", "assigned_to"))

    share(zhao, [sun, lin], clock(9, 1))

    assert dict(CheckIn.objects.values_list("pk", "assigned_to")) == before
    assert Event.objects.filter(kind="checkins.shared_out").count() == 1
    assert Caller.objects.count() == 2


def test_a_change_of_shift_moves_only_what_must_move(expected, zhao, lin, sun, qian):
    share(zhao, [lin, sun])
    sun_before = set(CheckIn.objects.filter(assigned_to=sun.account).values_list("pk", flat=True))

    share(zhao, [sun, qian], clock(13))

    assert lists() == {"Sun": 6, "Qian": 6}
    assert set(CheckIn.objects.filter(assigned_to=sun.account).values_list("pk", flat=True)) == sun_before
    assert set(Caller.objects.values_list("account__name", flat=True)) == {"Sun", "Qian"}


def test_what_was_heard_stays_with_whoever_heard_it(expected, zhao, lin, sun):
    share(zhao, [lin])
    heard = expected[0]
    CheckIn.objects.filter(pk=heard.pk).update(state=CheckState.WELL, heard_at=clock(10), heard_how=Sign.CALL)

    share(zhao, [sun], clock(13))

    assert lists() == {"Lin": 1, "Sun": 11}


def test_what_somebody_has_on_the_line_stays_theirs_until_the_claim_lapses(expected, zhao, lin, sun):
    share(zhao, [lin])
    claim(checkin=expected[0], by=lin, at=clock(12, 55))

    share(zhao, [sun], clock(13))
    assert lists() == {"Lin": 1, "Sun": 11}

    share(zhao, [sun], clock(13, 5))
    assert lists() == {"Sun": 12}


def test_the_voice_of_yesterday_calls_again(homes, watch, expect, zhao, lin, sun):
    """Yesterday Lin heard from the even ones; Sun had the others on the list, and did not reach them."""
    for number, person in enumerate(homes):
        plan = watch(person, since_day=YESTERDAY)
        well = {"state": CheckState.WELL, "heard_at": clock(10, day=YESTERDAY), "heard_how": Sign.CALL}
        expect(
            plan, YESTERDAY, assigned_to=sun.account, **(well | {"heard_by": lin.account} if number % 2 == 0 else {})
        )
        expect(plan)

    shares = share(zhao, [sun, lin])

    mine = {row.person_id: row.assigned_to_id for row in CheckIn.objects.filter(day=DAY)}
    assert [mine[person.pk] for person in homes] == [lin.account.pk, sun.account.pk] * 6
    told = {reason["code"]: reason["numbers"] for one in shares for reason in one.reasons}
    assert told["same_voice"] == {"calls": 6}


def test_a_household_is_one_call_and_has_one_voice(family, expect, others_checkin, zhao, lin, sun):
    for plan in family:
        expect(plan)

    share(zhao, [lin, sun])

    assert len(set(CheckIn.objects.filter(plan__in=family).values_list("assigned_to", flat=True))) == 1
    assert set(lists().values()) == {3, 1}


def test_doors_take_longer_than_telephones(homes, watch, expect, zhao, lin, sun):
    """Three doors of eight minutes and eight calls of three: two doors and three calls, or one door and five."""
    for number, person in enumerate(homes[:11]):
        expect(watch(person, way=Way.DOOR if number < 3 else Way.CALL))

    shares = share(zhao, [lin, sun])

    assert sorted((one.minutes, one.households) for one in shares) == [(23, 6), (25, 5)]


def test_half_a_shift_is_half_a_list(expected, zhao, lin, sun):
    share(zhao, [lin, sun], minutes={lin.account.pk: 120, sun.account.pk: 60})

    assert lists() == {"Lin": 8, "Sun": 4}


def test_calls_that_come_later_go_to_who_is_on_shift(expected, banyan, watch, old_he, zhao, lin, sun):
    share(zhao, [lin, sun])
    before = dict(CheckIn.objects.values_list("pk", "assigned_to"))
    watch(head_of(old_he))

    make_day(community=banyan, day=DAY, at=clock(11))

    after = dict(CheckIn.objects.values_list("pk", "assigned_to"))
    assert all(after[pk] == account for pk, account in before.items())
    assert None not in after.values()
    assert sum(lists().values()) == 13


def test_a_list_is_called_from_the_top(homes, watch, expect, banyan):
    """Never heard first, then the longest unheard."""
    plans = [watch(person, since_day=YESTERDAY - timedelta(days=3)) for person in homes[:3]]
    for plan, ago in zip(plans, (1, 3, None), strict=True):
        if ago:
            day = DAY - timedelta(days=ago)
            expect(plan, day, state=CheckState.WELL, heard_at=clock(10, day=day), heard_how=Sign.CALL)
    todays = [expect(plan) for plan in plans]

    assert in_order_to_call(todays, banyan, DAY) == [todays[2], todays[1], todays[0]]


def test_nobody_outside_the_team_calls(expected, zhao, lin, feng, banyan):
    guard = member(banyan, "Guard", Role.GUARD)

    for caller in (feng, guard):
        with pytest.raises(NotOnTheTeam):
            share(zhao, [lin, caller])
    with pytest.raises(NobodyCalls):
        share(zhao, [])
    with pytest.raises(NotSoLong):
        share(zhao, [lin], minutes={lin.account.pk: 0})
    assert lists() == {"": 12}
    assert not Caller.objects.exists()


def test_who_is_claimed_is_called_by_nobody_else_for_ten_minutes(checkin, lin, sun):
    claim(checkin=checkin, by=lin, at=clock(10))

    with pytest.raises(ClaimedByOther, match=r"Lin is calling them now, until 10:10"):
        claim(checkin=checkin, by=sun, at=clock(10, 9))
    claim(checkin=checkin, by=sun, at=clock(10, 10))

    checkin.refresh_from_db()
    assert (checkin.claimed_by, checkin.claimed_until) == (sun.account, clock(10, 20))


def test_claiming_again_lengthens_it(checkin, lin):
    claim(checkin=checkin, by=lin, at=clock(10))
    claim(checkin=checkin, by=lin, at=clock(10, 8))

    checkin.refresh_from_db()
    assert checkin.claimed_until == clock(10, 18)


def test_the_same_telephone_rings_once(family, expect, lin, sun):
    rows = [expect(plan) for plan in family]
    claim(checkin=rows[0], by=lin, at=clock(10))

    with pytest.raises(ClaimedByOther):
        claim(checkin=rows[2], by=sun, at=clock(10, 1))


def test_who_was_heard_is_not_called(checkin, lin):
    CheckIn.objects.filter(pk=checkin.pk).update(state=CheckState.WELL, heard_at=clock(9), heard_how=Sign.LINK)

    with pytest.raises(AlreadyHeard):
        claim(checkin=checkin, by=lin, at=clock(10))
