"""What is sent from the gate, read into values."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Mode
from shouwang.desk.gate.actions.helping import KIND_FOR
from shouwang.desk.gate.actions.passages import LONGEST_NOTE, Said
from shouwang.desk.gate.asking import AtGate
from shouwang.desk.gate.bridge import Limit
from shouwang.desk.gate.finding import household_at_gate
from shouwang.desk.gate.models import Direction, Gate, Outcome, Reason, Who
from shouwang.desk.gate.passes.showing import shown_by
from shouwang.desk.gate.rules import Held
from shouwang.desk.needs.models import Kind
from shouwang.desk.people.models import Person

YES_NO = [("no", _("no")), ("yes", _("yes"))]
TIME = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
RESIDENTS_REASONS = tuple(one for one in Reason if one != Reason.DELIVERY)
GUESTS_REASONS = (Reason.DELIVERY, Reason.VISIT, Reason.ESSENTIAL_WORK, Reason.EMERGENCY, Reason.FUNERAL)


class AskForm(forms.Form):
    """Who wants to pass and why. What is unknown stays unknown: only what contradicts itself is refused."""

    who = forms.ChoiceField(choices=Who.choices)
    direction = forms.ChoiceField(choices=Direction.choices)
    reason = forms.ChoiceField(choices=Reason.choices, required=False)
    household = forms.CharField(max_length=40, required=False)
    person = forms.CharField(max_length=40, required=False)
    shown = forms.CharField(max_length=16, required=False)  # the number of a pass

    def asked(self, by: Actor) -> AtGate | None:
        """None where a household or a person is named that is not here."""
        told = self.cleaned_data
        household = household_at_gate(told["household"], by) if told["household"] else None
        if told["household"] and household is None:
            return None
        person: Person | None = None
        if told["person"]:
            here = {str(one.pk): one for one in household.residents()} if household else {}
            if told["person"] not in here:
                return None
            person = here[told["person"]]
        shown = shown_by(told["shown"], who=told["who"], household=household, by=by)
        return AtGate(told["direction"], told["who"], household, person, told["reason"], shown)


class RecordForm(AskForm):
    """What came of it. Nobody is written down without an outcome, nor without a word on raised voices."""

    gate = forms.UUIDField()
    outcome = forms.ChoiceField(choices=Outcome.choices)
    voices = forms.ChoiceField(choices=YES_NO)
    kind = forms.ChoiceField(choices=Kind.choices, required=False)
    words = forms.CharField(max_length=LONGEST_NOTE, required=False)

    def said(self, by: Actor, *, has_happened: bool = False) -> Said | None:
        """None where something is named that is not here."""
        asked, gate = self.asked(by), gate_of(str(self.cleaned_data["gate"]), by)
        if asked is None or gate is None:
            return None
        told = self.cleaned_data
        return Said(gate, asked, Outcome(told["outcome"]), told["voices"] == "yes", told["words"], has_happened)

    @property
    def kind_chosen(self) -> str:
        return str(self.cleaned_data["kind"] or KIND_FOR.get(self.cleaned_data["reason"], Kind.OTHER))


def gate_of(text: str, by: Actor) -> Gate | None:
    try:
        return Gate.objects.filter(community=by.community, pk=UUID(text)).first()
    except ValueError:
        return None


def reasons_for(who: str) -> list[tuple[str, str]]:
    """What is asked of residents, or of those who do not live here; the exempt ones first."""
    chosen = RESIDENTS_REASONS if who == Who.RESIDENT else GUESTS_REASONS
    return [(one.value, str(one.label)) for one in chosen]


class Often:
    """How often, as the form asks for it."""

    FREE, SOME, NOBODY = "free", "some", "nobody"


class RuleForm(forms.Form):
    """The rule of one mode, for households of whom nothing else is asked."""

    mode = forms.ChoiceField(label=_("In which mode"), choices=Mode.choices)
    from_day = forms.DateField(
        label=_("From which day on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    often = forms.ChoiceField(
        label=_("Who may go out"),
        choices=[(Often.FREE, _("everybody, at any time")), (Often.SOME, _("so often:")), (Often.NOBODY, _("nobody"))],
        widget=forms.RadioSelect,
        help_text=_("Hospital, dialysis, chemotherapy, antenatal checks, funerals, essential work and emergencies are "
                    "always let through: no rule can refuse them."),
    )  # fmt: skip
    times = forms.IntegerField(label=_("How many times"), min_value=1, max_value=20, required=False)
    days = forms.IntegerField(label=_("in how many days"), min_value=1, max_value=14, required=False)
    hours = forms.IntegerField(label=_("for how many hours"), min_value=1, max_value=24, required=False)
    per_person = forms.BooleanField(label=_("Counted for each person, not for the household"), required=False)
    opens = forms.TimeField(label=_("The gate opens at"), required=False, widget=TIME)
    shuts = forms.TimeField(label=_("and shuts at"), required=False, widget=TIME)
    after = forms.IntegerField(label=_("After so many refusals somebody visits"), min_value=1, max_value=20)
    within = forms.IntegerField(label=_("within so many days"), min_value=1, max_value=14)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if bool(told.get("opens")) != bool(told.get("shuts")):
            self.add_error("shuts", _("Write both hours, or neither for the whole day."))
        if told.get("often") == Often.SOME and not told.get("times"):
            self.add_error("times", _("Say how many times."))
        return told

    def value(self) -> dict[str, Any]:
        """As `propose_rule` takes it."""
        told = self.cleaned_data
        times = {Often.FREE: None, Often.NOBODY: 0}.get(told["often"], told["times"])
        hours = [f"{told['opens']:%H:%M}", f"{told['shuts']:%H:%M}"] if told["opens"] and told["shuts"] else None
        limit = {"times": times, "days": told["days"] or 1, "hours": told["hours"], "per_person": told["per_person"]}
        return {"limit": limit | {"open": hours}, "visit": {"after": told["after"], "within": told["within"]}}


def initial_of(held: Held, mode: str, day: date) -> dict[str, Any]:
    limit: Limit = held.limit(mode)
    often = Often.FREE if limit.times is None else Often.NOBODY if limit.times == 0 else Often.SOME
    return {
        "mode": mode, "from_day": day, "often": often, "times": limit.times or None, "days": limit.days,
        "hours": limit.hours, "per_person": limit.per_person, "opens": limit.opens, "shuts": limit.shuts,
        "after": held.after, "within": held.within,
    }  # fmt: skip


class GateForm(forms.Form):
    name = forms.CharField(label=_("What the gate is called"), max_length=40)
