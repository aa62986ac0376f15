"""What is filled in about partners and their lists. Forms read and clean; rules are the actions'."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.desk.partners import bridge
from shouwang.desk.partners.actions.answers import LONGEST_NAME, LONGEST_NOTE
from shouwang.desk.partners.models import Answer, Partner, PartnerKind, StockSaying

MOST_PACKS = 9999
MOST_YUAN = 99_999


class PriceField(forms.CharField):
    """Yuan as people type them ("12.5", "12,50", "¥12"); cleaned to whole fen, or None."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "num"})
        super().__init__(**{"label": gettext_lazy("Price of a pack, ¥"), "required": False, "max_length": 12,
                            "widget": widget, **options})  # fmt: skip

    def clean(self, value: Any) -> Any:
        text = super().clean(value).strip().removesuffix("元").removeprefix("¥").removeprefix("￥").strip()
        if not text:
            return None
        try:
            yuan = Decimal(text.replace(",", ".").replace("，", "."))
        except InvalidOperation:
            raise ValidationError(_("Write the price as a number: 12.50")) from None
        if not yuan.is_finite() or not 0 <= yuan <= MOST_YUAN or yuan != round(yuan, 2):
            raise ValidationError(_("Write the price as a number: 12.50"))
        return int(yuan * 100)


class CountField(forms.IntegerField):
    def __init__(self, **options: Any) -> None:
        widget = forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "num"})
        super().__init__(**{"required": False, "min_value": 0, "max_value": MOST_PACKS, "widget": widget, **options})


class PartnerForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=PartnerKind.choices)
    name = forms.CharField(label=gettext_lazy("What it is called"), max_length=80)
    phone = forms.CharField(
        label=gettext_lazy("Telephone of the counter"), max_length=40, required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )  # fmt: skip
    place = forms.CharField(label=gettext_lazy("Address"), max_length=160, required=False)
    hours = forms.CharField(
        label=gettext_lazy("Hours"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "As you would write them: “8:00-20:30 daily”, “Mon-Sat 8:00-12:00 14:00-18:00”, “24 hours”."
        ),
    )  # fmt: skip
    takes_insurance = forms.BooleanField(label=gettext_lazy("Takes insurance cards"), required=False)
    keeps_cold = forms.BooleanField(label=gettext_lazy("Has a fridge for medicine"), required=False)
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes by car, one way"), required=False, min_value=0, max_value=600
    )
    contact = forms.CharField(
        label=gettext_lazy("Whom to ask for"), max_length=120, required=False,
        help_text=gettext_lazy("A name and a telephone. Only the desk reads it."),
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    latitude = forms.DecimalField(
        label=gettext_lazy("Latitude"), required=False, min_value=-90, max_value=90, max_digits=9, decimal_places=6
    )
    longitude = forms.DecimalField(
        label=gettext_lazy("Longitude"), required=False, min_value=-180, max_value=180, max_digits=9, decimal_places=6
    )
    datum = forms.ChoiceField(
        label=gettext_lazy("Read from which map"), required=False,
        choices=[("", "—"), ("wgs84", "WGS-84"), ("gcj02", "GCJ-02")],
    )  # fmt: skip

    def clean_hours(self) -> bridge.Hours:
        hours, asks = bridge.hours_of(self.cleaned_data["hours"])
        if asks:
            raise ValidationError(asks)
        return hours

    @staticmethod
    def as_it_is(partner: Partner) -> dict[str, Any]:
        """What the form begins with."""
        names = [name for name in PartnerForm.base_fields if name != "hours"]
        return {name: getattr(partner, name) for name in names} | {"hours": bridge.words_of(partner.hours)}


class SheetForm(forms.Form):
    sheet = forms.FileField(
        label=gettext_lazy("The sheet (xlsx, xls, ods or csv)"),
        help_text=gettext_lazy(
            "A row a partner. Heads: name, kind, telephone, address, hours, insurance, fridge, minutes, contact, note."
        ),
    )  # fmt: skip


class ShutForm(forms.Form):
    until = forms.DateField(
        label=gettext_lazy("Shut until, that day included"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip


class StockForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Thing"), max_length=LONGEST_NAME)
    strength = forms.CharField(label=gettext_lazy("Strength and form"), max_length=60, required=False)
    has = forms.ChoiceField(label=gettext_lazy("They say"), choices=StockSaying.Has.choices, widget=forms.RadioSelect)
    quantity = CountField(label=gettext_lazy("How many packs"))
    price_fen = PriceField()
    said_by = forms.CharField(label=gettext_lazy("Said by whom"), max_length=60, required=False)


class AnswerForm(forms.Form):
    """One line answered: `answer` comes with the button or the choice."""

    answer = forms.ChoiceField(choices=Answer.choices)
    quantity = CountField()
    price_fen = PriceField()
    offer_name = forms.CharField(max_length=LONGEST_NAME, required=False)
    offer_strength = forms.CharField(max_length=LONGEST_NAME, required=False)
    offer_maker = forms.CharField(max_length=LONGEST_NAME, required=False)
    note = forms.CharField(max_length=LONGEST_NOTE, required=False)

    def sentences(self) -> list[str]:
        """What was wrong, for a page that shows no field of its own beside it."""
        return [str(error) for errors in self.errors.values() for error in errors]


class ListForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=80)
    due_by = forms.DateTimeField(
        label=gettext_lazy("Wanted by"), required=False, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip


class LineForm(forms.Form):
    """One line of a list that the desk writes by hand; a row without a name is left out."""

    name = forms.CharField(label=gettext_lazy("Thing"), max_length=LONGEST_NAME, required=False)
    strength = forms.CharField(label=gettext_lazy("Strength, form, pack, maker"), max_length=120, required=False)
    quantity = CountField(label=gettext_lazy("How many"), initial=1, min_value=1)
    unit = forms.CharField(label=gettext_lazy("box, pen …"), max_length=12, required=False)
    bag = forms.CharField(label=gettext_lazy("Bag"), max_length=12, required=False)
    is_cold = forms.BooleanField(label=gettext_lazy("cold"), required=False)
    needs_prescription = forms.BooleanField(label=gettext_lazy("prescription"), required=False)
    with_card = forms.BooleanField(label=gettext_lazy("insurance card"), required=False)
    no_substitute = forms.BooleanField(label=gettext_lazy("this one only"), required=False)
    note = forms.CharField(label=gettext_lazy("Note"), max_length=LONGEST_NOTE, required=False)
    picture = forms.FileField(
        label=gettext_lazy("Photograph"), required=False, widget=forms.ClearableFileInput(attrs={"accept": "image/*"})
    )


LineFormSet = forms.formset_factory(LineForm, extra=0, max_num=60, absolute_max=60)
