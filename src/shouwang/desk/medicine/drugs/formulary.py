"""The formulary: which drug somebody means, by name, strength, form, maker or what stands on the box."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Community
from shouwang.desk.medicine import bridge
from shouwang.desk.medicine.drugs.names import (
    fold,
    form_in,
    normalise_strength,
    part_of_strength,
    same_release,
    same_strength,
    spellings,
    stem,
)
from shouwang.desk.medicine.models import Drug

__all__ = ["Formulary", "Match", "find_drugs", "match_drug", "normalise_strength", "the_one"]

SURE = 80
"""A score from which on nothing that was said contradicts the drug, and its name and strength were said whole."""
_BARCODE, _APPROVAL, _NAME, _STEM, _PART = 100, 90, 60, 45, 25
_STRENGTH, _SOME_STRENGTH, _OTHER_STRENGTH = 25, 10, -50
_FORM, _OTHER_FORM, _MAKER, _OTHER_MAKER = 5, -30, 5, -20

REASONS: dict[str, Promise] = {
    "barcode": gettext_lazy("the barcode"),
    "approval": gettext_lazy("the approval number"),
    "name": gettext_lazy("the name"),
    "stem": gettext_lazy("the name without salt or form"),
    "part": gettext_lazy("part of the name"),
    "strength": gettext_lazy("the strength"),
    "some_strength": gettext_lazy("part of the strength"),
    "other_strength": gettext_lazy("another strength"),
    "form": gettext_lazy("the form"),
    "other_form": gettext_lazy("another form"),
    "maker": gettext_lazy("the maker"),
    "other_maker": gettext_lazy("another maker"),
}
AGAINST = frozenset({"other_strength", "other_form", "other_maker"})


@dataclass(frozen=True, slots=True)
class Match:
    """A drug that may be meant. `score` orders (100: the barcode); `why` are codes of REASONS, for and against."""

    drug: Drug
    score: int
    why: tuple[str, ...]

    @property
    def is_sure(self) -> bool:
        """Nothing said contradicts it, and enough was said."""
        return self.score >= SURE and not AGAINST & set(self.why)

    @property
    def reason(self) -> str:
        """For a person, in their language: "the name, the strength"."""
        return _(", ").join(str(REASONS[code]) for code in self.why)


@dataclass(frozen=True)
class Formulary:
    """Every listed drug of a community, for matching many names. One query to load, none to ask."""

    drugs: tuple[Drug, ...]
    _names: dict[str, tuple[frozenset[str], frozenset[str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, community: Community) -> "Formulary":
        drugs = Drug.objects.filter(community=community).listed()
        return cls(tuple(drugs.order_by("generic", "brand", "strength", "maker", "pack_size", "pk")))

    def match(
        self, name: str, strength: str = "", form: str = "", maker: str = "", barcode: str = "", approval: str = ""
    ) -> list[Match]:
        """The drugs that may be meant, best first; none where nothing fits. Never a decision: see `the_one`.

        Cost: O(drugs) comparisons of short strings.
        """
        asked = _Asked.of(name, strength, form, maker, barcode, approval)
        found = [match for drug in self.drugs if (match := asked.weigh(drug, *self._spelled(drug)))]
        return sorted(found, key=lambda match: -match.score)

    def named(self, name: str) -> list[Drug]:
        """The drugs of that name, whatever their strength: the whole name, else the name without salt and form."""
        whole, bare = spellings(name), {stem(one) for one in spellings(name)}
        exact = [drug for drug in self.drugs if self._spelled(drug)[0] & whole]
        return exact or [drug for drug in self.drugs if self._spelled(drug)[1] & bare]

    @cached_property
    def by_barcode(self) -> dict[str, list[Drug]]:
        found: dict[str, list[Drug]] = {}
        for drug in self.drugs:
            if drug.barcode:
                found.setdefault(drug.barcode, []).append(drug)
        return found

    def _spelled(self, drug: Drug) -> tuple[frozenset[str], frozenset[str]]:
        """(its whole names, the same without salt and form)."""
        key = str(drug.pk)
        if key not in self._names:
            names = frozenset(one for name in names_of(drug) for one in spellings(name))
            self._names[key] = names, frozenset(stem(one) for one in names)
        return self._names[key]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was said of a drug, made comparable once."""

    names: frozenset[str]
    stems: frozenset[str]
    strength: str
    form: str
    maker: str
    barcode: str
    approval: str

    @classmethod
    def of(cls, name: str, strength: str, form: str, maker: str, barcode: str, approval: str) -> "_Asked":
        names = spellings(name) if name.strip() else frozenset()
        return cls(
            names, frozenset(stem(one) for one in names), normalise_strength(strength), form_in(form or name),
            fold(maker), digits(barcode), fold(approval),
        )  # fmt: skip

    def weigh(self, drug: Drug, names: frozenset[str], stems: frozenset[str]) -> Match | None:
        if self.barcode and self.barcode == drug.barcode:
            return Match(drug, _BARCODE, ("barcode",))
        if self.approval and self.approval == fold(drug.approval):
            return Match(drug, _APPROVAL, ("approval",))
        score, why = self._name(names, stems)
        if not score:
            return None
        for points, code in (self._strength(drug), self._form(drug), self._maker(drug)):
            score += points
            why += (code,) if code else ()
        return Match(drug, score, why) if score > 0 else None

    def _name(self, names: frozenset[str], stems: frozenset[str]) -> tuple[int, tuple[str, ...]]:
        if self.names & names:
            return _NAME, ("name",)
        if self.stems & stems:
            return _STEM + (10 if self.form else 0), ("stem",)
        close = any(_within(one, other) for one in self.stems for other in stems)
        return (_PART, ("part",)) if close else (0, ())

    def _strength(self, drug: Drug) -> tuple[int, str]:
        if not self.strength or not drug.strength:
            return 0, ""
        if same_strength(self.strength, drug.strength):
            return _STRENGTH, "strength"
        if part_of_strength(self.strength, drug.strength):
            return _SOME_STRENGTH, "some_strength"
        return _OTHER_STRENGTH, "other_strength"

    def _form(self, drug: Drug) -> tuple[int, str]:
        theirs = form_in(drug.form) or form_in(drug.generic)
        if not self.form or not theirs:
            return 0, ""
        if not same_release(self.form, theirs):
            return _OTHER_FORM, "other_form"
        return (_FORM, "form") if self.form.endswith(theirs[-1]) else (_OTHER_FORM, "other_form")

    def _maker(self, drug: Drug) -> tuple[int, str]:
        theirs = fold(drug.maker)
        if not self.maker or not theirs:
            return 0, ""
        close = self.maker in theirs or theirs in self.maker
        return (_MAKER, "maker") if close else (_OTHER_MAKER, "other_maker")


def match_drug(
    community: Community, name: str, strength: str = "", form: str = "", maker: str = "", barcode: str = "",
    approval: str = "",
) -> list[Match]:  # fmt: skip
    """Which drugs of the formulary may be meant, best first. One query; for many names load a Formulary once."""
    return Formulary.of(community).match(name, strength, form, maker, barcode, approval)


def the_one(matches: Iterable[Match]) -> Drug | None:
    """The drug that is meant beyond doubt: one alone fits in everything that was said. Else somebody must choose."""
    sure = [match for match in matches if match.is_sure]
    best = [match for match in sure if match.score == sure[0].score]
    return best[0].drug if len(best) == 1 else None


def names_of(drug: Drug) -> list[str]:
    """Everything it is called: generic, brand, other names."""
    return [name for name in (drug.generic, drug.brand, *drug.other_names.split("、")) if name.strip()]


def digits(barcode: str) -> str:
    return "".join(sign for sign in fold(barcode) if sign.isdecimal())


def find_drugs(query: str, by: Actor) -> list[Drug]:
    """The listed drugs that `query` finds: any of their names, their pinyin initials, maker, barcode or approval
    number. Everything where nothing is asked. One query."""
    drugs = Formulary(tuple(Drug.objects.visible_to(by).listed().order_by("generic", "brand", "strength", "pk")))
    wanted = fold(query)
    return [drug for drug in drugs.drugs if _is_found(drug, wanted)] if wanted else list(drugs.drugs)


def _is_found(drug: Drug, wanted: str) -> bool:
    texts = [*names_of(drug), drug.maker, drug.barcode, drug.approval, drug.pack]
    if any(wanted in fold(text) for text in texts):
        return True
    return (
        wanted.isascii() and wanted.isalpha() and any(bridge.initials(one).startswith(wanted) for one in names_of(drug))
    )


def _within(one: str, other: str) -> bool:
    """Whether the shorter of two names stands in the longer; two characters say too little of a drug."""
    short, long = sorted((one, other), key=len)
    return len(short) > 2 and short in long
