"""How often each reason is heard from, in words and as a form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.desk.base.models.communities import Mode
from shouwang.desk.checkins.models.plans import Tier, Way
from shouwang.desk.checkins.plans_listed import rhythm_words
from shouwang.desk.checkins.tiers import HOT_ABOVE, MOST_DAYS, MOST_TIMES, Rhythm, Tiers

ByMode = Mapping[str, Mapping[Tier, Rhythm]]
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


@dataclass(frozen=True, slots=True)
class ModeShown:
    """A mode with the reasons that are heard from alike: (how often, which reasons)."""

    label: str
    lines: list[tuple[str, list[str]]]
    is_now: bool


def modes_of(by_mode: ByMode, now: str) -> list[ModeShown]:
    """Every mode in words, the one of now first."""
    shown = [ModeShown(str(Mode(mode).label), _alike(tiers), mode == now) for mode, tiers in by_mode.items()]
    return sorted(shown, key=lambda one: not one.is_now)


def now_words(tiers: Tiers) -> str:
    """What holds today, in a sentence."""
    if tiers.is_hot:
        return _("It is hot: whoever is watched is heard from as in a heat wave.")
    if tiers.is_ordinary:
        return _("An ordinary day: each watch keeps the rhythm that it was given.")
    return _("Nobody is heard from less often than the mode asks for.")


def _alike(tiers: Mapping[Tier, Rhythm]) -> list[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for tier, rhythm in sorted(tiers.items(), key=lambda one: (one[1].every_days, -one[1].times_a_day)):
        found.setdefault(rhythm_words(rhythm), []).append(str(tier.label))
    return list(found.items())


class TiersForm(forms.Form):
    """The whole rule: of every mode and reason, every how many days and how many times on such a day."""

    from_day = forms.DateField(label=gettext_lazy("From which day on"), widget=DAY)

    def __init__(self, by_mode: ByMode, today: date, data: Any = None) -> None:
        super().__init__(data, initial={"from_day": today})
        for mode, tiers in by_mode.items():
            for tier, rhythm in tiers.items():
                where = {"mode": Mode(mode).label, "tier": tier.label}
                days = _number(_("%(mode)s, %(tier)s: every so many days") % where, MOST_DAYS, rhythm.every_days)
                times = _number(_("%(mode)s, %(tier)s: times on such a day") % where, MOST_TIMES, rhythm.times_a_day)
                self.fields |= {f"{mode}_{tier}_days": days, f"{mode}_{tier}_times": times}
        self.ways = {mode: {tier: rhythm.way for tier, rhythm in tiers.items()} for mode, tiers in by_mode.items()}

    def groups(self) -> Iterator[tuple[str, list[tuple[str, BoundField, BoundField]], bool]]:
        """(mode, its reasons each with its two fields, whether something in it is wrong)"""
        for mode in self.ways:
            rows = [
                (str(tier.label), self[f"{mode}_{tier}_days"], self[f"{mode}_{tier}_times"]) for tier in self.ways[mode]
            ]
            yield str(Mode(mode).label), rows, any(days.errors or times.errors for _name, days, times in rows)

    def by_mode(self) -> dict[str, dict[Tier, Rhythm]]:
        """As `change_tiers` takes it."""
        told = self.cleaned_data
        return {
            mode: {
                tier: Rhythm(told[f"{mode}_{tier}_days"], told[f"{mode}_{tier}_times"], Way(way))
                for tier, way in tiers.items()
            }
            for mode, tiers in self.ways.items()
        }


class HeatForm(forms.Form):
    degrees = forms.DecimalField(
        label=gettext_lazy("A day is hot above, °C"), max_digits=4, decimal_places=1,
        widget=forms.TextInput({"inputmode": "decimal", "size": "5", "autocomplete": "off"}),
    )  # fmt: skip
    from_day = forms.DateField(label=gettext_lazy("From which day on"), widget=DAY)

    @classmethod
    def starting(cls, day: date, tiers: Tiers) -> "HeatForm":
        return cls(initial={"from_day": day, "degrees": f"{tiers.hot_above.normalize():f}"}, prefix="heat")


def heat_as_it_comes() -> str:
    return f"{HOT_ABOVE:f}"


def _number(label: str, most: int, initial: int) -> forms.IntegerField:
    widget = forms.TextInput({"inputmode": "numeric", "size": "3", "autocomplete": "off", "aria-label": label})
    return forms.IntegerField(label=label, min_value=1, max_value=most, initial=initial, widget=widget)
