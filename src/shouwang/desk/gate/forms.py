"""What is sent from the gate, read into values."""

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.gate.actions.helping import KIND_FOR
from shouwang.desk.gate.actions.passages import LONGEST_NOTE, Said
from shouwang.desk.gate.asking import AtGate
from shouwang.desk.gate.finding import household_at_gate
from shouwang.desk.gate.models import Direction, Gate, Outcome, Reason, Who
from shouwang.desk.gate.passes.showing import shown_by
from shouwang.desk.needs.models import Kind
from shouwang.desk.people.models import Person

YES_NO = [("no", _("no")), ("yes", _("yes"))]
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
    list_at = forms.DateTimeField(required=False)  # where the device answered by an old list
    corrects = forms.UUIDField(required=False)  # the number that the device gave to what was otherwise

    def said(self, by: Actor, *, has_happened: bool = False, clock_off: int = 0) -> Said | None:
        """None where something is named that is not here."""
        asked, gate = self.asked(by), gate_of(str(self.cleaned_data["gate"]), by)
        if asked is None or gate is None:
            return None
        told = self.cleaned_data
        return Said(
            gate, asked, Outcome(told["outcome"]), told["voices"] == "yes", told["words"], has_happened,
            clock_off=clock_off, list_at=told["list_at"],
        )  # fmt: skip

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
