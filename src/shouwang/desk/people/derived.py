"""What follows from stated facts: shown apart from them, and never stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from shouwang.desk.people.models import Fact, FactKind, Person

OLD, VERY_OLD, GROWN_UP = 65, 80, 18
COLD_WORDS = ("胰岛素", "insulin")


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that follows. `because` says from what; `is_health` keeps it on the desk."""

    words: str
    because: str
    is_health: bool = False


@dataclass(frozen=True, slots=True)
class Stated:
    """A person with what is stated of them now, and how many numbers their contacts have."""

    person: Person
    facts: Sequence[Fact]
    contact_phones: int

    def says(self, *kinds: FactKind) -> bool:
        return any(fact.kind in kinds for fact in self.facts)


def statements(people: Sequence[Stated], at: datetime) -> list[Statement]:
    """What the desk should know of a household, from who lives there and what they stated."""
    here = [one for one in people if one.person.is_resident]
    found = [*_alone(here, at), *_reach(people, here), *_care(here)]
    return list({statement.words: statement for statement in found}.values())


def _alone(here: Sequence[Stated], at: datetime) -> list[Statement]:
    found = []
    ages = [one.person.age(at) for one in here]
    for one, age in zip(here, ages, strict=True):
        alone = one.says(FactKind.LIVES_ALONE) or len(here) == 1
        because = _("stated") if one.says(FactKind.LIVES_ALONE) else _("nobody else lives here")
        if alone and ((age or 0) >= VERY_OLD or one.says(FactKind.OLD)):
            found.append(Statement(_("over 80 and alone"), because))
        elif alone and one.says(FactKind.DISABLED, FactKind.WHEELCHAIR, FactKind.TUBE_FED, FactKind.DIALYSIS):
            found.append(Statement(_("needs care and lives alone"), because, is_health=True))
    if len(here) > 1 and all((age or 0) >= OLD for age in ages):
        found.append(Statement(_("only old people at home"), _("everybody who lives here is over 65")))
    if here and all(age is not None and age < GROWN_UP for age in ages):
        found.append(Statement(_("children without a grown-up"), _("by the years of birth")))
    return found


def _reach(people: Sequence[Stated], here: Sequence[Stated]) -> list[Statement]:
    if not here or any(one.person.phones for one in here):
        return []
    if any(one.contact_phones or one.person.phones for one in people):
        return [Statement(_("reached only through others"), _("no telephone of their own is known"))]
    return [Statement(_("cannot be telephoned"), _("neither they nor a contact has a number; somebody must go"))]


def _care(here: Sequence[Stated]) -> list[Statement]:
    found = []
    for one in here:
        if one.says(FactKind.WHEELCHAIR, FactKind.TUBE_FED, FactKind.DISABLED):
            found.append(Statement(_("may not come to the door"), _("what is stated about them"), is_health=True))
        if one.says(FactKind.DIALYSIS):
            found.append(Statement(_("must not miss a ride"), _("dialysis"), is_health=True))
        cold = [fact for fact in one.facts if fact.kind == FactKind.MEDICINE and _is_cold(fact.detail)]
        if cold:
            found.append(Statement(_("medicine must stay cold"), cold[0].detail, is_health=True))
    return found


def _is_cold(words: str) -> bool:
    return any(word in words.lower() for word in COLD_WORDS)
