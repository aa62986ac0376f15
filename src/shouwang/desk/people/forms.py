"""What people fill in at the register. Forms read and clean; rules are the actions'."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.desk.base.actor import Actor
from shouwang.desk.people import bridge
from shouwang.desk.people.finding import find_doors
from shouwang.desk.people.models import Door, FactKind

OLDEST = 1900


class PersonForm(forms.Form):
    """Name, telephones and the rest; the identity number gives sex and year of birth where they are empty."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    relation = forms.CharField(label=gettext_lazy("Relation to the head"), max_length=20, required=False)
    is_head = forms.BooleanField(label=gettext_lazy("Head of the household"), required=False)
    phones = forms.CharField(
        label=gettext_lazy("Telephones"), required=False, max_length=200,
        help_text=gettext_lazy("Several: one a line."), widget=forms.Textarea(attrs={"rows": 2, "inputmode": "tel"}),
    )  # fmt: skip
    identity = forms.CharField(label=gettext_lazy("Identity number"), max_length=30, required=False)
    sex = forms.ChoiceField(
        label=gettext_lazy("Sex"), required=False,
        choices=[("", "—"), ("f", gettext_lazy("female")), ("m", gettext_lazy("male"))],
    )  # fmt: skip
    born_year = forms.IntegerField(
        label=gettext_lazy("Year of birth"), required=False, min_value=OLDEST, max_value=2200
    )
    is_resident = forms.BooleanField(label=gettext_lazy("Lives here"), required=False, initial=True)
    language = forms.CharField(label=gettext_lazy("Language"), max_length=10, required=False)
    remark = forms.CharField(
        label=gettext_lazy("Remark"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean_phones(self) -> str:
        return clean_phones(self.cleaned_data["phones"])

    def clean_identity(self) -> str:
        written = self.cleaned_data["identity"]
        number, born, sex, fault = bridge.read_identity(written)
        if written.strip() and not number:
            raise ValidationError(identity_fault(fault))
        self.from_identity = {"born_year": born, "sex": sex}
        return number

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for field, value in getattr(self, "from_identity", {}).items():
            cleaned[field] = cleaned.get(field) or value
        return cleaned


class FactForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("What"), choices=FactKind.choices)
    detail = forms.CharField(label=gettext_lazy("Which one, in their words"), max_length=300, required=False)
    stated_by = forms.CharField(
        label=gettext_lazy("Who says so"), max_length=60,
        help_text=gettext_lazy("Themselves, a daughter, the doctor."),
    )  # fmt: skip

    def clean_kind(self) -> FactKind:
        return FactKind(self.cleaned_data["kind"])


class ContactForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=60, required=False)
    relation = forms.CharField(label=gettext_lazy("Relation"), max_length=40, required=False)
    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    note = forms.CharField(label=gettext_lazy("Note"), max_length=200, required=False)
    stated_by = forms.CharField(label=gettext_lazy("Who says so"), max_length=60)

    def clean_phone(self) -> str:
        return clean_phones(self.cleaned_data["phone"])


class DoorChoiceForm(forms.Form):
    """A door in words ("3-2-501"), found among those the actor may see. A register may grow by it."""

    door = forms.CharField(label=gettext_lazy("Door"), max_length=60, help_text=gettext_lazy("For example 3-2-501."))

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_door(self) -> Door:
        written = self.cleaned_data["door"]
        doors = find_doors(written, self.by)
        exact = [door for door in doors if door.label.upper() == re.sub(r"\s+", "", written).upper()]
        if len(exact) == 1:
            return exact[0]
        if len(doors) == 1:
            return doors[0]
        if not doors:
            raise ValidationError(_("The register has no door “%(door)s”. Check it, or add it to its building first."),
                                  params={"door": written})  # fmt: skip
        some = _(", ").join(door.label for door in doors[:4])
        raise ValidationError(
            _("More than one door can be meant: %(doors)s. Write the whole door."), params={"doors": some}
        )


class HouseholdForm(DoorChoiceForm):
    name = forms.CharField(label=gettext_lazy("Name of the head"), max_length=60, required=False)
    phones = forms.CharField(
        label=gettext_lazy("Telephone"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    beside = forms.BooleanField(
        label=gettext_lazy("Another household lives behind this door already; this one too"), required=False
    )

    def clean_phones(self) -> str:
        return clean_phones(self.cleaned_data["phones"])


def clean_phones(written: str) -> str:
    """Whole numbers, one a line. Raises ValidationError with a sentence for the first that is none."""
    numbers: list[str] = []
    for line in written.splitlines():
        found, code = bridge.read_phones(line)
        if code not in {"ok", "none"}:
            raise ValidationError(
                _("“%(phone)s” is no whole telephone number. Check the digits."), params={"phone": line.strip()}
            )
        numbers += found
    return "\n".join(dict.fromkeys(numbers))


def identity_fault(code: str) -> str:
    """Why an identity number cannot be right."""
    if code == "checksum_bad":
        return _("The check digit does not fit: a digit was mistyped. Check the number.")
    if code == "date_bad":
        return _("The birthday in this number does not exist. Check the number.")
    if code.startswith("length"):
        return _("An identity number has 18 digits. Check the number.")
    return _("This cannot be an identity number. Check it, or leave it empty.")
