"""How often each reason is heard from in each mode, and from which heat on a day is hot: dated rules."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.models import Rule
from shouwang.desk.base.models.communities import Mode
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.checkins.actions.day import make_day
from shouwang.desk.checkins.models.plans import Tier, Way
from shouwang.desk.checkins.tiers import (
    HEAT_DEGREES,
    HOT_ABOVE,
    MOST_DAYS,
    MOST_TIMES,
    TIERS,
    Rhythm,
    as_json,
    tiers_from,
)  # fmt: skip

COOLEST_HEAT, HOTTEST_HEAT = Decimal(20), Decimal(50)  # °C between which a community's heat begins


class RuleCannotChange(Refused):
    """From that day, or in that way, the rule cannot be changed; the sentence says why."""


@use_case
def change_tiers(
    *, by_mode: Mapping[str, Mapping[Tier, Rhythm]], from_day: date, by: Actor, at: datetime
) -> int:  # fmt: skip
    """From `from_day` on each tier is heard from in each mode as `by_mode` says; tiers that it leaves out are as the
    desk came. What today asks for more is expected at once: how many are new. What is expected already stays.

    A day that has begun has its rule; a coming day may be said anew. The same again changes nothing. Raises
    RuleCannotChange.
    """
    _check(by_mode)
    asked = as_json(tiers_from(as_json(by_mode)))
    before = Rule.objects.in_force(by.community, TIERS, from_day)
    stood = as_json(tiers_from(before.value if before else {}))
    if not _store(TIERS, asked, stood, from_day, by, at):
        return 0
    changed = sum(asked[mode][tier] != stood[mode][tier] for mode in asked for tier in asked[mode])
    record("checkins.tiers_changed", by.community, by=by, at=at, from_day=from_day.isoformat(), count=changed,
           before=stood, after=asked)  # fmt: skip
    return _expect_more(from_day, by, at)


@use_case
def set_heat(*, degrees: Decimal, from_day: date, by: Actor, at: datetime) -> int:
    """From `from_day` on a day is hot whose highest temperature is above `degrees` Celsius; how many more calls that
    makes today. As `change_tiers` otherwise. Raises RuleCannotChange."""
    if not COOLEST_HEAT <= degrees <= HOTTEST_HEAT:
        said = {"low": COOLEST_HEAT, "high": HOTTEST_HEAT}
        raise RuleCannotChange(_("A hot day begins somewhere between %(low)s and %(high)s degrees.") % said)
    before = Rule.objects.in_force(by.community, HEAT_DEGREES, from_day)
    stood = Decimal(str(before.value)) if before else HOT_ABOVE
    said_now, said_before = (f"{one.normalize():f}" for one in (degrees, stood))
    if not _store(HEAT_DEGREES, said_now, said_before, from_day, by, at):
        return 0
    record("checkins.heat_set", by.community, by=by, at=at, from_day=from_day.isoformat(), degrees=said_now,
           before=said_before)  # fmt: skip
    return _expect_more(from_day, by, at)


def _check(by_mode: Mapping[str, Mapping[Tier, Rhythm]]) -> None:
    for mode, tiers in by_mode.items():
        for tier, rhythm in tiers.items():
            fits = 1 <= rhythm.every_days <= MOST_DAYS and 1 <= rhythm.times_a_day <= MOST_TIMES
            if not fits or rhythm.way not in Way.values:
                raise RuleCannotChange(
                    _("%(mode)s, %(tier)s: every 1 to %(days)s days, and 1 to %(times)s times on such a day.")
                    % {"mode": Mode(mode).label, "tier": Tier(tier).label, "days": MOST_DAYS, "times": MOST_TIMES}
                )


def _store(name: str, asked: Any, stood: Any, from_day: date, by: Actor, at: datetime) -> bool:
    """Whether the rule `name` is another from `from_day` on; what stands there for that day already may be repeated."""
    today = by.community.today(at)
    if from_day < today:
        raise RuleCannotChange(_("It changes from today or a later day, not from a day that is over."))
    stored = Rule.objects.filter(community=by.community, name=name, from_day=from_day).first()
    if asked == stood:
        return False
    if stored and from_day == today:
        raise RuleCannotChange(_("It was set for today already. Choose tomorrow or a later day."))
    Rule.objects.update_or_create(community=by.community, name=name, from_day=from_day, defaults={"value": asked})
    return True


def _expect_more(from_day: date, by: Actor, at: datetime) -> int:
    today = by.community.today(at)
    return make_day(community=by.community, day=today, at=at) if from_day == today else 0
