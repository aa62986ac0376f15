"""What the watch shows of a household: to the desk who was heard when, to themselves "I am well"."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shouwang.desk.base.actor import Actor
from shouwang.desk.checkins.models import Attempt, Case, CheckIn, WatchPlan
from shouwang.desk.checkins.models.checkins import CheckState
from shouwang.desk.people.models import Household
from shouwang.desk.people.panels import register_panel

RECENT = timedelta(days=14)
MOST = 12


@dataclass(frozen=True, slots=True)
class Watched:
    """One of the household as the desk watches them: `checkin` is today's, None on a day without one."""

    plan: WatchPlan
    checkin: CheckIn | None
    is_in_case: bool


def watched_here(household: Household, by: Actor, at: datetime) -> Mapping[str, Any] | None:
    """Who is watched, how today stands, and the latest attempts. Four queries; nothing where nobody is watched."""
    watched = WatchPlan.objects.visible_to(by).live().filter(person__household=household).select_related("person")
    plans = list(watched.order_by("-person__is_head", "pk"))
    today = {one.person_id: one for one in todays(household, by, at)} if plans else {}
    cases = Case.objects.visible_to(by).live().filter(household=household)
    live = set(cases.values_list("person", flat=True)) if plans else set()
    shown = [Watched(plan, today.get(plan.person_id), plan.person_id in live) for plan in plans]
    attempts = Attempt.objects.filter(person__household=household, undone_at=None, at__gt=at - RECENT)
    tried = list(attempts.select_related("by", "person").order_by("-at", "-pk")[:MOST]) if by.is_desk else []
    return {"watched": shown, "tried": tried, "household": household} if shown or tried else None


def say_i_am_well(household: Household, by: Actor, at: datetime) -> Mapping[str, Any] | None:
    """Those of whom the household may say today how they are. One query; nothing where nobody is expected."""
    mine = todays(household, by, at)
    return {"checkins": mine, "several": len(mine) > 1} if mine else None


def todays(household: Household, by: Actor, at: datetime) -> list[CheckIn]:
    """Of each person the check-in of today that counts now: the latest whose time has begun, else the next."""
    rows = CheckIn.objects.visible_to(by).filter(household=household, day=by.community.today(at))
    rows = rows.exclude(state=CheckState.CANCELLED).select_related("person", "heard_by")
    found: dict[object, CheckIn] = {}
    for checkin in rows.order_by("-person__is_head", "person", "slot"):
        if checkin.person_id not in found or checkin.not_before <= at:
            found[checkin.person_id] = checkin
    return list(found.values())


def register_panels() -> None:
    register_panel("own", 1, "checkins/_own.html", say_i_am_well)
    register_panel("desk", 5, "checkins/_household.html", watched_here)
