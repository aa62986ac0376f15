"""The rule of the gate for one mode, as it is filled in: what each state of a household may, and what holds besides."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.models import Mode
from shouwang.desk.gate.bridge import ALWAYS, Guests, Limit, State
from shouwang.desk.gate.bridge import Who as Guest
from shouwang.desk.gate.models import Reason, Who
from shouwang.desk.gate.rules import Held
from shouwang.desk.gate.words import HOW_GUESTS, limit_in_words, state_label

TIME = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
GUESTS = (Who.VISITOR, Who.COURIER, Who.WORKER, Who.VEHICLE)
FURTHER = [(one.value, one.label) for one in Reason if one.value not in ALWAYS]


class Often:
    """How often, as the form asks for it."""

    FREE, SOME, NOBODY = "free", "some", "nobody"


class LimitForm(forms.Form):
    """What holds for households of one state, and for those who come to them."""

    often = forms.ChoiceField(
        label=_("Who may go out"),
        choices=[(Often.FREE, _("everybody, at any time")), (Often.SOME, _("so often:")), (Often.NOBODY, _("nobody"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    times = forms.IntegerField(label=_("How many times"), min_value=1, max_value=20, required=False)
    days = forms.IntegerField(label=_("in how many days"), min_value=1, max_value=31, required=False)
    hours = forms.IntegerField(label=_("for how many hours"), min_value=1, max_value=24, required=False)
    per_person = forms.BooleanField(label=_("Counted for each person, not for the household"), required=False)
    opens = forms.TimeField(label=_("The gate opens at"), required=False, widget=TIME)
    shuts = forms.TimeField(label=_("and shuts at"), required=False, widget=TIME)
    needs_pass = forms.BooleanField(label=_("Whoever goes out shows a pass"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.value, HOW_GUESTS[one]) for one in Guests]
        for who in GUESTS:
            self.fields[who.value] = forms.ChoiceField(label=who.label, choices=choices)

    @property
    def guests(self) -> Iterator[forms.BoundField]:
        return (self[who.value] for who in GUESTS)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if bool(told.get("opens")) != bool(told.get("shuts")):
            self.add_error("shuts", _("Write both hours, or neither for the whole day."))
        if told.get("often") == Often.SOME and not told.get("times"):
            self.add_error("times", _("Say how many times."))
        return told

    def value(self) -> dict[str, Any]:
        """As `planning.gate` reads it."""
        told = self.cleaned_data
        is_some = told["often"] == Often.SOME
        hours = [f"{told['opens']:%H:%M}", f"{told['shuts']:%H:%M}"] if told["opens"] and told["shuts"] else None
        return {
            "times": {Often.FREE: None, Often.NOBODY: 0}.get(told["often"], told["times"]),
            "days": (is_some and told["days"]) or 1, "hours": told["hours"] if told["often"] != Often.NOBODY else None,
            "per_person": is_some and told["per_person"], "open": hours, "needs_pass": told["needs_pass"],
            "guests": {who.value: told[who.value] for who in GUESTS},
        }  # fmt: skip


class RestForm(forms.Form):
    """Of which mode and from when on, and what holds in every mode."""

    mode = forms.ChoiceField(choices=Mode.choices, widget=forms.HiddenInput)
    from_day = forms.DateField(label=_("From which day on"), widget=DAY)
    exempt = forms.MultipleChoiceField(
        label=_("Further reasons that are always let through"), choices=FURTHER, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Hospital, dialysis, chemotherapy, antenatal checks, funerals, essential work and emergencies are "
                    "always let through: no rule can refuse them."),
    )  # fmt: skip
    passes_since = forms.DateField(
        label=_("Passes count from this day on"), required=False, widget=DAY,
        help_text=_("Those that were issued before are void. Empty: all count."),
    )  # fmt: skip
    after = forms.IntegerField(label=_("After so many refusals somebody visits"), min_value=1, max_value=20)
    within = forms.IntegerField(label=_("within so many days"), min_value=1, max_value=14)


class RuleForm:
    """One `rest` and a form for each state, sent together."""

    def __init__(self, data: Mapping[str, Any] | None, held: Held, mode: str, day: date) -> None:
        told = data.get("mode", mode) if data is not None else mode
        self.mode = str(told) if told in Mode.values else mode
        self.rest = RestForm(data, initial=_rest_of(held, mode, day))
        self._limits = {
            state: LimitForm(data, prefix=str(state), initial=_initial_of(held.rule.limit(self.mode, state)))
            for state in State
        }
        self._words = {state: ", ".join(limit_in_words(held.rule.limit(self.mode, state))) for state in State}

    @property
    def label(self) -> str:
        return str(Mode(self.mode).label)

    @property
    def limits(self) -> list[tuple[State, str, str, LimitForm]]:
        """State, its name, what holds for it now, its form."""
        return [(state, state_label(state), self._words[state], form) for state, form in self._limits.items()]

    @property
    def is_bound(self) -> bool:
        return self.rest.is_bound

    def is_valid(self) -> bool:
        return all([self.rest.is_valid(), *(form.is_valid() for form in self._limits.values())])

    def value(self) -> dict[str, Any]:
        """As `propose_rule` takes it."""
        told = self.rest.cleaned_data
        return {
            "limits": {str(state): form.value() for state, form in self._limits.items()},
            "visit": {"after": told["after"], "within": told["within"]}, "exempt": sorted(told["exempt"]),
            "passes_since": told["passes_since"].isoformat() if told["passes_since"] else None,
        }  # fmt: skip


class GateForm(forms.Form):
    name = forms.CharField(label=_("What the gate is called"), max_length=40)


def _rest_of(held: Held, mode: str, day: date) -> dict[str, Any]:
    return {
        "mode": mode, "from_day": day, "exempt": sorted(held.rule.exempt), "passes_since": held.rule.passes_since,
        "after": held.after, "within": held.within,
    }  # fmt: skip


def _initial_of(limit: Limit) -> dict[str, Any]:
    often = Often.FREE if limit.times is None else Often.NOBODY if limit.times == 0 else Often.SOME
    return {
        "often": often, "times": limit.times or None, "days": limit.days if limit.times else None,
        "hours": limit.hours, "per_person": limit.per_person, "opens": limit.opens, "shuts": limit.shuts,
        "needs_pass": limit.needs_pass, **{who.value: str(limit.guests[Guest(who.value)]) for who in GUESTS},
    }  # fmt: skip
