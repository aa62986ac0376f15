"""Who is to be heard from, how often, and who answers for whom."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.checkins.actions.day import expect_today
from shouwang.desk.checkins.models import WatchPlan
from shouwang.desk.checkins.tiers import MOST_DAYS, MOST_TIMES, tiers_on
from shouwang.desk.needs.bridge import without_pins
from shouwang.desk.people.models import Person

NINE, TWENTY = time(9), time(20)
LONGEST = 300  # characters of a note or a reason


class NotHere(Refused):
    """The person has left; nobody can be heard from behind this door."""


class WatchedAlready(Refused):
    """They are under another watch: that one is changed, none is put beside it."""


class HasEnded(Refused):
    """The watch was ended meanwhile."""


class HoursCannotBe(Refused):
    """The hours to call end before they begin."""


class RhythmCannotBe(Refused):
    """Every how many days, or how many times a day, is no number that can be kept."""


class CannotAnswer(Refused):
    """Whoever answers for somebody lives in the household, and answers for themselves."""


@use_case
def make_plan(
    *, person: Person, tier: str, by: Actor, at: datetime, way: str = "", every_days: int | None = None,
    times_a_day: int | None = None, from_hour: time = NINE, until_hour: time = TWENTY, language: str = "",
    answered_by: Person | None = None, reason: str = "", note: str = "", since_day: date | None = None,
) -> WatchPlan:  # fmt: skip
    """`person` is to be heard from; what is not said is as the tier has it on an ordinary day. Expected from today.

    The same tier said again is the watch that stands. Raises NotHere, WatchedAlready, HoursCannotBe, RhythmCannotBe,
    CannotAnswer.
    """
    check_hours(from_hour, until_hour)
    check_lives_here(person)
    check_answers(person, answered_by)
    if (standing := WatchPlan.objects.live().filter(person=person).first()) is not None:
        return _the_same(standing, tier)
    usual = tiers_on(by.community, by.community.today(at)).ordinary(tier)
    plan = WatchPlan(
        community_id=person.community_id, person=person, tier=tier, way=way or usual.way,
        every_days=every_days or usual.every_days, times_a_day=times_a_day or usual.times_a_day, from_hour=from_hour,
        until_hour=until_hour, language=language, answered_by=answered_by,
        since_day=since_day or by.community.today(at), made_at=at, made_by=by.account,
    )  # fmt: skip
    check_rhythm(plan.every_days, plan.times_a_day)
    plan.reason, plan.note = without_pins(reason.strip())[:LONGEST], without_pins(note.strip())[:LONGEST]
    try:
        with transaction.atomic():
            plan.save(force_insert=True)
    except IntegrityError:  # somebody else began to watch them at this moment
        return _the_same(WatchPlan.objects.live().get(person=person), tier)
    record("checkins.plan_made", plan, by=by, at=at, household_id=person.household_id)
    expect_today(community=by.community, plans=[plan.pk], at=at)
    return plan


@use_case
def change_plan(*, plan: WatchPlan, by: Actor, at: datetime, **changes: Any) -> WatchPlan:
    """Give the watch other words: any of tier, way, every_days, times_a_day, from_hour, until_hour, language,
    answered_by, reason, note. What nobody has called today follows. Raises HasEnded, HoursCannotBe, RhythmCannotBe,
    CannotAnswer."""
    changed = {name: value for name, value in _cleaned(changes).items() if getattr(plan, name) != value}
    check_hours(changed.get("from_hour", plan.from_hour), changed.get("until_hour", plan.until_hour))
    check_rhythm(changed.get("every_days", plan.every_days), changed.get("times_a_day", plan.times_a_day))
    check_answers(plan.person, changed.get("answered_by"))
    if not changed:
        return plan
    for name, value in changed.items():
        setattr(plan, name, value)
    columns = {SEALED.get(name, name) for name in changed}
    stored = {column: getattr(plan, column) for column in columns}
    if WatchPlan.objects.live().filter(pk=plan.pk).update(**stored) != 1:
        raise HasEnded(_("This watch was ended meanwhile. Begin a new one if they are to be heard from."))
    record("checkins.plan_changed", plan, by=by, at=at, household_id=plan.person.household_id, fields=sorted(changed))
    expect_today(community=by.community, plans=[plan.pk], at=at)
    return plan


MAY_CHANGE = ("tier", "way", "every_days", "times_a_day", "from_hour", "until_hour", "language", "answered_by",
              "reason", "note")  # fmt: skip
SEALED = {"reason": "reason_sealed", "note": "note_sealed"}


def _cleaned(changes: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(changes) - set(MAY_CHANGE)
    if unknown:
        raise TypeError(f"a watch has no {sorted(unknown)}")
    return {name: without_pins(value.strip())[:LONGEST] if name in SEALED else value for name, value in changes.items()}


def _the_same(standing: WatchPlan, tier: str) -> WatchPlan:
    if standing.tier == tier:
        return standing
    raise WatchedAlready(_("They are watched already. Open their watch and change it."))


def check_hours(from_hour: time, until_hour: time) -> None:
    if from_hour >= until_hour:
        raise HoursCannotBe(_("The hours to call must end later than they begin."))


def check_rhythm(every_days: int, times_a_day: int) -> None:
    if not (1 <= every_days <= MOST_DAYS and 1 <= times_a_day <= MOST_TIMES):
        raise RhythmCannotBe(
            _("Every 1 to %(days)s days, and 1 to %(times)s times on such a day.")
            % {"days": MOST_DAYS, "times": MOST_TIMES}
        )


def check_lives_here(person: Person) -> None:
    if person.gone_at is not None or person.household.left_at is not None:
        raise NotHere(_("%(name)s does not live here any more.") % {"name": person.name})


def check_answers(person: Person, answered_by: Person | None) -> None:
    """Nobody answers for themselves by another, in a ring, or from another household."""
    if answered_by is None:
        return
    if answered_by.pk == person.pk or answered_by.household_id != person.household_id or answered_by.gone_at:
        raise CannotAnswer(_("Choose somebody else of the same household to answer for them."))
    if WatchPlan.objects.live().filter(person=answered_by).exclude(answered_by=None).exists():
        raise CannotAnswer(_("Somebody else answers for %(name)s already.") % {"name": answered_by.name})
    if WatchPlan.objects.live().filter(answered_by=person).exists():
        raise CannotAnswer(_("%(name)s answers for others, and so for themselves.") % {"name": person.name})
