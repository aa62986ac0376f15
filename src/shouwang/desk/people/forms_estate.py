"""What people fill in about the estate: buildings of regular and odd shapes, doors, grids."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Membership
from shouwang.desk.base.roles import DESK
from shouwang.desk.people.actions.shapes import DoorShape, regular, shape_of
from shouwang.desk.people.forms import DoorChoiceForm
from shouwang.desk.people.models import Grid

MOST_DOORS = 1500  # of one building


class BuildingForm(forms.Form):
    """A building by its floors, units and doors a floor; single doors are added to it or left out of it."""

    code = forms.CharField(
        label=gettext_lazy("Number or name"),
        max_length=20,
        help_text=gettext_lazy("3, 12 or 92号院, without 栋 or 号楼."),
    )
    area = forms.CharField(label=gettext_lazy("Area"), max_length=20, required=False)
    lowest = forms.IntegerField(
        label=gettext_lazy("Lowest floor"), initial=1, min_value=-9, max_value=120, required=False
    )
    highest = forms.IntegerField(label=gettext_lazy("Highest floor"), min_value=-9, max_value=120, required=False)
    units = forms.CharField(
        label=gettext_lazy("Units"), max_length=80, required=False,
        help_text=gettext_lazy("How many (3), or their names (A B C). Empty: the building has none."),
    )  # fmt: skip
    doors = forms.IntegerField(
        label=gettext_lazy("Doors a floor in each unit"), min_value=1, max_value=40, required=False
    )
    except_floors = forms.CharField(
        label=gettext_lazy("Floors that do not exist"), max_length=80, required=False, help_text=gettext_lazy("4, 14")
    )
    missing = forms.CharField(
        label=gettext_lazy("Rooms that do not exist"), max_length=600, required=False,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=gettext_lazy("101, 2-103: with the unit where it matters."),
    )  # fmt: skip
    single = forms.CharField(
        label=gettext_lazy("Doors of their own"), max_length=4000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One a line: 8楼东, 平房2号, 2-1801."),
    )  # fmt: skip
    grid = forms.ModelChoiceField(Grid.objects.none(), label=gettext_lazy("Grid"), required=False)

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grids = forms.ModelChoiceField(Grid.objects.filter(community=by.community).order_by("name"), required=False)
        grids.label = self.fields["grid"].label
        self.fields["grid"] = grids

    def clean_units(self) -> list[str]:
        written = self.cleaned_data["units"].strip()
        if re.fullmatch(r"\d{1,2}", written):
            return [str(unit) for unit in range(1, int(written) + 1)]
        return re.split(r"[\s,、，]+", written) if written else [""]

    def clean_except_floors(self) -> set[int]:
        try:
            return {int(floor) for floor in re.findall(r"[^\s,、，]+", self.cleaned_data["except_floors"])}
        except ValueError:
            raise ValidationError(_("Write floors as numbers: 4, 14.")) from None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.errors:
            return said
        shapes = [*self._regular(said), *self._single(said["single"])]
        if not shapes:
            raise ValidationError(_("Give floors and doors a floor, or doors of their own."))
        if len(shapes) > MOST_DOORS:
            raise ValidationError(_("%(n)s doors are too many for one building. Check floors, units and doors."),
                                  params={"n": len(shapes)})  # fmt: skip
        said["shapes"] = list({(shape.unit, shape.room): shape for shape in shapes}.values())
        return said

    def _regular(self, said: dict[str, Any]) -> list[DoorShape]:
        lowest, highest, doors = said.get("lowest"), said.get("highest"), said.get("doors")
        if highest is None and doors is None:
            return []
        if highest is None or doors is None:
            raise ValidationError(_("Give both the highest floor and the doors a floor."))
        lowest = 1 if lowest is None else lowest
        floors = [floor for floor in range(lowest, highest + 1) if floor != 0 and floor not in said["except_floors"]]
        if not floors:
            raise ValidationError(_("The highest floor is below the lowest."))
        missing = set(re.findall(r"[^\s,、，]+", said["missing"]))
        made = regular(floors=floors, units=said["units"], doors=doors)
        return [shape for shape in made if not missing & {shape.room, f"{shape.unit}-{shape.room}"}]

    @staticmethod
    def _single(written: str) -> list[DoorShape]:
        shapes = []
        for line in filter(None, map(str.strip, written.splitlines())):
            unit, _dash, room = line.rpartition("-")
            shapes.append(shape_of(room[:20], unit[:10]))
        return shapes


class DoorForm(forms.Form):
    room = forms.CharField(label=gettext_lazy("Room"), max_length=20)
    unit = forms.CharField(label=gettext_lazy("Unit"), max_length=10, required=False)
    floor = forms.IntegerField(label=gettext_lazy("Floor"), required=False, min_value=-9, max_value=120)

    def shape(self) -> DoorShape:
        said = self.cleaned_data
        return shape_of(said["room"].strip(), said["unit"].strip(), said["floor"])


class AliasForm(DoorChoiceForm):
    alias = forms.CharField(label=gettext_lazy("How else people call it"), max_length=60)


class GridForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the grid"), max_length=40)


class GridChoiceForm(forms.Form):
    grid = forms.ModelChoiceField(Grid.objects.none(), label=gettext_lazy("Grid"), required=False)

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grid"] = forms.ModelChoiceField(
            Grid.objects.filter(community=by.community).order_by("name"), label=_("Grid"), required=False,
            empty_label=_("in no grid"),
        )  # fmt: skip


class LeadForm(forms.Form):
    member = forms.ModelChoiceField(Membership.objects.none(), label=gettext_lazy("Lead"), required=False)

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"] = LeadField(
            Membership.objects.live().filter(community=by.community, role__in=DESK).select_related("account")
            .order_by("account__name"),
            label=_("Lead"), required=False, empty_label=_("nobody yet"),
        )  # fmt: skip


class LeadField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's own cannot be subscripted
    def label_from_instance(self, obj: Membership) -> str:
        return str(obj.account.name)
