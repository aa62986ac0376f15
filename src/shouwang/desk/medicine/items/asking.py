"""What is asked about an item, in a sentence a person can read out, and the answers that take one tap.

A choice's value is what the form sends back; `answers.answer_of` reads it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shouwang.desk.medicine import bridge
from shouwang.desk.medicine.drugs.formulary import Formulary
from shouwang.desk.medicine.drugs.rules import DrugRule
from shouwang.desk.medicine.items.completeness import PACKS, Missing, several_in
from shouwang.desk.medicine.models import Drug, Item, Regimen
from shouwang.desk.needs.models import NeedPicture
from shouwang.desk.people.models import Person

MOST_DRUGS = 5
STANDARD_WORDS = {
    "well": gettext_lazy("Asked: they are well, no fever, no cough."),
    "doctor": gettext_lazy("Asked: a doctor told them to take it."),
    "seen": gettext_lazy("Looked at it: it may be bought."),
    "several": gettext_lazy("Asked: several people take it, or it must last long."),
    "family": gettext_lazy("The family fetches it."),
    "unwanted": gettext_lazy("They no longer want it."),
}
"""The words of decisions that take one tap, by code."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: what the form sends, and what stands on the button."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing to ask: its code, the sentence, the answers with one tap."""

    code: Missing
    sentence: str
    choices: list[Choice] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ReadBox:
    """What a machine read on a photograph: the drug of the formulary that it fits beyond doubt, else as it was read."""

    picture: UUID
    said: Mapping[str, str]
    drug: Drug | None

    @property
    def label(self) -> str:
        keys = ("name", "strength", "pack", "form", "maker")
        return drug_label(self.drug) if self.drug else " ".join(self.said[key] for key in keys if self.said.get(key))


@dataclass(frozen=True, slots=True)
class Beside:
    """What lies beside an item when it is asked about: loaded once for a whole list."""

    formulary: Formulary
    rule: DrugRule
    regimens: Sequence[Regimen] = ()  # of the household
    people: Sequence[Person] = ()
    loose: Sequence[NeedPicture] = ()  # photographs of the need that show none of its items yet
    read: "ReadBox | None" = None  # what a machine read on the photographed box
    has_box: bool = False


def asks_of(item: Item, beside: Beside) -> list[Ask]:
    """Everything that is missing, in order, each with its sentence and answers."""
    codes = [Missing(code) for code in item.missing if code in Missing.values]
    if Missing.STRENGTH in codes and Missing.FORM in codes:
        codes.remove(Missing.FORM)  # one question, one answer: which box
    return [ASKS[code](item, beside) for code in codes]


def drug_label(drug: Drug) -> str:
    """ "氨氯地平（络活喜） 5mg×7片 · 甲厂" """
    return " · ".join(part for part in (str(drug), drug.form if drug.form != drug.pack else "", drug.maker) if part)


def _household(_item: Item, _beside: Beside) -> Ask:
    return Ask(Missing.HOUSEHOLD, _("Whose is it? Nobody is known behind this door: name the household first."))


def _ride(_item: Item, _beside: Beside) -> Ask:
    sentence = _("A helper never buys this one. Ask how they get it: with our car, or does the family fetch it?")
    return Ask(Missing.RIDE, sentence, [Choice("ride", _("Make it a ride")), _decides("elsewhere", "family")])


def _name(item: Item, beside: Beside) -> Ask:
    sentence = _("Ask what the medicine is called: read out what stands on the box.")
    if parts := several_in(item.name):
        sentence = _("Several medicines stand in one line. Make a line of each; how many of each is asked then.")
        return Ask(Missing.NAME, sentence, [Choice("split", _(", ").join(parts))])
    if item.name:
        sentence = _("“%(name)s” is a sort of medicine. Ask what stands on the box.") % {"name": item.name}
    taken = [Choice(f"regimen:{one.pk}", _regimen_label(one)) for one in beside.regimens]
    return Ask(Missing.NAME, sentence, _read(beside) + taken + _drugs(item, beside))


def _strength(item: Item, beside: Beside) -> Ask:
    sentence = _("Ask the strength of %(name)s: it stands behind the name on the box.")
    if Missing.FORM in item.missing:
        sentence = _("Ask the strength of %(name)s, and whether it is tablets, capsules or something else.")
    sentence %= {"name": item.name}
    known = [one for one in beside.regimens if one.pk == item.regimen_id and one.strength]
    taken = [Choice(f"regimen:{one.pk}", _regimen_label(one)) for one in known]
    return Ask(Missing.STRENGTH, sentence, _read(beside) + taken + _drugs(item, beside) + _on_box(beside))


def _form(item: Item, beside: Beside) -> Ask:
    sentence = _("Ask whether %(name)s is tablets, capsules or something else.") % {"name": item.name}
    forms = dict.fromkeys(drug.form for drug in beside.formulary.named(item.name) if drug.form)
    return Ask(Missing.FORM, sentence, [Choice(f"form:{form}", form) for form in forms] + _on_box(beside))


def _quantity(item: Item, _beside: Beside) -> Ask:
    line = item.line
    wanted, unit = (line.wanted, line.unit) if line else (Decimal(1), "")
    said = {"amount": f"{wanted.normalize():f} {unit}".strip()}
    sentence = _("They wrote %(amount)s. Ask how many packs that is.") % said
    drug = item.drug
    if drug is not None and drug.pack_size and unit == drug.unit and unit not in PACKS:
        packs = -(-wanted // drug.pack_size)
        return Ask(Missing.QUANTITY, sentence, [_packs(int(packs), drug.pack_unit)])
    return Ask(Missing.QUANTITY, sentence, [_packs(n, drug.pack_unit if drug else "盒") for n in (1, 2, 3)])


def _too_many(item: Item, beside: Beside) -> Ask:
    most = beside.rule.most_packs or 0
    said = {"n": f"{item.line.wanted.normalize():f}" if item.line else "", "most": most}
    sentence = _("They want %(n)s packs; the rule has %(most)s at most. Ask why, and decide.") % said
    fewer = Choice(f"packs:{most}", ngettext("%(n)s pack is enough", "%(n)s packs are enough", most) % {"n": most})
    return Ask(Missing.TOO_MANY, sentence, [fewer, _decides("buy", "several")])


def _person(_item: Item, beside: Beside) -> Ask:
    sentence = _("Ask who takes it: the counter writes the name down.")
    return Ask(Missing.PERSON, sentence, [Choice(f"person:{one.pk}", one.name) for one in beside.people])


def _picture(_item: Item, beside: Beside) -> Ask:
    sentence = _("Ask for a photograph of the box or the prescription: what stands there decides.")
    shows = [Choice(f"shows:{one.pk}:box", _("The photograph shows this box")) for one in beside.loose]
    shows += [Choice(f"shows:{one.pk}:prescription", _("It shows the prescription")) for one in beside.loose]
    return Ask(Missing.PICTURE, sentence, [*shows, Choice("box_comes", _("The empty box is fetched at the door"))])


def _prescription(_item: Item, beside: Beside) -> Ask:
    sentence = _("Ask for the prescription: without it the pharmacy may not sell this one.")
    shows = [Choice(f"shows:{one.pk}:prescription", _("It shows the prescription")) for one in beside.loose]
    return Ask(Missing.PRESCRIPTION, sentence, shows)


def _health(item: Item, _beside: Beside) -> Ask:
    sentence = _("Before this one is bought: ask how they are. Fever? Cough? Then decide.")
    if {"fever_reported", "health_report_required"} & set(item.flags):
        sentence = _("They wrote of fever. Report it first, ask how they are, then decide.")
    return Ask(Missing.HEALTH, sentence, [_decides("buy", "well"), _decides("buy", "doctor")])


def _decision(_item: Item, beside: Beside) -> Ask:
    sentence = beside.rule.words or _("Look at it and decide: may it be bought?")
    return Ask(Missing.DECISION, sentence, [_decides("buy", "seen"), _decides("buy", "doctor")])


ASKS: dict[Missing, Callable[[Item, Beside], Ask]] = {
    Missing.HOUSEHOLD: _household, Missing.RIDE: _ride, Missing.NAME: _name, Missing.STRENGTH: _strength,
    Missing.FORM: _form, Missing.QUANTITY: _quantity, Missing.TOO_MANY: _too_many, Missing.PERSON: _person,
    Missing.PICTURE: _picture, Missing.PRESCRIPTION: _prescription, Missing.HEALTH: _health,
    Missing.DECISION: _decision,
}  # fmt: skip


def _decides(route: str, words: str) -> Choice:
    return Choice(f"{route}:{words}", str(STANDARD_WORDS[words]))


def _packs(count: int, unit: str) -> Choice:
    return Choice(f"packs:{count}:{unit}", f"{count} {unit}")


def _drugs(item: Item, beside: Beside) -> list[Choice]:
    """The packs of the formulary with that name."""
    named = beside.formulary.named(item.name) if item.name and not bridge.is_vague(item.name) else []
    return [Choice(f"drug:{drug.pk}", drug_label(drug)) for drug in named[:MOST_DRUGS]]


def _read(beside: Beside) -> list[Choice]:
    read = beside.read
    if read is None or not read.label:
        return []
    value = f"drug:{read.drug.pk}" if read.drug else f"read:{read.picture}"
    return [Choice(value, _("On the box: %(drug)s") % {"drug": read.label})]


def _on_box(beside: Beside) -> list[Choice]:
    return [Choice("on_box", _("As on the photographed box"))] if beside.has_box else []


def _regimen_label(regimen: Regimen) -> str:
    drug = " ".join(part for part in (regimen.name, regimen.strength, regimen.form) if part)
    return _("%(who)s takes %(drug)s") % {"who": regimen.person.name, "drug": drug}
