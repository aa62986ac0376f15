"""Forms of watches and of who calls. Rules live in actions; here only what a field must look like."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.models import Account, Community, Membership
from shouwang.desk.checkins.actions.sharing_out import CALLERS, MOST_MINUTES, USUAL_MINUTES
from shouwang.desk.checkins.models import Caller, WatchPlan
from shouwang.desk.checkins.models.plans import Tier, Way
from shouwang.desk.checkins.tiers import MOST_DAYS, MOST_TIMES
from shouwang.desk.people.models import Household, Person


class PlanForm(forms.Form):
    """How somebody is heard from. What is left empty is as usual for the reason."""

    tier = forms.ChoiceField(label=_("Why"), choices=Tier.choices, initial=Tier.ASKED)
    way = forms.ChoiceField(
        label=_("How one tries first"), choices=Way.choices, initial=Way.CALL, widget=forms.RadioSelect,
        help_text=_("Every other sign of life counts as well: a delivery, a passage at the gate, a message."),
    )  # fmt: skip
    every_days = forms.IntegerField(
        label=_("Every so many days"), min_value=1, max_value=MOST_DAYS, required=False,
        help_text=_("Empty: as usual for the reason."),
    )  # fmt: skip
    times_a_day = forms.IntegerField(
        label=_("Times on such a day"), min_value=1, max_value=MOST_TIMES, required=False,
        help_text=_("In a heat wave or a lockdown the desk asks for more by itself."),
    )  # fmt: skip
    from_hour = forms.TimeField(
        label=_("Not before"), initial="09:00", widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )
    until_hour = forms.TimeField(
        label=_("Heard by"), initial="20:00", widget=forms.TimeInput({"type": "time"}, "%H:%M"),
        help_text=_("Whoever is silent by then is late, and not forgotten."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), required=False)
    answered_by = forms.ModelChoiceField(
        label=_("Who answers for them"), queryset=Person.objects.none(), required=False,
        empty_label=_("they themselves"),
        help_text=_("How each one is, is noted singly all the same."),
    )  # fmt: skip
    reason = forms.CharField(label=_("Because of what"), max_length=300, required=False)
    note = forms.CharField(
        label=_("What a caller must know"), max_length=300, required=False, help_text=_("hard of hearing: let it ring")
    )

    def __init__(self, household: Household, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.household = household
        self.fields["language"].choices = [("", _("their own")), *settings.LANGUAGES]  # type: ignore[attr-defined]
        self._people("answered_by")

    def _people(self, name: str) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = self.household.persons.living().head_first()

    def changes(self) -> dict[str, Any]:
        """As change_plan takes it: an empty rhythm is left as it is."""
        said = dict(self.cleaned_data)
        return {name: value for name, value in said.items() if value or name not in {"every_days", "times_a_day"}}


class NewPlanForm(PlanForm):
    """The same, with whom it is of."""

    person = forms.ModelChoiceField(label=_("Who"), queryset=Person.objects.none(), empty_label=None)
    field_order = ("person",)

    def __init__(self, household: Household, *args: Any, **options: Any) -> None:
        super().__init__(household, *args, **options)
        self._people("person")


def as_initial(plan: WatchPlan) -> dict[str, Any]:
    names = ("tier", "way", "every_days", "times_a_day", "from_hour", "until_hour", "language", "answered_by",
             "reason", "note")  # fmt: skip
    return {name: getattr(plan, name) for name in names}


class DegreesForm(forms.Form):
    degrees = forms.DecimalField(
        label=_("Today's highest temperature, °C"), max_digits=5, decimal_places=1,
        widget=forms.TextInput({"inputmode": "decimal", "size": "5", "autocomplete": "off"}),
    )  # fmt: skip


class CallersForm:
    """Who calls on a day: ticks with minutes, one row for each who could. Not a Django form: rows are as many as there
    are people. `chosen` stands for now, and is ticked where nothing was sent."""

    def __init__(self, community: Community, day: date, data: QueryDict | None = None) -> None:
        members = Membership.objects.live().filter(community=community, role__in=CALLERS).select_related("account")
        self.members = list(members.order_by("account__name", "account"))
        now = _chosen(community, day)
        self.is_from_before = not Caller.objects.filter(community=community, day=day).exists()
        self.ticked = set(data.getlist("callers")) if data is not None else {str(pk) for pk in now}
        written = {name: str(text) for name, text in data.items()} if data is not None else {}
        self.minutes = {
            one.account_id: written.get(f"minutes-{one.account_id}") or str(now.get(one.account_id, USUAL_MINUTES))
            for one in self.members
        }  # fmt: skip

    def rows(self) -> list[tuple[Membership, bool, str]]:
        """(who, is ticked, their minutes as written)"""
        return [(one, str(one.account_id) in self.ticked, self.minutes[one.account_id]) for one in self.members]

    def accounts(self) -> list[Account]:
        return [one.account for one in self.members if str(one.account_id) in self.ticked]

    def given(self) -> dict[UUID, int]:
        """Minutes by account; what is no number is 0, which is refused with a sentence."""
        written = {pk: text.strip() for pk, text in self.minutes.items()}
        return {
            pk: min(int(text), MOST_MINUTES + 1) if text.isascii() and text.isdigit() else 0
            for pk, text in written.items()
        }


def _chosen(community: Community, day: date) -> dict[UUID, int]:
    """Those of the day; where nobody was chosen for it, those of the latest day before."""
    before = Caller.objects.filter(community=community, day__lte=day)
    latest = before.order_by("-day").values_list("day", flat=True).first()
    return dict(before.filter(day=latest).values_list("account_id", "minutes")) if latest else {}
