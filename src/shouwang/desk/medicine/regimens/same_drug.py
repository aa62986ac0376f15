"""Whether two regimens are of one drug."""

from collections.abc import Iterable

from shouwang.desk.medicine.drugs.names import fold, normalise_strength
from shouwang.desk.medicine.models import Regimen


def same_drug(regimens: Iterable[Regimen], name: str, strength: str, form: str) -> Regimen | None:
    """The first of the same drug: two strengths are never one thing, nor two forms that are both said."""
    for one in regimens:
        alike = fold(one.name) == fold(name) and normalise_strength(one.strength) == normalise_strength(strength)
        if alike and (not form or not one.form or fold(one.form) == fold(form)):
            return one
    return None
