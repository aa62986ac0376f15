"""Needs that ask for medicine in words alone: what a person could tap to say which drug is meant."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from shouwang.desk.medicine.bridge import NamedDrug, read_wish
from shouwang.desk.medicine.drugs.formulary import Formulary, names_of
from shouwang.desk.medicine.drugs.names import fold
from shouwang.desk.medicine.models import Drug
from shouwang.desk.needs.medicines import split_name
from shouwang.desk.needs.models import Need

MOST = 5
SHORTEST = 2  # characters of a name that is looked for in words


@dataclass(slots=True)
class WordyNeed:
    """A need without lines: what was understood of it, and drugs of the formulary that its words name."""

    need: Need
    name: str = ""
    strength: str = ""
    quantity: str = ""
    unit: str = ""
    drugs: list[Drug] = field(default_factory=list)

    @property
    def words(self) -> str:
        """Private words stand in nobody's list."""
        return "" if self.need.is_private else self.need.words


def dress_needs(needs: Iterable[Need], formulary: Formulary) -> list[WordyNeed]:
    """Each with what its words suggest; nothing of it is taken over before a person says so."""
    return [_dress(need, formulary) for need in needs]


def _dress(need: Need, formulary: Formulary) -> WordyNeed:
    found = WordyNeed(need)
    named = next((drug for line in found.words.splitlines() for drug in read_wish(line).drugs), None)
    if named is not None:
        _fill(found, named)
    words = fold(found.words)
    found.drugs = [drug for drug in formulary.drugs if any(_stands_in(name, words) for name in names_of(drug))][:MOST]
    return found


def _fill(found: WordyNeed, named: NamedDrug) -> None:
    name, strength, pack = split_name(named.name)
    found.name, found.strength = name, strength or pack
    found.quantity = f"{named.quantity.normalize():f}" if named.quantity else ""
    found.unit = named.unit if named.quantity else ""


def _stands_in(name: str, words: str) -> bool:
    return len(name) >= SHORTEST and fold(name) in words
