"""What was otherwise at the gate, and what a senior decides."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.desk.base.actor import Actor
from shouwang.desk.gate.actions.deciding import MAY_DECIDE
from shouwang.desk.gate.actions.passages import LONGEST_NOTE, Said
from shouwang.desk.gate.asking import AtGate
from shouwang.desk.gate.finding import labels_of
from shouwang.desk.gate.forms import YES_NO
from shouwang.desk.gate.models import Direction, Gate, Outcome, Passage, Reason, Who
from shouwang.desk.needs.models import Kind
from shouwang.desk.people.finding import find_doors
from shouwang.desk.people.models import Household, Person

MINUTE = "%Y-%m-%dT%H:%M"


class CorrectForm(forms.Form):
    """What stands in the book, to be written otherwise. Who may be chosen follows from the door as it is written."""

    moment = forms.DateTimeField(
        label=gettext_lazy("When"), input_formats=[MINUTE],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTE),
    )  # fmt: skip
    gate = forms.ModelChoiceField(Gate.objects.none(), label=gettext_lazy("Which gate"), empty_label=None)
    who = forms.ChoiceField(label=gettext_lazy("Who"), choices=Who.choices)
    door = forms.CharField(
        label=gettext_lazy("Door"), max_length=60, required=False,
        help_text=gettext_lazy("Empty: nobody knows where they live."),
    )  # fmt: skip
    person = forms.ChoiceField(label=gettext_lazy("Who of them"), required=False)
    direction = forms.ChoiceField(label=gettext_lazy("Which way"), choices=Direction.choices, widget=forms.RadioSelect)
    reason = forms.ChoiceField(
        label=gettext_lazy("Why they wanted to pass"), required=False,
        choices=[("", gettext_lazy("Does not say, or not clear")), *Reason.choices],
    )  # fmt: skip
    outcome = forms.ChoiceField(label=gettext_lazy("What came of it"), choices=Outcome.choices)
    voices = forms.ChoiceField(label=gettext_lazy("Were voices raised?"), choices=YES_NO, widget=forms.RadioSelect)
    why = forms.CharField(
        label=gettext_lazy("What was wrong, in a sentence"), max_length=LONGEST_NOTE, min_length=4,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("It stands beside both entries."),
    )  # fmt: skip

    def __init__(self, data: Any, passage: Passage, by: Actor, at: datetime) -> None:
        self.passage, self.by, self.at = passage, by, at
        super().__init__(data, initial=_initial_of(passage))
        gate = self.fields["gate"]
        assert isinstance(gate, forms.ModelChoiceField)
        gate.queryset = Gate.objects.filter(community=by.community).order_by("name")
        self.behind = self._households(str(data.get("door", "")) if data is not None else self.initial["door"])
        self.people: dict[str, Person] = {}
        choices = [("", _("did not say"))]
        for household in self.behind:
            for person, label in labels_of(household, at):
                self.people[str(person.pk)] = person
                choices.append((str(person.pk), label))
        who = self.fields["person"]
        assert isinstance(who, forms.ChoiceField)
        who.choices = choices
        who.error_messages["invalid_choice"] = _("Somebody else lives behind this door. Choose again who it was.")

    def _households(self, written: str) -> list[Household]:
        """Who lives behind the one door that is meant; where it stays as it was, the household that stands there."""
        if written and written == self.initial["door"] and self.passage.household:
            return [self.passage.household]
        doors = find_doors(written, self.by) if written.strip() else []
        exact = doors[:1] if doors and doors[0].label.upper() == written.strip().upper() else doors
        if len(exact) != 1:
            return []
        living = Household.objects.filter(door=exact[0], left_at=None).select_related("door", "community")
        return list(living.prefetch_related("persons").order_by("since", "pk"))

    def clean_door(self) -> str:
        written = str(self.cleaned_data["door"])
        if written.strip() and not self.behind:
            raise ValidationError(
                _("No household is found behind this door, or several doors are meant. Write it whole.")
            )
        return written

    def clean_moment(self) -> datetime:
        moment: datetime = self.cleaned_data["moment"]
        if moment > self.at:
            raise ValidationError(_("This lies in the future."))
        unchanged = self.passage.said_at.replace(second=0, microsecond=0)
        return self.passage.said_at if moment == unchanged else moment

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if len(self.behind) > 1 and not told.get("person") and "person" not in self.errors:
            self.add_error("person", _("Several households live behind this door: choose who of them it was."))
        return told

    def said(self) -> Said:
        told = self.cleaned_data
        person = self.people.get(told["person"])
        household = person.household if person else self.behind[0] if self.behind else None
        asked = AtGate(told["direction"], told["who"], household, person, told["reason"])
        return Said(told["gate"], asked, Outcome(told["outcome"]), told["voices"] == "yes", note=told["why"])


class DecideForm(forms.Form):
    """The button that is pressed is the outcome."""

    outcome = forms.ChoiceField(choices=[(one.value, one.label) for one in MAY_DECIDE])
    voices = forms.ChoiceField(label=gettext_lazy("Were voices raised?"), choices=YES_NO, widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Kind.choices, required=False)
    words = forms.CharField(
        label=gettext_lazy("In their words"), max_length=LONGEST_NOTE, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


def _initial_of(passage: Passage) -> dict[str, Any]:
    return {
        "moment": passage.said_at, "gate": passage.gate_id, "who": passage.who,
        "door": str(passage.household) if passage.household else "",
        "person": str(passage.person_id) if passage.person_id else "", "direction": passage.direction,
        "reason": passage.reason, "outcome": passage.outcome, "voices": "yes" if passage.voices_raised else "no",
    }  # fmt: skip
