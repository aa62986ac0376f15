"""What each tier of a watch means, in each mode: how often, how many times a day, how one tries first.

Base rule "watch_tiers": {mode: {tier: {"every_days", "times_a_day", "way"}}}; what is left out is as in DEFAULTS. A
mode only ever makes a watch louder: a plan keeps its own rhythm, and an emergency asks for more on top of it.

A day is hot when its highest temperature, as entered at the desk (rule "day_degrees" of that very day), is above the
rule "heat_degrees" (35 °C); where nobody entered one, when the community is in the mode of a heat wave.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from shouwang.desk.base.models import Community, Rule
from shouwang.desk.base.models.communities import Mode
from shouwang.desk.checkins.models.plans import Tier, Way

TIERS, HEAT_DEGREES, DAY_DEGREES = "watch_tiers", "heat_degrees", "day_degrees"
HOT_ABOVE = Decimal(35)  # °C: the day's highest, as weather services announce a hot day
MOST_DAYS, MOST_TIMES = 31, 6


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Every `every_days` days, `times_a_day` times on such a day, tried first by `way`."""

    every_days: int = 1
    times_a_day: int = 1
    way: str = Way.CALL

    def at_least(self, other: "Rhythm") -> "Rhythm":
        """The louder of the two in each respect; the way stays this one's."""
        return replace(
            self,
            every_days=min(self.every_days, other.every_days),
            times_a_day=max(self.times_a_day, other.times_a_day),
        )


DAILY, TWICE, SECOND_DAY, WEEKLY = Rhythm(), Rhythm(times_a_day=2), Rhythm(every_days=2), Rhythm(every_days=7)
ON_ORDINARY_DAYS = {
    Tier.ALONE_OLD: DAILY, Tier.DISCHARGED: DAILY, Tier.NEAR_TERM: SECOND_DAY, Tier.DIALYSIS: DAILY,
    Tier.ASKED: DAILY, Tier.HOUSEHOLD: WEEKLY,
}  # fmt: skip
SHUT_IN = dict.fromkeys(Tier, DAILY)
DEFAULTS: Mapping[str, Mapping[Tier, Rhythm]] = {
    Mode.EVERYDAY: ON_ORDINARY_DAYS,
    Mode.LOCKDOWN: SHUT_IN,
    Mode.FLOOD: SHUT_IN,
    Mode.ICE: SHUT_IN | {Tier.ALONE_OLD: TWICE},
    Mode.HEAT: dict.fromkeys(Tier, TWICE) | {Tier.HOUSEHOLD: DAILY},
}


@dataclass(frozen=True, slots=True)
class Tiers:
    """What holds on one day in one community. `degrees`: its highest temperature as entered; None where it was not."""

    by_mode: Mapping[str, Mapping[Tier, Rhythm]]
    mode: str
    hot_above: Decimal = HOT_ABOVE
    degrees: Decimal | None = None

    @property
    def is_hot(self) -> bool:
        return self.mode == Mode.HEAT if self.degrees is None else self.degrees > self.hot_above

    @property
    def is_ordinary(self) -> bool:
        """Nothing asks for more than the plans themselves do."""
        return self.mode in {Mode.EVERYDAY, Mode.HEAT} and not self.is_hot

    def of(self, tier: str) -> Rhythm:
        """What the tier asks for on this day."""
        known = Tier(tier)
        cool = Mode.EVERYDAY if self.mode == Mode.HEAT else self.mode
        rhythm = self.by_mode[cool][known]
        return rhythm.at_least(self.by_mode[Mode.HEAT][known]) if self.is_hot else rhythm

    def ordinary(self, tier: str) -> Rhythm:
        """What a new plan of the tier begins with: its rhythm on an ordinary day."""
        return self.by_mode[Mode.EVERYDAY][Tier(tier)]


def tiers_on(community: Community, on: date) -> Tiers:
    """What holds on the day `on`, in the mode of now. Three queries."""
    stored = Rule.objects.in_force(community, TIERS, on)
    heat = Rule.objects.in_force(community, HEAT_DEGREES, on)
    measured = Rule.objects.filter(community=community, name=DAY_DEGREES, from_day=on).first()
    return Tiers(
        by_mode=tiers_from(stored.value if stored else {}), mode=community.mode,
        hot_above=Decimal(str(heat.value)) if heat else HOT_ABOVE,
        degrees=Decimal(str(measured.value)) if measured else None,
    )  # fmt: skip


def tiers_from(value: Mapping[str, Any]) -> dict[str, dict[Tier, Rhythm]]:
    """`value` of the rule, filled up with the defaults; a number that cannot be is as if it were not there."""
    return {
        mode: {tier: _rhythm_from(value.get(mode, {}).get(tier, {}), default) for tier, default in tiers.items()}
        for mode, tiers in DEFAULTS.items()
    }


def as_json(by_mode: Mapping[str, Mapping[Tier, Rhythm]]) -> dict[str, dict[str, dict[str, Any]]]:
    """The shape of the rule, read back by `tiers_from`."""
    return {
        str(mode): {str(tier): {**asdict(rhythm), "way": str(rhythm.way)} for tier, rhythm in tiers.items()}
        for mode, tiers in by_mode.items()
    }


def _rhythm_from(said: Mapping[str, Any], default: Rhythm) -> Rhythm:
    days, times, way = said.get("every_days"), said.get("times_a_day"), said.get("way")
    return Rhythm(
        days if isinstance(days, int) and 1 <= days <= MOST_DAYS else default.every_days,
        times if isinstance(times, int) and 1 <= times <= MOST_TIMES else default.times_a_day,
        way if way in Way.values else default.way,
    )
