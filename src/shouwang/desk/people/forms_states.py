"""What is filled in where something is asked of a household, or of a whole building."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.desk.people.models import Building
from shouwang.desk.people.models.states import MAY_BE_SET, State

DAY = {"type": "date"}


class StateForm(forms.Form):
    """`today` is what the first day begins with."""

    state = forms.ChoiceField(label=_("What is asked of them"), choices=MAY_BE_SET, initial=State.ARRIVED)
    from_day = forms.DateField(label=_("From which day on"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    until_day = forms.DateField(
        label=_("The last day"), required=False, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        help_text=_("It holds on that day as well. Empty: until somebody ends it."),
    )  # fmt: skip
    why = forms.CharField(
        label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The desk alone reads this: neither the guard nor the household does."),
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "state-%s", **kwargs})
        self.fields["from_day"].initial = today


class BuildingStateForm(StateForm):
    """Of everybody in a building, or in one staircase."""

    field_order = ("unit", "state", "from_day", "until_day", "why")
    unit = forms.ChoiceField(label=_("Where"), required=False)

    def __init__(self, *args: Any, building: Building, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].initial = State.SEALED
        units = building.doors.exclude(unit="").order_by("unit").values_list("unit", flat=True).distinct()
        staircases = [(unit, _("staircase %(unit)s") % {"unit": unit}) for unit in units]
        where = self.fields["unit"]
        assert isinstance(where, forms.ChoiceField)
        where.choices = [("", _("the whole building")), *staircases]
