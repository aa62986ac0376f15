"""Forms of needs. Rules live in actions; here only what a field must look like."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Membership
from shouwang.desk.base.roles import DESK, Role
from shouwang.desk.needs import due
from shouwang.desk.needs.actions.capture import LONGEST_WORDS
from shouwang.desk.needs.models import Intake, Kind, ListKind, ReturnReason, Source, Urgency
from shouwang.desk.needs.sheets import SHEET_OF

LONGEST_PASTE = 2_000_000  # characters


class DueField(forms.ChoiceField):
    def __init__(self, **options: Any) -> None:
        super().__init__(label=_("Due"), choices=due.CHOICES, required=False, **options)


SHEETS = [(code, label) for code, label in ListKind.choices if code in SHEET_OF]
PASTED = [(kind.value, kind.label) for kind in ListKind if kind not in {ListKind.GATE, ListKind.OTHER}]


def kinds_for(intake: Intake) -> list[tuple[str, Any]]:
    """What a person may say that the list is: (code, label)."""
    return SHEETS if intake.sheet_sealed else PASTED


class PasteForm(forms.Form):
    text = forms.CharField(
        label=_("The chain, as it stands in the group"), max_length=LONGEST_PASTE, strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "autofocus": True, "spellcheck": "false", "class": "paste"}),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    due = DueField()
    title = forms.CharField(label=_("Title"), max_length=120, required=False)
    good = forms.CharField(
        label=_("What a bare number stands for"), max_length=60, required=False,
        help_text=_("Where the chain says only “2”: 2 of what?"),
    )  # fmt: skip
    unit = forms.CharField(label=_("Unit of it"), max_length=12, required=False)
    continues = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("recognise it")), *PASTED]  # type: ignore[attr-defined]

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if not text.strip():
            raise forms.ValidationError(_("Paste the chain first."))
        return text.replace("\x00", "")


def due_of(form: forms.Form, by: Actor, at: datetime) -> datetime | None:
    """What the form's `due` field means now."""
    return due.moment_of(form.cleaned_data.get("due", ""), by.community, at)


class NeedForm(forms.Form):
    """A need in seconds: for whom, what, when."""

    where = forms.CharField(
        label=_("For whom"), max_length=60,
        help_text=_("Door, name, pinyin, or the last four digits of a telephone."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )  # fmt: skip
    target = forms.CharField(widget=forms.HiddenInput, required=False)
    words = forms.CharField(
        label=_("What they need, in their own words"), max_length=LONGEST_WORDS,
        help_text=_("Things with amounts become lines: eggs 2, 盐2包. A card's PIN is never kept."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, initial=Kind.GOODS)
    due = DueField()
    urgency = forms.TypedChoiceField(
        label=_("Urgency"), choices=Urgency.choices, coerce=int, initial=Urgency.NORMAL, widget=forms.RadioSelect
    )
    source = forms.ChoiceField(
        label=_("How it came"), choices=[(one, one.label) for one in (Source.FORM, Source.CALL, Source.GATE)],
        initial=Source.FORM, required=False, widget=forms.RadioSelect,
    )  # fmt: skip
    who = forms.CharField(label=_("Said by whom"), max_length=60, required=False)
    note = forms.CharField(
        label=_("What the carrier must know"), max_length=200, required=False,
        help_text=_("“Leave it at the door”, “no sugar”. Never an illness."),
    )  # fmt: skip
    is_sensitive = forms.BooleanField(label=_("Not for any group: only the desk reads it"), required=False)
    picture = forms.FileField(
        label=_("Photograph of the slip or the box"), required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )  # fmt: skip


class WhenField(forms.DateTimeField):
    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(
            required=False, widget=widget, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"], **options
        )


class ChangeForm(forms.Form):
    """Everything of a need that may change before somebody sets off. Its lines are read by `lines_from`."""

    words = forms.CharField(
        label=_("In their own words"),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    due_by = WhenField(label=_("Due by"))
    not_before = WhenField(label=_("Not before"))
    urgency = forms.TypedChoiceField(label=_("Urgency"), choices=Urgency.choices, coerce=int, widget=forms.RadioSelect)
    note = forms.CharField(label=_("What the carrier must know"), max_length=200, required=False)


class ReturnForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why does it come back?"), choices=ReturnReason.choices)
    words = forms.CharField(label=_("In a few words"), max_length=300, required=False)


class HandOverForm(forms.Form):
    to = forms.ModelChoiceField(label=_("To whom"), queryset=Membership.objects.none(), empty_label=None)

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Membership.objects.live().filter(community=by.community, role__in=[*DESK, Role.HELPER])
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = mine.select_related("account").order_by("account__name")
        field.label_from_instance = lambda member: member.account.name  # type: ignore[assignment, method-assign]


class AlertForm(forms.Form):
    outcome = forms.CharField(
        label=_("What came of it?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("“Called, her sister is with her.” With that the alert ends."),
    )  # fmt: skip


class ListenerForm(forms.Form):
    member = forms.ModelChoiceField(label=_("Who is told"), queryset=Membership.objects.none(), empty_label=None)

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["member"]
        assert isinstance(field, forms.ModelChoiceField)
        mine = Membership.objects.live().filter(community=by.community, role__in=DESK)
        field.queryset = mine.select_related("account").order_by("account__name", "pk")
        field.label_from_instance = lambda member: member.account.name  # type: ignore[assignment, method-assign]


class CloseForm(forms.Form):
    decision = forms.CharField(
        label=_("Why does it end here?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
