"""What somebody hears on the telephone."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Community
from shouwang.desk.medicine.models import HuntAsk
from shouwang.desk.rounds.choosing import helpers

MOST_PACKS = 999


class AnswerForm(forms.Form):
    """The answer is the button that was pressed; `held_until` is an hour of today (or tomorrow, once it is past)."""

    answer = forms.ChoiceField(choices=HuntAsk.Answer.choices)
    packs = forms.IntegerField(label=_("How many"), min_value=1, max_value=MOST_PACKS, required=False)
    held_until = forms.TimeField(
        label=_("Put aside for us until"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    words = forms.CharField(label=_("Who said it, and what else"), max_length=200, required=False)

    def said(self, community: Community, at: datetime) -> dict[str, Any]:
        """As answer_ask takes it."""
        told = self.cleaned_data
        held: time | None = told["held_until"]
        return {
            "answer": HuntAsk.Answer(told["answer"]), "packs": told["packs"], "words": told["words"],
            "held_until": _next(held, community, at) if held else None,
        }  # fmt: skip


class FetchForm(forms.Form):
    """Who goes to where it was found, and how much of the desk's cash they take."""

    partner = forms.UUIDField(widget=forms.HiddenInput)
    carrier = forms.ChoiceField(label=_("Who goes"))
    yuan = forms.DecimalField(
        label=_("Cash from the desk, yuan"), min_value=0, max_value=100_000, max_digits=8, decimal_places=2, initial=0,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
    )  # fmt: skip

    def __init__(self, *args: Any, by: Actor, at: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {str(one.account.pk): one.account for one in helpers(by, at)}
        choices = [(pk, account.name) for pk, account in self.people.items()]
        self.fields["carrier"].choices = choices  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """As fetch_found takes it, without the place."""
        told = self.cleaned_data
        return {"carrier": self.people[told["carrier"]], "cash_fen": int(told["yuan"] * 100)}


class DecideForm(forms.Form):
    words = forms.CharField(
        label=_("What was decided, and what they do instead"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


def _next(clock: time, community: Community, at: datetime) -> datetime:
    """The next time the community's clocks show `clock`."""
    today = datetime.combine(community.today(at), clock, tzinfo=community.tz)
    return today if today > at else today + timedelta(days=1)
