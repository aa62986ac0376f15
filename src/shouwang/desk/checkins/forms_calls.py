"""What is sent of a call, read into values. Nothing that was said is lost because something else was mistyped."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms

from shouwang.desk.checkins.models.checkins import Outcome
from shouwang.desk.needs.actions.capture import Wish
from shouwang.desk.needs.bridge import read_wishes, without_pins
from shouwang.desk.needs.models import Kind

LONGEST_WORDS = 500
EACH = "each"  # what was said of each one they answer for, in `out-CHECKIN`
ALL_WELL = "all_well"
ASKED_FOR = (Kind.GOODS, Kind.MEDICINE, Kind.MEAL, Kind.ERRAND, Kind.RIDE, Kind.REPAIR, Kind.VISIT)


class CallForm(forms.Form):
    """What came of a call. `everyone`: it holds for all they answer for."""

    outcome = forms.ChoiceField(choices=[*Outcome.choices, (EACH, EACH), (ALL_WELL, ALL_WELL)])
    words = forms.CharField(max_length=LONGEST_WORDS, required=False)
    note = forms.CharField(max_length=LONGEST_WORDS, required=False)
    kind = forms.ChoiceField(choices=[("", ""), *[(kind.value, kind.label) for kind in ASKED_FOR]], required=False)
    degrees = forms.CharField(max_length=20, required=False)
    symptoms = forms.CharField(max_length=LONGEST_WORDS, required=False)
    everyone = forms.BooleanField(required=False)


@dataclass(frozen=True, slots=True)
class CallSaid:
    """As use-cases take it. `outcome` is None where each was told singly in `each`."""

    outcome: Outcome | None
    words: str = ""
    kind: str | None = None
    degrees: str = ""
    symptoms: str = ""
    everyone: bool = False
    each: Mapping[UUID, Outcome] = field(default_factory=dict)

    @property
    def wishes(self) -> list[Wish]:
        read = read_wishes(self.words, self.kind or Kind.GOODS) if self.outcome == Outcome.WELL_NEEDS else []
        return [Wish(one.name, one.quantity, one.unit) for one in read if one.quantity]


def said_in(form: CallForm) -> CallSaid:
    """From a form that is valid."""
    data = form.cleaned_data
    everyone = data["everyone"] or data["outcome"] == ALL_WELL
    told = Outcome.WELL if data["outcome"] == ALL_WELL else data["outcome"]
    outcome = None if told == EACH else Outcome(told)
    needs = outcome == Outcome.WELL_NEEDS
    return CallSaid(
        outcome, without_pins(data["words"] if needs else data["note"] or data["words"]),
        kind=(data["kind"] or None) if needs else None,
        degrees=data["degrees"] if outcome == Outcome.UNWELL else "",
        symptoms=without_pins(data["symptoms"]) if outcome == Outcome.UNWELL else "",
        everyone=everyone, each=each_in(form.data),
    )  # fmt: skip


def each_in(data: Mapping[str, Any], prefix: str = "out-") -> dict[UUID, Outcome]:
    """check-in → what was said of it, from `out-CHECKIN`; who was left out was not spoken of."""
    found: dict[UUID, Outcome] = {}
    for name, value in data.items():
        if name.startswith(prefix) and value in Outcome.values:
            try:
                found[UUID(name.removeprefix(prefix))] = Outcome(value)
            except ValueError:
                continue
    return found
