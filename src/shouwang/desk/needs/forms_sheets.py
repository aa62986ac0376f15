"""What people fill in where a sheet is taken as a list: the file, and what its columns are."""

import json
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.desk.needs.forms import SHEETS, DueField
from shouwang.desk.needs.models import Intake
from shouwang.desk.needs.sheets import SHEET_OF
from shouwang.desk.people.bridge import fields_of
from shouwang.desk.people.importing.preview import COLUMNS

LABELS = COLUMNS | {
    "phone2": gettext_lazy("another telephone"),
    "disease": gettext_lazy("illnesses"),
    "drug": gettext_lazy("name of the medicine"),
    "spec": gettext_lazy("strength or size"),
    "qty": gettext_lazy("amount of it"),
    "unit_of": gettext_lazy("unit of it"),
    "maker": gettext_lazy("maker"),
    "days_left": gettext_lazy("days left"),
    "insurance_card": gettext_lazy("insurance card"),
    "record": gettext_lazy("medical record"),
    "empty_box": gettext_lazy("empty box"),
    "amount": gettext_lazy("money"),
    "price": gettext_lazy("price"),
    "paid": gettext_lazy("paid"),
    "goods": gettext_lazy("goods, in one cell"),
    "good": gettext_lazy("a column of one good"),
    "delivery": gettext_lazy("delivery"),
    "time": gettext_lazy("hour of the day"),
    "direction": gettext_lazy("in or out"),
    "temp": gettext_lazy("temperature"),
    "am_temp": gettext_lazy("temperature, morning"),
    "pm_temp": gettext_lazy("temperature, evening"),
    "readings": gettext_lazy("a column of one call"),
    "symptom": gettext_lazy("symptoms"),
    "contact": gettext_lazy("contacts with ill people"),
    "visited": gettext_lazy("where they have been"),
    "reason": gettext_lazy("what for"),
    "credential": gettext_lazy("pass or paper"),
    "plate": gettext_lazy("number plate"),
    "back_at": gettext_lazy("back at"),
    "guard": gettext_lazy("guard"),
    "ride_date": gettext_lazy("day of the ride"),
    "pickup": gettext_lazy("hour of pick-up"),
    "origin": gettext_lazy("from where"),
    "dest": gettext_lazy("where to"),
    "dest_room": gettext_lazy("room there"),
    "pax": gettext_lazy("how many people"),
    "wheelchair": gettext_lazy("wheelchair"),
    "wait": gettext_lazy("waits"),
    "vehicle": gettext_lazy("vehicle"),
    "driver": gettext_lazy("driver"),
    "ward_no": gettext_lazy("ward number"),
    "pcr": gettext_lazy("test result"),
    "paperwork": gettext_lazy("papers"),
    "signature": gettext_lazy("signature"),
    "belongings": gettext_lazy("belongings"),
    "escort": gettext_lazy("escort"),
    "post": gettext_lazy("post of the shift"),
    "day": gettext_lazy("day shift"),
    "night": gettext_lazy("night shift"),
    "leader": gettext_lazy("leader of the shift"),
    "shift": gettext_lazy("shift"),
}


class ListSheetForm(forms.Form):
    """A sheet that is no register: orders, medicines, rides, transfers, a gate's book, shifts."""

    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("Excel, WPS or CSV, up to 8 MB."), max_length=200,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.et,.txt"}),
    )  # fmt: skip
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    due = DueField()
    same = forms.ChoiceField(
        label=gettext_lazy("Is it the same list, grown?"), required=False, widget=forms.RadioSelect,
        choices=[("grown", gettext_lazy("The same, grown")), ("new", gettext_lazy("A new list"))],
    )  # fmt: skip
    earlier = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("recognise it")), *SHEETS]  # type: ignore[attr-defined]

    def ask_about(self, earlier: Intake) -> None:
        """Show the question, about `earlier`, in the form that is shown again."""
        self.data = {**self.data.dict(), "earlier": str(earlier.pk)} if isinstance(self.data, QueryDict) else self.data

    @property
    def asks(self) -> bool:
        return bool(self.data.get("earlier"))


class SheetColumnsForm(forms.Form):
    """A select for each column of a sheet that was read as a list: `column_C` is what column C is taken for."""

    def __init__(self, intake: Intake, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        context = json.loads(intake.context or "{}")
        self.columns, self.before = context.get("columns", []), dict(context.get("corrected", {}))
        fields = fields_of(SHEET_OF[intake.kind]) if intake.kind in SHEET_OF else ()
        for column in self.columns:
            if column["field"] not in {"FORBIDDEN", "seq"}:
                known = dict.fromkeys([*fields, *([column["field"]] if column["field"] else [])])
                self.fields[f"column_{column['column']}"] = forms.ChoiceField(
                    label=f"{column['column']} {column['title']}".strip(), required=False, initial=column["field"],
                    choices=[("", _("not used")), *((code, LABELS.get(code, code)) for code in known)],
                    help_text=" · ".join(column["sample"][:2]),
                )  # fmt: skip

    def corrected(self) -> dict[str, str | None]:
        """Letter → what a person says it is, with what was corrected before; nothing where nothing differs."""
        said = {name.removeprefix("column_"): value or None for name, value in self.cleaned_data.items()}
        read = {column["column"]: column["field"] for column in self.columns}
        new = {letter: field for letter, field in said.items() if field != read.get(letter)}
        return self.before | new if new else {}
