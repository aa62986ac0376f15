"""What is sent to rounds, read into values."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account
from shouwang.desk.rounds import bridge
from shouwang.desk.rounds.actions.enter_back import Entered
from shouwang.desk.rounds.choosing import helpers
from shouwang.desk.rounds.models import Outcome

LONGEST_WORDS = 500
CLOCK_IS_WRONG, MOST_SECONDS = 120, 2**31  # seconds


class ProposeForm(forms.Form):
    """Who goes, when, and how much one can carry; the needs are ticked beside it."""

    starts_at = forms.DateTimeField(
        label=gettext_lazy("They set off at"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    most_stops = forms.IntegerField(
        label=gettext_lazy("At most so many doors each"), min_value=1, max_value=60, initial=bridge.MOST_STOPS
    )
    carriers = forms.MultipleChoiceField(
        label=gettext_lazy("Who can go"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one helper.")},
    )  # fmt: skip

    def __init__(self, *args: Any, by: Actor, at: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {str(one.account.pk): one for one in helpers(by, at)}
        self.fields["carriers"].choices = [  # type: ignore[attr-defined]
            (pk, one.account.name + (_(" · %(n)s stops today") % {"n": one.stops} if one.stops else ""))
            for pk, one in self.people.items()
        ]

    def accounts(self) -> list[Account]:
        return [self.people[pk].account for pk in self.cleaned_data["carriers"]]


class EndStopForm(forms.Form):
    """How a stop ended. Quantities come as `q-LINE`; `left-NEED` is a need without lines that was not done."""

    outcome = forms.ChoiceField(choices=Outcome.choices)
    words = forms.CharField(max_length=LONGEST_WORDS, required=False)

    def said(self) -> dict[str, Any]:
        """As end_stop takes it."""
        return {
            "outcome": Outcome(self.cleaned_data["outcome"]), "words": self.cleaned_data["words"],
            "quantities": quantities_in(self.data), "not_done": left_in(self.data),
        }  # fmt: skip


def quantities_in(data: Mapping[str, Any], prefix: str = "q-") -> dict[UUID, Decimal]:
    """line id → quantity; what is no number counts as nothing."""
    found: dict[UUID, Decimal] = {}
    for name, value in data.items():
        if name.startswith(prefix):
            try:
                amount = Decimal(str(value).strip().replace(",", ".") or "0")
                found[UUID(name.removeprefix(prefix))] = amount if amount.is_finite() else Decimal(0)
            except (InvalidOperation, ValueError):
                continue
    return found


def left_in(data: Mapping[str, Any], prefix: str = "left-") -> list[UUID]:
    """Needs without lines that were not done."""
    found = []
    for name in data:
        if name.startswith(prefix):
            try:
                found.append(UUID(name.removeprefix(prefix)))
            except ValueError:
                continue
    return found


def said_at_of(request: HttpRequest, at: datetime) -> datetime | None:
    """When it was said, on the desk's clock: the phone's clock is set right by when it says that it is sending.

    None where the page sent nothing about it. Never in the future.
    """
    said = _moment(request.POST.get("said_at", ""))
    if said is None:
        return None
    sent = _moment(request.headers.get("X-Sent-At", ""))
    return min(said + (at - sent) if sent else said, at)


def clock_off_of(request: HttpRequest, at: datetime) -> int:
    """How many seconds the phone's clock runs behind the desk's, by when it says that it is sending. 0: within two
    minutes, or it does not say."""
    sent = _moment(request.headers.get("X-Sent-At", ""))
    behind = round((at - sent).total_seconds()) if sent else 0
    return behind if CLOCK_IS_WRONG < abs(behind) < MOST_SECONDS else 0


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return timezone.make_aware(moment) if moment and timezone.is_naive(moment) else moment


def entered_in(data: QueryDict) -> dict[UUID, Entered]:
    """A paper sheet as typed: `outcome-STOP` (empty: not visited yet), `words-STOP`, and `q-LINE`, `left-NEED`."""
    quantities, not_done = quantities_in(data), tuple(left_in(data))
    found: dict[UUID, Entered] = {}
    for name, outcome in data.items():
        if not name.startswith("outcome-") or outcome not in Outcome.values:
            continue
        try:
            stop = UUID(name.removeprefix("outcome-"))
        except ValueError:
            continue
        words = data.get(f"words-{stop}", "")[:LONGEST_WORDS]
        # on paper, "done" with less than all of it is part done; part done with all of it is done
        said = Outcome.PARTLY if outcome == Outcome.DONE else Outcome(outcome)
        found[stop] = Entered(said, words, quantities, not_done)
    return found
