"""What somebody fills in to be reached."""

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.desk.messages.addresses import LONGEST

PLAIN = {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}


class ChannelForm(forms.Form):
    address = forms.CharField(
        label=_("Address"), max_length=LONGEST, widget=forms.TextInput(attrs={**PLAIN, "inputmode": "url"}),
        help_text=_("A group robot's address as WeCom, DingTalk or Feishu shows it, or ntfy://, mailtos://, https://."),
    )  # fmt: skip
    secret = forms.CharField(
        label=_("Secret of a DingTalk robot"), max_length=200, required=False, widget=forms.TextInput(attrs=PLAIN),
        help_text=_("Only if it signs. If a robot asks for a keyword, give 守望."),
    )  # fmt: skip
