"""Forms of the entrance and of the members' pages. Rules live in actions; here only what a field must look like."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base import policy
from shouwang.desk.base.actor import Actor
from shouwang.desk.base.roles import INVITES, Role

PIN = {"inputmode": "numeric", "autocomplete": "off", "maxlength": "6", "pattern": "[0-9]{6}"}


def code_of(text: str) -> str:
    """The code in what somebody typed or pasted: the code itself, or the whole address it hung on."""
    return text.strip().rsplit("#", 1)[-1].strip()


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("The code after the # of the address"), max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}),
    )  # fmt: skip

    def clean_code(self) -> str:
        return code_of(self.cleaned_data["code"])


class EnrolForm(CodeForm):
    code = forms.CharField(widget=forms.HiddenInput, max_length=300)
    pin = forms.CharField(label=_("Choose a PIN of six digits"), widget=forms.PasswordInput(attrs=PIN), max_length=6)
    again = forms.CharField(label=_("The same PIN again"), widget=forms.PasswordInput(attrs=PIN), max_length=6)
    is_shared = forms.BooleanField(
        label=_("Several people use this device"), required=False,
        help_text=_("Then signing out deletes everything it kept, and it forgets you when it is closed."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if "pin" in told and "again" in told and told["pin"] != told["again"]:
            self.add_error("again", _("The two PINs differ."))
        return told


class PinForm(forms.Form):
    device = forms.UUIDField(widget=forms.HiddenInput)
    pin = forms.CharField(label=_("PIN"), widget=forms.PasswordInput(attrs=PIN), max_length=6)


class PasswordForm(forms.Form):
    login = forms.CharField(label=_("Login"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(
        label=_("Password"), max_length=200, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    is_shared = forms.BooleanField(label=_("Several people use this device"), required=False)


class NewPasswordForm(forms.Form):
    login = forms.CharField(label=_("Login"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(
        label=_("Password, ten characters or more"), max_length=200, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip


class NewPinForm(forms.Form):
    pin = forms.CharField(label=_("New PIN of six digits"), widget=forms.PasswordInput(attrs=PIN), max_length=6)
    again = forms.CharField(label=_("The same PIN again"), widget=forms.PasswordInput(attrs=PIN), max_length=6)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if "pin" in told and "again" in told and told["pin"] != told["again"]:
            self.add_error("again", _("The two PINs differ."))
        return told


class InviteForm(forms.Form):
    name = forms.CharField(
        label=_("Name, as the others know them"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    role = forms.ChoiceField(label=_("Part"))

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = INVITES.get(by.role, policy.NOBODY) if by.role else policy.NOBODY
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(role.value, role.label) for role in Role if role in mine]


class SunsetForm(forms.Form):
    on = forms.DateField(
        label=_("Sunset day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
