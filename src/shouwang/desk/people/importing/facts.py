"""What a ledger's cells state about a person, as kinds of facts; the words stay as they were written."""

import re

from shouwang.desk.people.bridge import LedgerPerson
from shouwang.desk.people.models import FactKind

GROUPS: tuple[tuple[str, FactKind], ...] = (
    ("透析", FactKind.DIALYSIS),
    ("鼻饲|管饲", FactKind.TUBE_FED),
    ("轮椅", FactKind.WHEELCHAIR),
    ("失能|失智|残|瘫|卧床|不能自理", FactKind.DISABLED),
    ("孕", FactKind.PREGNANT),
    ("独居|孤寡|空巢|孤老", FactKind.LIVES_ALONE),
    (r"\d\d\+|高龄|\d\d岁以上", FactKind.OLD),
    ("婴|幼|儿童|小孩", FactKind.INFANT),
    ("租", FactKind.RENTER),
)
CONDITIONS = (*GROUPS[:3], GROUPS[4])


def facts_of(person: LedgerPerson) -> list[tuple[str, str]]:
    """(kind, detail) of everything the row states, each once."""
    facts = [(_kind(word, GROUPS, FactKind.OTHER), word) for word in person.groups]
    facts += [(_kind(word, CONDITIONS, FactKind.CONDITION), word) for word in person.conditions]
    facts += [(FactKind.MEDICINE, " ".join(filter(None, (drug.name, drug.spec)))) for drug in person.meds]
    facts += [_diet(word) for word in person.diet]
    if "no_phone" in person.flags:
        facts.append((FactKind.NO_PHONE, ""))
    if person.household_size:
        facts.append((FactKind.OTHER, f"户内 {person.household_size} 人"))
    # "孕妇" beside "孕32周" says the same less exactly.
    exact = {kind for kind, word in facts if any(character.isdigit() for character in word)}
    vague = {(FactKind.PREGNANT, "孕妇")} if FactKind.PREGNANT in exact else set()
    return [(str(kind), word) for kind, word in dict.fromkeys(facts) if (kind, word) not in vague]


def _kind(word: str, table: tuple[tuple[str, FactKind], ...], otherwise: FactKind) -> FactKind:
    return next((kind for pattern, kind in table if re.search(pattern, word)), otherwise)


def _diet(word: str) -> tuple[FactKind, str]:
    kind, _colon, rest = word.partition(":")
    return (FactKind.ALLERGY, rest) if kind == "过敏" and rest else (FactKind.DIET, word)
