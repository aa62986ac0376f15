"""The formulary kept: a drug added, changed, retired."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.medicine.models import Drug, DrugClass

ON_THE_BOX = (
    "generic", "brand", "maker", "strength", "form", "pack_size", "unit", "pack_unit", "barcode", "approval",
)  # fmt: skip
BESIDE_THE_BOX = ("other_names", "drug_class", "is_cold")


@dataclass(frozen=True, slots=True)
class Box:
    """What is known of one pack of one maker."""

    generic: str
    brand: str = ""
    maker: str = ""
    strength: str = ""
    form: str = ""
    pack_size: int | None = None
    unit: str = ""
    pack_unit: str = "盒"
    barcode: str = ""
    approval: str = ""
    other_names: str = ""
    drug_class: str = DrugClass.ORDINARY
    is_cold: bool = False

    @classmethod
    def of(cls, drug: Drug) -> "Box":
        return cls(**{name: getattr(drug, name) for name in (*ON_THE_BOX, *BESIDE_THE_BOX)})

    def values(self, *names: str) -> dict[str, Any]:
        return {name: getattr(self, name) for name in names}


class NameMissing(Refused):
    """A box without a generic name is found by nobody."""


class AlreadyListed(Refused):
    """The same pack of the same maker is in the formulary; the sentence names it."""


class DrugIsRetired(Refused):
    """It was taken off the formulary meanwhile."""


@use_case
def add_drug(*, box: Box, by: Actor, at: datetime) -> Drug:
    """List one pack of one maker. The same box again is the drug that is listed; what stands beside the box differs:
    AlreadyListed. Raises NameMissing."""
    if not box.generic.strip():
        raise NameMissing(_("Write the generic name: it is how everybody else finds the drug."))
    known = _same_box(box, by)
    if known and Box.of(known) == _tidy(box):
        return known
    if known:
        raise AlreadyListed(_("“%(drug)s” is in the formulary already. Open it and change it there.") % {"drug": known})
    drug = Drug(community=by.community, made_at=at, **_tidy(box).values(*ON_THE_BOX, *BESIDE_THE_BOX))
    try:
        with transaction.atomic():
            drug.save(force_insert=True)
    except IntegrityError:
        raise AlreadyListed(_("Somebody has just listed the same drug. Look for it in the formulary.")) from None
    record("medicine.drug_added", drug, by=by, at=at, drug_class=drug.drug_class)
    return drug


@use_case
def change_drug(*, drug: Drug, box: Box, by: Actor, at: datetime) -> Drug:
    """What stands on the box changed: the row is retired and a new one made, which is returned. What stands beside it
    (other names, class, cold) changes in place. Raises DrugIsRetired, NameMissing, AlreadyListed."""
    before, now = Box.of(drug), _tidy(box)
    if before == now and drug.retired_at is None:
        return drug
    if before.values(*ON_THE_BOX) != now.values(*ON_THE_BOX):
        if not now.generic:
            raise NameMissing(_("Write the generic name: it is how everybody else finds the drug."))
        retire_drug(drug=drug, by=by, at=at, is_replaced=True)
        return add_drug(box=now, by=by, at=at)
    beside = now.values(*BESIDE_THE_BOX)
    if Drug.objects.filter(pk=drug.pk).listed().update(**beside) != 1:
        raise DrugIsRetired(_("This drug was taken off the formulary meanwhile."))
    for name, value in beside.items():
        setattr(drug, name, value)
    told = {name: beside[name] for name in ("drug_class", "is_cold")}
    record("medicine.drug_changed", drug, by=by, at=at, class_before=before.drug_class, **told)
    return drug


@use_case
def retire_drug(*, drug: Drug, by: Actor, at: datetime, is_replaced: bool = False) -> Drug:
    """Nobody finds it any more; what was asked for and bought of it keeps it. Saying it twice changes nothing, but a
    box cannot be replaced twice: DrugIsRetired."""
    if Drug.objects.filter(pk=drug.pk).listed().update(retired_at=at) == 1:
        drug.retired_at = at
        record("medicine.drug_retired", drug, by=by, at=at, is_replaced=is_replaced)
    elif is_replaced:
        raise DrugIsRetired(_("This drug was taken off the formulary meanwhile."))
    return drug


def _same_box(box: Box, by: Actor) -> Drug | None:
    """The listed drug of the same pack and maker."""
    key = _tidy(box).values("generic", "brand", "maker", "strength", "form", "pack_size")
    return Drug.objects.filter(community=by.community, **key).listed().first()


def _tidy(box: Box) -> Box:
    """Without spaces around, other names separated by 、."""
    texts: dict[str, Any] = {
        name: value.strip() for name, value in box.values(*ON_THE_BOX).items() if isinstance(value, str)
    }
    others = [part.strip() for part in re.split("[、,，;；\n]", box.other_names)]
    names = "、".join(part for part in others if part)[:200]
    return replace(box, **texts, other_names=names, drug_class=str(box.drug_class))
