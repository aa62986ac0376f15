"""What formulary, rules, regimens and photographs say about one asked-for medicine: loaded once, asked for many."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from shouwang.desk.base.models import Community
from shouwang.desk.medicine import bridge
from shouwang.desk.medicine.drugs.formulary import Formulary, the_one
from shouwang.desk.medicine.drugs.names import spellings, stem
from shouwang.desk.medicine.drugs.rules import DrugRule, Rules, classify, rules_on
from shouwang.desk.medicine.items.completeness import Known, Missing, missing_of, several_in
from shouwang.desk.medicine.models import Drug, DrugClass, Item, ItemPicture, Regimen
from shouwang.desk.medicine.regimens.days_left import LONGEST, days_left_of


@dataclass(frozen=True)
class Knowledge:
    """The formulary and the rules of a community as they stand at `at`. Two queries to load, none to ask."""

    formulary: Formulary
    rules: Rules
    at: datetime

    @classmethod
    def of(cls, community: Community, at: datetime) -> "Knowledge":
        return cls(Formulary.of(community), rules_on(community, community.today(at)), at)

    def recognise(self, item: Item, chosen: Drug | None = None) -> None:
        """Set drug, class and cold of `item`: of the drug that somebody chose, else from its name. Only a drug that is
        meant beyond doubt fills what was not said (its form); everything else stays a suggestion."""
        drug = chosen or the_one(self.formulary.match(item.name, item.strength, item.form, item.maker))
        if drug is not None and chosen is None and not _same_pack(item.pack, drug):
            drug = None
        item.drug = drug
        if drug is not None:
            item.drug_class, item.is_cold = drug.drug_class, drug.is_cold
            item.form = item.form or drug.form
        else:
            item.drug_class, item.is_cold = classify(item.name, formulary=self.formulary)
        if classify(item.name)[0] == DrugClass.NARCOTIC:
            item.drug_class = DrugClass.NARCOTIC  # no local list makes a helper buy it

    def rule_of(self, item: Item) -> DrugRule:
        return self.rules.of(item.drug_class, item.is_cold)

    def missing_of(self, item: Item, shown: Iterable[str]) -> list[Missing]:
        """What is still to be asked of `item`; `shown`: what its photographs show ("box", "prescription")."""
        return missing_of(self.known(item, set(shown)))

    def known(self, item: Item, shown: set[str]) -> Known:
        rule, line = self.rule_of(item), item.line
        is_vague = bridge.is_vague(item.name) or bool(several_in(item.name))
        return Known(
            name=item.name, strength=item.strength, form=item.form, wanted=line.wanted if line else None,
            unit=line.unit if line else "", flags=item.flags, is_vague=is_vague,
            needs_strength=bridge.needs_strength(item.name), has_household=item.need.household_id is not None,
            has_person=item.need.person_id is not None or item.regimen_id is not None,
            has_box=ItemPicture.What.BOX in shown, has_prescription=ItemPicture.What.PRESCRIPTION in shown,
            is_decided=item.decided_at is not None, route=rule.route, needs_picture=rule.needs_picture,
            needs_person=rule.needs_identity, asks_health=rule.report_health_first, most_packs=rule.most_packs,
        )  # fmt: skip


def shown_of(items: Iterable[Item]) -> dict[UUID, set[str]]:
    """What the photographs of each item show. One query."""
    found: dict[UUID, set[str]] = {}
    for item, what in ItemPicture.objects.filter(item__in=list(items)).values_list("item", "what"):
        found.setdefault(item, set()).add(what)
    return found


def regimens_of(household_id: UUID | None) -> list[Regimen]:
    """What the members of a household take. One query."""
    if household_id is None:
        return []
    here = Regimen.objects.current().filter(person__household=household_id)
    return list(here.select_related("person", "drug").order_by("stated_at", "pk"))


def regimen_for(item: Item, regimens: Iterable[Regimen]) -> Regimen | None:
    """The one regimen that `item` is for: the same drug, or the same name; None where several could be."""
    person = item.need.person_id
    fitting = [one for one in regimens if person in (None, one.person_id) and _is_same(item, one)]
    return fitting[0] if len(fitting) == 1 else None


def run_out_by(regimen: Regimen | None, at: datetime) -> date | None:
    """The first day it does not last for, as far as anybody has said. Two queries."""
    left = days_left_of([regimen], at).get(regimen.pk) if regimen else None
    return left.runs_out_on if left else None


def runs_out_on(days_left: Decimal | int, community: Community, at: datetime) -> date:
    """The first day that is not wholly provided for, where at `at` there is enough for `days_left` days."""
    return community.today(at) + timedelta(days=int(min(days_left, LONGEST)))


def kept_rule(rule: DrugRule, item: Item) -> dict[str, Any]:
    """The rule that routed `item`, as it stood, and the amount it was looked at for."""
    return rule.as_json() | {"wanted": written(item.line.wanted, item.line.unit) if item.line else ""}


def written(wanted: Decimal, unit: str) -> str:
    """ "3盒": one writing for one amount."""
    return f"{wanted.normalize():f}{unit}"


def _same_pack(written: str, drug: Drug) -> bool:
    """Whether the pack that was written ("7片") is the drug's; where none was written any may be meant."""
    digits = "".join(sign for sign in written.split("*")[0].split("×")[0] if sign.isdigit())
    return not digits or drug.pack_size is None or digits == str(drug.pack_size)


def _is_same(item: Item, regimen: Regimen) -> bool:
    if item.drug_id and regimen.drug_id:
        return item.drug_id == regimen.drug_id or _named_alike(item.name, regimen.name)
    return _named_alike(item.name, regimen.name)


def _named_alike(one: str, other: str) -> bool:
    names, others = (spellings(text) | spellings(bridge.generic_of(text) or "") for text in (one, other))
    return bool(names & others) or bool({stem(name) for name in names} & {stem(name) for name in others})
