"""What somebody hears on the telephone."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.models import Community
from shouwang.desk.medicine.models import HuntAsk

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


class DecideForm(forms.Form):
    words = forms.CharField(
        label=_("What was decided, and what they do instead"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


def _next(clock: time, community: Community, at: datetime) -> datetime:
    """The next time the community's clocks show `clock`."""
    today = datetime.combine(community.today(at), clock, tzinfo=community.tz)
    return today if today > at else today + timedelta(days=1)
