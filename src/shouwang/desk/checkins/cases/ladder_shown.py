"""The plan of the ladder in words, and as a form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shouwang.desk.base.models.communities import Mode
from shouwang.desk.checkins.cases.bridge import (
    HIGHEST_CEILING,
    LEFT_OUT,
    LOWEST_CEILING,
    Code,
    Ladder,
    StepPlan,
    ladder_as_it_comes,
)
from shouwang.desk.checkins.cases.words import POLICE, STEPS

HOUR, DAY = 60, 24 * 60
TIME = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


@dataclass(frozen=True, slots=True)
class Line:
    """One step in words."""

    name: str | Promise
    words: str


def lines_of(ladder: Ladder) -> list[Line]:
    return [Line(STEPS[code], words_of(step)) for code, step in ladder.steps.items()]


def words_of(step: StepPlan) -> str:
    """ "after 30 minutes · climbs 30 minutes later · rests at night"."""
    parts = []
    if step.at:
        parts.append(_("next at %(hour)s") % {"hour": step.at.strftime("%H:%M")})
    else:
        parts.append(_("after %(span)s") % {"span": span_of(step.after)} if step.after else _("at once"))
    if step.until:
        parts.append(_("until %(hour)s") % {"hour": step.until.strftime("%H:%M")})
    else:
        parts.append(_("climbs %(span)s later") % {"span": span_of(step.within)})
    if step.rests:
        parts.append(_("rests in quiet hours"))
    return " · ".join(parts)


def rest_of(ladder: Ladder) -> list[str]:
    """Quiet hours, holding, police and modes in words."""
    quiet = ladder.quiet
    said = [
        _("Quiet hours %(from)s to %(until)s: they delay and do not count.")
        % {"from": quiet.begins.strftime("%H:%M"), "until": quiet.ends.strftime("%H:%M")}
        if quiet
        else _("No quiet hours."),
        _("“I am on it” holds a step for %(span)s, at most %(times)s times; then it climbs on.")
        % {"span": span_of(ladder.hold), "times": ladder.most_holds},
        _("A step that comes again in vain waits twice as long each time, at most %(span)s; it never stops coming.")
        % {"span": span_of(ladder.ceiling)},
        _("At the door: two people; %(police)s.") % {"police": POLICE[ladder.police]},
    ]
    quicker = [
        _("%(mode)s %(percent)s%%") % {"mode": Mode(mode).label, "percent": percent}
        for mode, percent in ladder.quicker.items()
        if mode in Mode.values and percent < 100
    ]
    return [*said, _("Waits in other modes: %(modes)s of it.") % {"modes": ", ".join(quicker)}] if quicker else said


def span_of(minutes: int) -> str:
    if minutes >= DAY and minutes % DAY == 0:
        return ngettext("%(n)s day", "%(n)s days", minutes // DAY) % {"n": minutes // DAY}
    if minutes >= HOUR and minutes % HOUR == 0:
        return ngettext("%(n)s hour", "%(n)s hours", minutes // HOUR) % {"n": minutes // HOUR}
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}


class LadderForm(forms.Form):
    """The whole plan. Every span in minutes."""

    from_day = forms.DateField(
        label=gettext_lazy("From which day on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    quiet_from = forms.TimeField(label=gettext_lazy("Quiet from"), required=False, widget=TIME)
    quiet_until = forms.TimeField(label=gettext_lazy("Quiet until"), required=False, widget=TIME)
    hold = forms.IntegerField(label=gettext_lazy("“I am on it” holds for, minutes"), min_value=1, max_value=240)
    most_holds = forms.IntegerField(label=gettext_lazy("How often for one step"), min_value=0, max_value=9)
    ceiling = forms.IntegerField(
        label=gettext_lazy("A step that repeats waits longer each time, at most so many minutes"),
        min_value=LOWEST_CEILING, max_value=HIGHEST_CEILING,
    )  # fmt: skip
    police = forms.ChoiceField(label=gettext_lazy("Police"), choices=list(POLICE.items()))

    def __init__(self, ladder: Ladder, today: date, data: Any = None) -> None:
        super().__init__(data, initial=_initial(ladder, today))
        for code in Code:
            if code in LEFT_OUT:
                self.fields[f"{code}_is_in"] = forms.BooleanField(label=_("Stands in the plan"), required=False)
            if code == Code.NEXT_DAY_VISIT:
                self.fields[f"{code}_at"] = forms.TimeField(label=_("At"), widget=TIME)
            else:
                self.fields[f"{code}_after"] = _minutes(_("After, minutes"))
            if code == Code.OVERNIGHT:
                self.fields[f"{code}_until"] = forms.TimeField(label=_("Until"), widget=TIME)
            else:
                self.fields[f"{code}_within"] = _minutes(_("Climbs so many minutes later"), least=5)
            self.fields[f"{code}_rests"] = forms.BooleanField(label=_("Rests in quiet hours"), required=False)
        for mode in Mode.values:
            label = _("%(mode)s: percent of the waiting") % {"mode": Mode(mode).label}
            self.fields[f"quicker_{mode}"] = forms.IntegerField(label=label, min_value=10, max_value=100)

    def groups(self) -> Iterator[tuple[str | Promise, list[BoundField]]]:
        for code in Code:
            yield STEPS[code], [self[name] for name in self.fields if name.startswith(f"{code}_")]
        yield _("Other modes"), [self[f"quicker_{mode}"] for mode in Mode.values]

    def plain(self) -> list[BoundField]:
        return [
            self[name] for name in ("from_day", "quiet_from", "quiet_until", "hold", "most_holds", "ceiling", "police")
        ]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if bool(told.get("quiet_from")) != bool(told.get("quiet_until")):
            self.add_error("quiet_until", _("Write both hours, or neither for none."))
        return told

    def value(self) -> dict[str, Any]:
        """As `change_ladder` takes it."""
        told = self.cleaned_data
        steps = {}
        for code in Code:
            if told.get(f"{code}_is_in", True):
                said = {name: told.get(f"{code}_{name}") for name in ("after", "within", "rests", "at", "until")}
                steps[str(code)] = {name: _plain(one) for name, one in said.items() if one is not None}
        quiet = [_plain(told["quiet_from"]), _plain(told["quiet_until"])] if told["quiet_from"] else None
        return {
            "steps": steps, "quiet": quiet, "hold": told["hold"], "most_holds": told["most_holds"],
            "ceiling": told["ceiling"], "police": told["police"],
            "quicker": {mode: told[f"quicker_{mode}"] for mode in Mode.values},
        }  # fmt: skip


def _initial(ladder: Ladder, today: date) -> dict[str, Any]:
    found: dict[str, Any] = {
        "from_day": today, "hold": ladder.hold, "most_holds": ladder.most_holds, "police": str(ladder.police),
        "ceiling": ladder.ceiling, "quiet_from": ladder.quiet.begins if ladder.quiet else None,
        "quiet_until": ladder.quiet.ends if ladder.quiet else None,
    }  # fmt: skip
    found |= {f"quicker_{mode}": ladder.quicker.get(mode, 100) for mode in Mode.values}
    for code, step in _all_steps(ladder).items():
        found[f"{code}_is_in"] = code in ladder.steps
        found |= {f"{code}_{name}": getattr(step, name) for name in ("after", "within", "rests", "at", "until")}
    return found


def _all_steps(ladder: Ladder) -> Mapping[Code, StepPlan]:
    return {**ladder_as_it_comes().steps, **ladder.steps}


def _minutes(label: str, least: int = 0) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=14 * DAY)


def _plain(value: Any) -> Any:
    return value.strftime("%H:%M") if isinstance(value, time) else value
