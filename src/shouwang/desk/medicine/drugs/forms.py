"""Forms of the formulary and its rules. Rules live in actions; here only what a field must look like."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.desk.medicine.actions.drugs import Box
from shouwang.desk.medicine.drugs.formulary import digits
from shouwang.desk.medicine.drugs.rules import ROUTE_WORDS, Rules
from shouwang.desk.medicine.drugs.sheets import LONGEST
from shouwang.desk.medicine.models import DrugClass


def _text(name: str, label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=LONGEST[name], required=options.pop("required", False), **options)


class DrugForm(forms.Form):
    """One pack of one maker, as it stands on the box."""

    generic = _text(
        "generic", _("Generic name"), required=True, help_text=_("As it stands on the box: 苯磺酸氨氯地平片.")
    )
    brand = _text("brand", _("Brand"))
    other_names = _text("other_names", _("Other names"), help_text=_("As people call it, separated by 、"))
    strength = _text("strength", _("Strength"), help_text=_("5mg, 0.5g, 3ml:300单位"))
    form = _text("form", _("Form"), help_text=_("片, 胶囊, 笔芯"))
    pack_size = forms.IntegerField(label=_("Units in a pack"), min_value=1, max_value=9999, required=False)
    unit = forms.CharField(label=_("Unit inside"), max_length=12, required=False, help_text=_("片, 粒, 支, ml"))
    pack_unit = _text("pack_unit", _("The pack is called"), initial="盒")
    maker = _text("maker", _("Maker"))
    approval = _text("approval", _("Approval number"))
    barcode = forms.CharField(
        label=_("Barcode"), max_length=20, required=False, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    drug_class = forms.ChoiceField(label=_("Class"), choices=DrugClass.choices, initial=DrugClass.ORDINARY)
    is_cold = forms.BooleanField(label=_("Must be kept at 2 to 8 °C"), required=False)

    def clean_barcode(self) -> str:
        plain = digits(self.cleaned_data["barcode"])
        if self.cleaned_data["barcode"].strip() and not 8 <= len(plain) <= 14:
            raise forms.ValidationError(_("A barcode has 8 to 14 digits. Copy them from the box, or leave it empty."))
        return plain

    def box(self) -> Box:
        return Box(**self.cleaned_data | {"pack_unit": self.cleaned_data["pack_unit"] or "盒"})


class DrugSheetForm(forms.Form):
    file = forms.FileField(
        label=_("File"), help_text=_("Excel, WPS or CSV, up to 8 MB."), max_length=200,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.et,.txt"}),
    )  # fmt: skip


class RulesForm(forms.Form):
    """From which day, and for each class a group of fields `CLASS_FIELD`."""

    from_day = forms.DateField(
        label=_("From which day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, rules: Rules, day: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_day"].initial = day
        for drug_class in DrugClass:
            rule = rules.of(drug_class)
            routes = [(route, words) for route, words in ROUTE_WORDS.items()]
            if drug_class == DrugClass.NARCOTIC:
                routes = [(route, words) for route, words in routes if route == "ride"]
            mine: dict[str, forms.Field] = {
                "route": forms.ChoiceField(label=_("Way"), choices=routes, initial=rule.route),
                "most_packs": forms.IntegerField(
                    label=_("Most packs of one purchase"), min_value=1, max_value=999, required=False,
                    initial=rule.most_packs,
                ),
                "needs_picture": forms.BooleanField(
                    label=_("A photograph of the box or the prescription"), required=False, initial=rule.needs_picture
                ),
                "needs_identity": forms.BooleanField(
                    label=_("Registered at the counter by name and identity number"), required=False,
                    initial=rule.needs_identity,
                ),
                "report_health_first": forms.BooleanField(
                    label=_("Ask first how they are"), required=False, initial=rule.report_health_first
                ),
                "words": forms.CharField(
                    label=_("What the desk should know"), max_length=300, required=False, initial=rule.words
                ),
            }  # fmt: skip
            for name, field in mine.items():
                self.fields[f"{drug_class}_{name}"] = field

    def groups(self) -> list[tuple[DrugClass, list[forms.BoundField]]]:
        return [
            (one, [self[name] for name in self.fields if name.startswith(f"{one}_")]) for one in DrugClass
        ]  # fmt: skip

    def value(self) -> dict[str, dict[str, Any]]:
        """As a base Rule keeps it."""
        return {
            str(one): {
                name.removeprefix(f"{one}_"): said
                for name, said in self.cleaned_data.items()
                if name.startswith(f"{one}_")
            }
            for one in DrugClass
        }
