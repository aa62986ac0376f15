"""What people fill in while a sheet comes into the register."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.desk.people import bridge
from shouwang.desk.people.forms import OLDEST, clean_phones, identity_fault
from shouwang.desk.people.importing.preview import COLUMNS
from shouwang.desk.people.importing.records import RowRecord
from shouwang.desk.people.models import Import
from shouwang.desk.people.other_sheets import TAKERS


class SheetForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What is in it"), initial=Import.Kind.LEDGER, widget=forms.RadioSelect,
    )  # fmt: skip
    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("Excel, WPS or CSV, up to 8 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.et,.txt"}), max_length=200,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [(code, label) for code, (label, _take) in TAKERS.items()]
        self.fields["kind"].choices = [*Import.Kind.choices, *others]  # type: ignore[attr-defined]


class ColumnsForm(forms.Form):
    """A select for each column of one import: `column_C` is what column C is taken for."""

    def __init__(self, batch: Import, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.letters = [one["column"] for one in json.loads(batch.columns)["columns"] if one["field"] != "FORBIDDEN"]
        allowed = [("", ""), *((code, code) for code in COLUMNS)]
        for letter in self.letters:
            self.fields[f"column_{letter}"] = forms.ChoiceField(choices=allowed, required=False)

    def columns(self) -> dict[str, str | None]:
        return {letter: self.cleaned_data[f"column_{letter}"] or None for letter in self.letters}


class RowForm(forms.Form):
    """A row as somebody corrects it. What is not sent stays as it was read."""

    door = forms.CharField(
        label=gettext_lazy("Door"), max_length=60, help_text=gettext_lazy("For example 3-2-501."), required=False
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=60, required=False)
    relation = forms.CharField(label=gettext_lazy("Relation to the head"), max_length=20, required=False)
    is_head = forms.BooleanField(label=gettext_lazy("Head of the household"), required=False)
    is_beside = forms.BooleanField(
        label=gettext_lazy("A household of their own behind a door that others live behind too"), required=False
    )
    phones = forms.CharField(
        label=gettext_lazy("Telephones"), max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    identity = forms.CharField(label=gettext_lazy("Identity number"), max_length=30, required=False)
    sex = forms.ChoiceField(
        label=gettext_lazy("Sex"), required=False,
        choices=[("", "—"), ("f", gettext_lazy("female")), ("m", gettext_lazy("male"))],
    )  # fmt: skip
    born_year = forms.IntegerField(
        label=gettext_lazy("Year of birth"), required=False, min_value=OLDEST, max_value=2200
    )
    is_resident = forms.BooleanField(label=gettext_lazy("Lives here"), required=False)
    remark = forms.CharField(label=gettext_lazy("Remark"), max_length=500, required=False)

    @staticmethod
    def initial_of(record: RowRecord) -> dict[str, Any]:
        door = record.area + "-".join(part for part in (record.building, record.unit, record.room) if part)
        return {
            "door": door, "name": record.name, "relation": record.relation, "is_head": record.is_head,
            "phones": "\n".join(record.phones), "identity": record.identity, "sex": record.sex,
            "born_year": record.born_year, "is_resident": record.is_resident is not False, "remark": record.remark,
            "is_beside": record.is_beside,
        }  # fmt: skip

    def clean_door(self) -> bridge.WrittenDoor | None:
        written = self.cleaned_data["door"].strip()
        if not written:
            return None
        read = bridge.read_door(written)
        if read is None or not (read.building and read.room):
            raise ValidationError(_("“%(door)s” is no whole door. Write building, unit and room: 3-2-501."),
                                  params={"door": written})  # fmt: skip
        return read

    def clean_phones(self) -> str:
        return clean_phones(self.cleaned_data["phones"])

    def clean_identity(self) -> str:
        written = self.cleaned_data["identity"]
        number, _born, _sex, fault = bridge.read_identity(written)
        if written.strip() and not number:
            raise ValidationError(identity_fault(fault))
        return number

    def corrections(self) -> dict[str, Any]:
        """The fields of RowRecord that were sent: all of them by the whole form, the door alone by one tap."""
        said = dict(self.cleaned_data)
        sent = {name: said[name] for name in said if name in self.data}
        if "name" in self.data:  # the whole form: an unticked box is a no
            sent |= {name: said[name] for name in ("is_head", "is_beside", "is_resident")}
        if door := sent.pop("door", None):
            sent |= {"building": door.building, "unit": door.unit, "room": door.room, "area": door.area}
        if "phones" in sent:
            sent["phones"] = sent["phones"].splitlines()
        if sent.get("identity") and not sent.get("born_year"):
            _number, sent["born_year"], _sex, _fault = bridge.read_identity(sent["identity"])
        return sent
