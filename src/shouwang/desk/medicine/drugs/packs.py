"""How much of a regimen is in one pack: packs are bought, tablets and units of insulin are taken."""

import re
from decimal import Decimal

from shouwang.desk.medicine.drugs.names import fold, normalise_strength
from shouwang.desk.medicine.models import Drug

_PIECES = frozenset({"片", "粒", "颗", "丸", "枚"})
_MEASURES = {"单位": "u", "u": "u", "iu": "u", "ml": "ml", "毫升": "ml"}


def units_in_pack(drug: Drug | None, unit: str) -> Decimal | None:
    """How many `unit`s one pack of `drug` holds; None where the formulary does not say it in that unit.

    A pen of 3ml:300单位 holds one 支, 3 ml, or 300 单位. A regimen without a unit is counted as the pack is.
    """
    if drug is None or not drug.pack_size:
        return None
    asked, inside = fold(unit), fold(drug.unit)
    if not asked or asked == inside or {asked, inside} <= _PIECES:
        return Decimal(drug.pack_size)
    measure = _MEASURES.get(asked)
    if measure is None:
        return None
    amounts = (re.fullmatch(r"([\d.]+)([a-z]+)", part) for part in normalise_strength(drug.strength).split(":"))
    found = next((Decimal(amount[1]) for amount in amounts if amount and amount[2] == measure), None)
    return None if found is None else found * drug.pack_size
