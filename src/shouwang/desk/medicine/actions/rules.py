"""What may happen with a drug of each class, changed from a day on."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.models import Rule
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.medicine.drugs.rules import FIELDS, ROUTES, RULES, DrugRule, rules_from, rules_on
from shouwang.desk.medicine.models import DrugClass


class RulesCannotChange(Refused):
    """From that day, or by that text, rules cannot be changed; the sentence says why."""


@use_case
def change_rules(*, value: Mapping[str, Mapping[str, Any]], from_day: date, by: Actor, at: datetime) -> Rule:
    """From `from_day` on these rules hold (the shape of base Rule "medicine.rules"). What was before is kept, and
    stands in the event. The same again changes nothing. Raises RulesCannotChange.

    A day that has begun has its rules: what was routed by them today stays explained. A coming day may be said anew.
    """
    _check_rules(value)
    today = by.community.today(at)
    if from_day < today:
        raise RulesCannotChange(_("Rules change from today or a later day, not from a day that is over."))
    before = rules_on(by.community, from_day)
    asked = rules_from(value, from_day)
    stored = Rule.objects.filter(community=by.community, name=RULES, from_day=from_day).first()
    if stored and before.by_class == asked.by_class:
        return stored
    if stored and from_day == today:
        raise RulesCannotChange(_("The rules changed today already. Choose tomorrow or a later day."))
    whole = {str(name): _said_of(rule) for name, rule in asked.by_class.items()}
    was = {str(name): _said_of(rule) for name, rule in before.by_class.items()}
    rule, _is_new = Rule.objects.update_or_create(
        community=by.community, name=RULES, from_day=from_day, defaults={"value": whole}
    )
    changed = [name for name in whole if whole[name] != was[name]]
    record("medicine.rules_changed", by.community, by=by, at=at, from_day=from_day.isoformat(), classes=changed,
           before=_codes(was, changed), after=_codes(whole, changed))  # fmt: skip
    return rule


def _said_of(rule: DrugRule) -> dict[str, Any]:
    return {name: getattr(rule, name) for name in FIELDS}


def _check_rules(value: Mapping[str, Mapping[str, Any]]) -> None:
    for drug_class, said in value.items():
        most, route = said.get("most_packs"), said.get("route", "buy")
        if drug_class not in DrugClass.values or route not in ROUTES:
            raise RulesCannotChange(_("Choose a class and a way from the list."))
        if most is not None and most < 1:
            raise RulesCannotChange(_("The most packs of one purchase is at least 1, or nothing for no limit."))
        if drug_class == DrugClass.NARCOTIC and route != "ride":
            raise RulesCannotChange(_("A narcotic is never bought by a helper. It stays a ride, or the family's."))


def _codes(rules: Mapping[str, Mapping[str, Any]], classes: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What an event keeps of them: no words."""
    return {name: {field: said for field, said in rules[name].items() if field != "words"} for name in classes}
