"""What may happen with a drug of each class: dated data of the community, warned and routed by, decided by people.

Base rule "medicine.rules": {class: {"route", "needs_picture", "most_packs", "needs_identity",
"report_health_first", "words"}}; a class or a field that is left out is as in DEFAULTS. The defaults follow the sense
of the rules of early 2020 and are no legal advice: a pharmacist looks at them before they are used.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Literal, get_args

from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.models import Community, Rule
from shouwang.desk.medicine.drugs.classes import classify
from shouwang.desk.medicine.models import DrugClass

__all__ = ["DEFAULTS", "RULES", "DrugRule", "Route", "Rules", "classify", "rule_for", "rules_on"]

RULES = "medicine.rules"
Route = Literal["buy", "decide", "prescription", "ride"]
ROUTES: tuple[Route, ...] = get_args(Route)
ROUTE_WORDS = {
    "buy": _("a helper may buy it"),
    "decide": _("a person decides first"),
    "prescription": _("only what is already prescribed, a person decides"),
    "ride": _("never bought by a helper: a ride, or the family"),
}


@dataclass(frozen=True, slots=True)
class DrugRule:
    """The rule for one class as it stands on a day. `most_packs`: of one purchase, None for no limit.

    `from_day`: since when, None for the default that nobody has changed.
    """

    drug_class: DrugClass
    route: Route
    needs_picture: bool = False  # the box or the prescription
    most_packs: int | None = None
    needs_identity: bool = False  # registered at the counter, of whoever takes it
    report_health_first: bool = False  # somebody asks how they are before anything is bought
    words: str = ""
    is_cold: bool = False  # 2 to 8 °C, fetched and handed over on the same day
    from_day: date | None = None

    def as_json(self) -> dict[str, Any]:
        """As an item keeps it: the rule that routed it, as it stood."""
        said = asdict(self) | {"from_day": self.from_day.isoformat() if self.from_day else ""}
        return {"class": str(said.pop("drug_class"))} | said

    @property
    def route_words(self) -> str:
        return str(ROUTE_WORDS[self.route])


DEFAULTS: Mapping[DrugClass, DrugRule] = {
    rule.drug_class: rule
    for rule in (
        DrugRule(DrugClass.ORDINARY, "buy"),
        DrugRule(DrugClass.PRESCRIPTION, "buy", needs_picture=True),
        DrugRule(DrugClass.PSYCHOTROPIC, "prescription", needs_picture=True, needs_identity=True),
        DrugRule(DrugClass.EPHEDRINE, "buy", most_packs=2, needs_identity=True),
        DrugRule(DrugClass.FEVER, "decide", needs_identity=True, report_health_first=True),
        DrugRule(DrugClass.NARCOTIC, "ride", needs_picture=True, needs_identity=True),
    )
}


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a community as they stand on one day, for asking often."""

    by_class: Mapping[DrugClass, DrugRule]
    from_day: date | None = None

    def of(self, drug_class: str, is_cold: bool = False) -> DrugRule:
        return replace(self.by_class[DrugClass(drug_class)], is_cold=is_cold)


def rules_on(community: Community, on: date) -> Rules:
    """The rules in force on the day `on`. One query."""
    stored = Rule.objects.in_force(community, RULES, on)
    return rules_from(stored.value, stored.from_day) if stored else Rules(DEFAULTS)


def rule_for(community: Community, drug_class: str, is_cold: bool, on: date) -> DrugRule:
    """The rule for one class on the day `on`. One query; for many drugs load `rules_on` once."""
    return rules_on(community, on).of(drug_class, is_cold)


def rules_from(value: Mapping[str, Mapping[str, Any]], from_day: date | None) -> Rules:
    """`value` of a base Rule, filled up with the defaults. Narcotics are never bought by a helper, whatever it says."""
    found = {}
    for drug_class, default in DEFAULTS.items():
        said = {name: given for name, given in value.get(drug_class, {}).items() if name in FIELDS}
        if said.get("route") not in ROUTES or drug_class == DrugClass.NARCOTIC:
            said["route"] = default.route
        found[drug_class] = replace(default, **said, from_day=from_day)
    return Rules(found, from_day)


FIELDS = ("route", "needs_picture", "most_packs", "needs_identity", "report_health_first", "words")
