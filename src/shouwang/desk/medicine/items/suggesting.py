"""Regimens that nobody has stated yet, though something speaks of them: a fact "takes medicine", or a medicine that was
asked for again and again. Proposals: somebody looks, fills in what is not known, and notes it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from shouwang.desk.medicine.bridge import Daily, before_daily, is_vague, read_daily
from shouwang.desk.medicine.drugs.names import form_in, normalise_strength, stem
from shouwang.desk.medicine.models import Regimen
from shouwang.desk.needs.medicines import split_name
from shouwang.desk.needs.models import Kind, Line
from shouwang.desk.people.models import Fact, FactKind, Household

LATELY = timedelta(days=90)
REPEATED = 2
_ENDS = "，,。；;、（("


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A regimen as far as it was written; `because` is a fact's words, or nothing where it was asked for `times`."""

    person_id: UUID | None
    name: str
    strength: str
    form: str
    daily: Decimal | None
    unit: str
    because: str = ""
    times: int = 0
    stated_by: str = ""

    def as_initial(self) -> dict[str, Any]:
        """For the form in which somebody looks at it."""
        said: dict[str, Any] = {"name": self.name, "strength": self.strength, "form": self.form, "unit": self.unit}
        said |= {"stated_by": self.stated_by, "person": self.person_id}
        return {key: value for key, value in (said | {"daily": self.daily}).items() if value}


def suggestions_for(household: Household, at: datetime) -> list[Suggestion]:
    """What could be a regimen of this household and is none yet. Three queries."""
    known = {_key(one.name, one.strength) for one in Regimen.objects.filter(person__household=household).current()}
    names = {name for name, _strength in known}
    found = [one for one in (*_from_facts(household), *_from_requests(household, at)) if one.name]
    fresh: dict[tuple[str, str], Suggestion] = {}
    for one in found:
        key = _key(one.name, one.strength)
        if key not in known and not (key[1] == "" and key[0] in names):
            fresh.setdefault(key, one)
    return list(fresh.values())


def read_statement(text: str) -> tuple[str, str, str, Daily]:
    """(name, strength, form, how much a day) of words like 氨氯地平 5mg，每天一片; empty where it is not said."""
    head = next((part.strip() for part in _cut(before_daily(text)) if part.strip()), "")
    name, strength, _pack = split_name(head)
    return name, strength, form_in(name), read_daily(text)


def _from_facts(household: Household) -> Iterable[Suggestion]:
    facts = Fact.objects.filter(
        person__household=household, person__gone_at=None, kind=FactKind.MEDICINE, ended_at=None
    )
    for fact in facts.order_by("stated_at", "pk"):
        name, strength, form, daily = read_statement(fact.detail)
        if not is_vague(name):
            yield Suggestion(
                fact.person_id, name, strength, form, daily.units, daily.unit, fact.detail, stated_by=fact.stated_by
            )


def _from_requests(household: Household, at: datetime) -> Iterable[Suggestion]:
    """What was asked for at least twice, on different days."""
    lines = Line.objects.filter(need__household=household, need__kind=Kind.MEDICINE, need__made_at__gt=at - LATELY)
    days: dict[tuple[str, str], set[date]] = {}
    written: dict[tuple[str, str], tuple[str, str]] = {}
    persons: dict[tuple[str, str], Counter[UUID | None]] = {}
    for line in lines.exclude(need__state="merged").select_related("need").order_by("need__made_at", "position"):
        name, strength, _pack = split_name(line.name)
        key = _key(name, strength)
        days.setdefault(key, set()).add(household.community.today(line.need.made_at))
        written[key] = name, strength
        persons.setdefault(key, Counter())[line.need.person_id] += 1
    for key, on in days.items():
        if len(on) >= REPEATED:
            name, strength = written[key]
            (person, _times), *_rest = persons[key].most_common(1)
            yield Suggestion(person, name, strength, form_in(name), None, "", times=len(on))


def _cut(text: str) -> list[str]:
    for sign in _ENDS:
        text = text.replace(sign, "\n")
    return text.split("\n")


def _key(name: str, strength: str) -> tuple[str, str]:
    return stem(name), normalise_strength(strength)
