"""What the desk writes on a pass, read into orders."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.gate.actions.passes import LONGEST_WORDS, Order
from shouwang.desk.gate.models import Gate, PassScope
from shouwang.desk.gate.models.passes import RESIDENTS
from shouwang.desk.people.finding import find_doors
from shouwang.desk.people.models import Building, Household, Person

MOMENT = "%Y-%m-%dT%H:%M"
PAPER, SCREEN = "paper", "screen"


class MomentField(forms.DateTimeField):
    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"})
        super().__init__(widget=widget, input_formats=[MOMENT, "%Y-%m-%d %H:%M"], **options)


class PassForm(forms.Form):
    """How long a pass holds and how often: the same of one and of many."""

    not_before = MomentField(label=_("Good from"))
    expires = MomentField(label=_("until"))
    uses = forms.IntegerField(
        label=_("How often"), required=False, min_value=1, max_value=255,
        help_text=_("The ways out, of guests the ways in. Empty: any number of times."),
    )  # fmt: skip
    persons = forms.IntegerField(label=_("How many at a time"), min_value=1, max_value=255, initial=1)
    medium = forms.ChoiceField(
        label=_("Shown on"), choices=[(PAPER, _("paper")), (SCREEN, _("their telephone"))], widget=forms.RadioSelect,
        initial=PAPER, help_text=_("On a telephone: on the household's own page, with digits that change."),
    )  # fmt: skip
    gates = forms.ModelMultipleChoiceField(
        label=_("At which gates"), queryset=Gate.objects.none(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: at every gate."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, by: Actor, at: datetime, initial: dict[str, Any] | None = None) -> None:
        hour = at.replace(minute=0, second=0, microsecond=0)
        usual = {"not_before": hour, "expires": _end_of(by, at, days=6)}
        super().__init__(data, initial=usual | (initial or {}))
        self.by = by
        gates = Gate.objects.filter(community=by.community).order_by("name")
        field = self.fields["gates"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = gates
        if len(gates) < 2:
            del self.fields["gates"]

    def common(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {
            "not_before": told["not_before"], "expires": told["expires"], "uses": told["uses"] or 0,
            "persons": told["persons"], "is_on_screen": told["medium"] == SCREEN,
            "gates": tuple(told.get("gates") or ()),
        }  # fmt: skip


class OnePassForm(PassForm):
    """`household`: the one whose page it was opened from; then its door is not asked for."""

    field_order = ("scope", "door", "person", "bearer", "mark")
    scope = forms.ChoiceField(label=_("For whom"), choices=PassScope.choices, widget=forms.RadioSelect)
    door = forms.CharField(label=_("Door"), max_length=40, required=False, help_text=_("Of guests: to whom they come."))
    person = forms.ModelChoiceField(
        label=_("Which of them"), queryset=Person.objects.none(), required=False, empty_label=_("whoever goes"),
    )  # fmt: skip
    bearer = forms.CharField(label=_("Name of the guest"), max_length=LONGEST_WORDS, required=False)
    mark = forms.CharField(
        label=_("Company or number plate"), max_length=LONGEST_WORDS, required=False,
        help_text=_("What the guard compares."),
    )  # fmt: skip

    def __init__(self, *args: Any, household: Household | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.household = household
        if household is None:
            del self.fields["person"]
            scope = self.fields["scope"]
            assert isinstance(scope, forms.ChoiceField)
            scope.choices = [one for one in PassScope.choices if one[0] != PassScope.PERSON]
            scope.help_text = _("For one person of a household: on the household's page.")
            return
        del self.fields["door"]
        person = self.fields["person"]
        assert isinstance(person, forms.ModelChoiceField)
        person.queryset = household.persons.filter(gone_at=None, is_resident=True).order_by("pk")

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        scope, door = told.get("scope"), told.get("door", "").strip()
        if scope not in RESIDENTS and told.get("medium") == SCREEN:
            self.add_error("medium", _("Guests have no page of their own: print it."))
        if self.household is None and (door or scope in RESIDENTS):
            told["household"] = self._behind(door)
        return told

    def order(self) -> Order:
        told = self.cleaned_data
        household = self.household or told.get("household")
        person = told.get("person") if told["scope"] == PassScope.PERSON else None
        return Order(
            scope=PassScope(told["scope"]), household=household, person=person, bearer=told["bearer"],
            mark=told["mark"], **self.common(),
        )  # fmt: skip

    def _behind(self, door: str) -> Household | None:
        doors = find_doors(door, self.by) if door else []
        here = list(households_of(self.by).filter(door__in=doors[:2]))
        if len(here) == 1:
            return here[0]
        said = _("Several households are meant: open the page of the right one.") if here else _("No such door.")
        self.add_error("door", said)
        return None


class ManyPassesForm(PassForm):
    """A pass for each household of a building, or of all."""

    field_order = ("building",)
    building = forms.ModelChoiceField(
        label=_("For the households of"), queryset=Building.objects.none(), required=False,
        empty_label=_("all buildings"),
    )  # fmt: skip
    replaces = forms.BooleanField(
        label=_("Take back what these households have"), required=False,
        help_text=_("When the rule changes: passes of before are good no more."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        building = self.fields["building"]
        assert isinstance(building, forms.ModelChoiceField)
        building.queryset = Building.objects.visible_to(self.by).in_order()

    def orders(self) -> list[Order]:
        """By building and door, as they are handed out."""
        rows: Iterable[Household] = households_of(self.by).order_by(
            "door__building__area", "door__building__position", "door__building__code", "door__label", "pk"
        )
        if building := self.cleaned_data["building"]:
            rows = [one for one in rows if one.door and one.door.building_id == building.pk]
        return [Order(scope=PassScope.HOUSEHOLD, household=one, **self.common()) for one in rows]


class RevokeForm(forms.Form):
    why = forms.CharField(label=_("Why it is taken back"), max_length=LONGEST_WORDS)


def households_of(by: Actor) -> QuerySet[Household]:
    mine = Household.objects.visible_to(by).living_here()
    return mine.select_related("door__building", "community")


def _end_of(by: Actor, at: datetime, *, days: int) -> datetime:
    """The last minute of the day `days` from now, on the community's clock."""
    local = by.community.local(at) + timedelta(days=days)
    return local.replace(hour=23, minute=59, second=0, microsecond=0)
