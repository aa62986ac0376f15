"""What somebody at the desk says of a case."""

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.desk.checkins.models import Case
from shouwang.desk.checkins.models.cases import Cause

LONGEST = 1000


class StepForm(forms.Form):
    """The outcome is the button that was pressed."""

    outcome = forms.CharField(max_length=20)
    words = forms.CharField(
        label=_("In a few words"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class EndForm(forms.Form):
    """`how` is the button: confirmed well, or ended by decision, which needs words."""

    how = forms.ChoiceField(choices=[(one, one.label) for one in (Case.End.CONFIRMED, Case.End.DECIDED)])
    words = forms.CharField(
        label=_("What you know, in your own words"), max_length=LONGEST, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class WorryForm(forms.Form):
    """Somebody worries, or has seen that they are unwell: the desk opens a case by hand."""

    cause = forms.TypedChoiceField(
        label=_("What is it"), coerce=Cause, choices=[(one, one.label) for one in (Cause.WORRY, Cause.UNWELL)],
        initial=Cause.WORRY,
    )  # fmt: skip
    words = forms.CharField(
        label=_("In a few words"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
