"""Forms of what somebody takes and has. Rules live in actions; here only what a field must look like."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.models import Community
from shouwang.desk.medicine.actions.prompts import MOST_PACKS, Answer
from shouwang.desk.medicine.drugs.formulary import Match
from shouwang.desk.medicine.models import Stock
from shouwang.desk.people.models import Household, Person

NOON = time(12)
NONE_OF_THEM = "none"


def amount(label: Any, **options: Any) -> forms.DecimalField:
    widget = forms.NumberInput(attrs={"inputmode": "decimal", "step": "any", "min": "0"})
    return forms.DecimalField(
        label=label, max_digits=10, decimal_places=3, min_value=Decimal(0), widget=widget, **options
    )


def moment_of(day: date | None, community: Community, at: datetime) -> datetime | None:
    """The moment that a day without an hour means: now for today, noon for a day before."""
    if day is None or day == community.today(at):
        return None
    return datetime.combine(day, NOON, tzinfo=community.tz)


class DayField(forms.DateField):
    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(required=False, widget=widget, **options)


class RegimenForm(forms.Form):
    """Who takes what. Where the formulary knows several that may be meant, `drug` asks which."""

    person = forms.ModelChoiceField(label=_("Who takes it"), queryset=Person.objects.none(), empty_label=None)
    name = forms.CharField(
        label=_("Medicine"), max_length=80, help_text=_("As it stands on the box, brand or generic."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "known-drugs"}),
    )  # fmt: skip
    strength = forms.CharField(label=_("Strength"), max_length=40, required=False, help_text=_("5mg, 0.5g"))
    form = forms.CharField(label=_("Form"), max_length=30, required=False, help_text=_("片, 胶囊, 笔芯"))
    daily = amount(_("How much a day"), help_text=_("1, 2, 0.5"))
    unit = forms.CharField(label=_("Of what"), max_length=12, required=False, help_text=_("片, 粒, 单位"))
    units = amount(_("How many are left"), required=False, help_text=_("Empty where nobody knows."))
    as_of = DayField(label=_("Left on which day"), help_text=_("Empty for today."))
    stated_by = forms.CharField(
        label=_("Says who"), max_length=60, required=False, help_text=_("herself, her daughter")
    )
    maker = forms.CharField(label=_("Only of this maker"), max_length=80, required=False)
    note = forms.CharField(
        label=_("To know"), max_length=300, required=False, help_text=_("Never a card's PIN: it is not kept.")
    )

    def __init__(self, household: Household, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = household.persons.living().head_first()

    def ask_which(self, matches: list[Match]) -> None:
        """Show what the formulary knows of that name, to choose from."""
        choices = [(str(match.drug.pk), str(match.drug)) for match in matches]
        self.fields["drug"] = forms.ChoiceField(
            label=_("Which one is it?"), choices=[*choices, (NONE_OF_THEM, _("none of these"))],
            widget=forms.RadioSelect, required=False,
        )  # fmt: skip


class StockForm(forms.Form):
    """What is left of one medicine."""

    units = amount(_("How many are left"))
    as_of = DayField(label=_("On which day"))
    said_by = forms.CharField(label=_("Says who"), max_length=60, required=False)
    basis = forms.ChoiceField(
        choices=[(Stock.Basis.STATED.value, _("stated")), (Stock.Basis.COUNTED.value, _("counted at the door"))],
        required=False,
    )  # fmt: skip


class AnswerForm(forms.Form):
    """What came of asking."""

    answer = forms.ChoiceField(choices=Answer.choices)
    packs = forms.IntegerField(label=_("packs"), min_value=1, max_value=MOST_PACKS, required=False)
    units = amount(_("How many are left"), required=False)
    said_by = forms.CharField(label=_("Says who"), max_length=60, required=False)


class RegimenSheetForm(forms.Form):
    file = forms.FileField(
        label=_("File"), help_text=_("Excel, WPS or CSV, up to 8 MB."), max_length=200,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.et,.txt"}),
    )  # fmt: skip
    as_of = DayField(label=_("The sheet is of which day"), help_text=_("Empty for today: what is left counts from it."))


class RegimenRowForm(forms.Form):
    """One row that was ticked, as it was looked through."""

    person = forms.UUIDField()
    name = forms.CharField(max_length=80)
    strength = forms.CharField(max_length=40, required=False)
    daily = amount(_("How much a day"))
    unit = forms.CharField(max_length=12, required=False)
    days_left = amount(_("Days left"), required=False)
