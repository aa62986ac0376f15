"""Forms of what is measured: how somebody is, and where a fever begins."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.refusals import Refused
from shouwang.desk.checkins.models.checkins import Sign
from shouwang.desk.needs.temperatures import LONGEST, PointMissing, read_degrees

BY_HAND = [(sign.value, sign.label) for sign in (Sign.CALL, Sign.DOOR, Sign.REPLY)]


class DegreesField(forms.CharField):
    """A temperature in degrees Celsius, as people write it: Decimal, or None where nothing is written."""

    def __init__(self, **options: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off", "size": "6", "placeholder": "36.5"}
        super().__init__(max_length=LONGEST, widget=forms.TextInput(attrs=attrs), **options)
        self.suggested: Decimal | None = None

    def clean(self, value: Any) -> Any:
        try:
            return read_degrees(super().clean(value))
        except PointMissing as missing:
            self.suggested = missing.suggested
            raise forms.ValidationError(str(missing)) from None
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None


class HealthForm(forms.Form):
    """`meant`, where somebody tapped what a temperature without its point was meant to be, stands for it."""

    degrees = DegreesField(label=_("Temperature, °C"), required=False)
    symptoms = forms.CharField(
        label=_("What they feel"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    sign = forms.ChoiceField(label=_("How it is known"), choices=BY_HAND, initial=Sign.CALL, required=False)

    def __init__(self, data: Any = None, **options: Any) -> None:
        if data and data.get("meant"):
            data = data.copy()
            data["degrees"] = data["meant"]
        super().__init__(data, **options)

    @property
    def suggested(self) -> Decimal | None:
        """What may have been meant, to be tapped."""
        field = self.fields["degrees"]
        assert isinstance(field, DegreesField)
        return field.suggested


class ThresholdForm(forms.Form):
    degrees = DegreesField(label=_("A fever begins at, °C"))
    from_day = forms.DateField(
        label=_("From which day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    @classmethod
    def starting(cls, day: date, now: Decimal) -> "ThresholdForm":
        return cls(initial={"from_day": day, "degrees": f"{now:f}"})
