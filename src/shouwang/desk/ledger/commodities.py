"""What is counted: money in fen, and goods in whole units, each kind of goods found again by its name."""

import re

from shouwang.desk.base.crypto import lookup_hash
from shouwang.desk.base.models import Community
from shouwang.desk.ledger.models import Commodity

MONEY_KEY = 0


def money(community: Community) -> Commodity:
    """Money, in fen."""
    made, _is_new = Commodity.objects.get_or_create(community=community, kind=Commodity.Kind.MONEY, key=MONEY_KEY)
    return made


def goods(community: Community, name: str, unit: str) -> Commodity:
    """The goods called `name`, counted in whole `unit`s: the same name and unit are the same commodity."""
    name, unit = _tidy(name), _tidy(unit)
    found = {
        "community": community,
        "kind": Commodity.Kind.GOODS,
        "key": lookup_hash(community.pk, f"goods|{name.casefold()}|{unit.casefold()}"),
    }
    known = Commodity.objects.filter(**found).first()
    if known is not None:
        return known
    new = Commodity(**found, unit=unit)
    new.name = name
    made, _is_new = Commodity.objects.get_or_create(
        **found, defaults={"id": new.pk, "unit": unit, "name_sealed": new.name_sealed}
    )
    return made


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
