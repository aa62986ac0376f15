"""What is asked of households at a moment: of one, or of all of a community at once. Where several states hold, the
strictest is asked (`models.states.STRICTEST`)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q

from shouwang.desk.base.models import Community
from shouwang.desk.people.models import Household
from shouwang.desk.people.models.states import STRICTEST, HouseholdState, State


@dataclass(frozen=True, slots=True)
class Standing:
    """`state` is asked of them, on the day `until` for the last time; None: until somebody ends it."""

    state: str = State.OPEN
    until: date | None = None


def states_on(community: Community, at: datetime) -> dict[UUID, str]:
    """The state of every household of whom anything is asked at `at`; all others are open. One query."""
    return {household: standing.state for household, standing in standings_on(community, at).items()}


def standings_on(community: Community, at: datetime) -> dict[UUID, Standing]:
    """As `states_on`, and until when. One query."""
    place = Q(unit="") | Q(unit=F("building__doors__unit"))
    lives = Q(building__doors__households__isnull=False, building__doors__households__left_at=None)
    rows = HouseholdState.objects.filter(community=community).holding(community.today(at), at)
    found = rows.filter(Q(household__isnull=False) | place & lives).values_list(
        "household", "building__doors__households", "state", "until_day"
    )
    held: dict[UUID, list[Standing]] = {}
    for household, behind, state, until in found:
        held.setdefault(household or behind, []).append(Standing(state, until))
    return {household: strictest(some) for household, some in held.items()}


def state_of(household: Household, at: datetime) -> Standing:
    """What is asked of `household` at `at`. One query."""
    rows = HouseholdState.objects.of(household).holding(household.community.today(at), at)
    return strictest(Standing(state, until) for state, until in rows.values_list("state", "until_day"))


def is_anybody_asked(community: Community, at: datetime) -> bool:
    """Whether anything is asked of anybody of `community` at `at`. One query."""
    return HouseholdState.objects.filter(community=community).holding(community.today(at), at).exists()


def strictest(held: Iterable[Standing]) -> Standing:
    """Of those that hold at once: the strictest state, and the last day on which it holds."""
    some = list(held)
    for state in STRICTEST:
        if ends := [one.until for one in some if one.state == state]:
            return Standing(state, None if None in ends else max(end for end in ends if end))
    return Standing()
