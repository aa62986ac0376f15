"""What stated facts say about a watch: just out of hospital, on dialysis, how far along. Words are read, never guessed:
what they do not say is None, and asked."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from shouwang.desk.base.models import Community
from shouwang.desk.people.models import Fact, FactKind

DISCHARGED_FOR = timedelta(days=30)
NEAR_TERM_FROM, BORN_BY = 36, 43  # whole weeks
FULL_TERM = 40

_DISCHARGED = re.compile(r"出院|discharged|back from (?:the )?hospital", re.IGNORECASE)
_NOT_DISCHARGED = re.compile(r"[未没]有?(?:能)?出院|[等待办]\S{0,2}出院|not (?:yet )?discharged", re.IGNORECASE)
_DIALYSIS = re.compile(r"透析|血透|腹透|dialysis", re.IGNORECASE)
_WEEKS = re.compile(r"(\d{1,2})\s*(?:\+\s*\d)?\s*(?:周|weeks?\b|w\b)", re.IGNORECASE)
_DUE = re.compile(r"(?:预产期|due)\D{0,6}(?:(20\d\d)\s*[-年/.])?\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})", re.IGNORECASE)


def discharged(facts: Sequence[Fact], at: datetime) -> Fact | None:
    """The fact that says they came out of hospital within the last thirty days."""
    recent = (fact for fact in facts if at - fact.stated_at <= DISCHARGED_FOR)
    return next(
        (one for one in recent if _DISCHARGED.search(one.detail) and not _NOT_DISCHARGED.search(one.detail)), None
    )


def on_dialysis(facts: Sequence[Fact]) -> Fact | None:
    ill = (fact for fact in facts if fact.kind == FactKind.CONDITION)
    return _of(facts, FactKind.DIALYSIS) or next((one for one in ill if _DIALYSIS.search(one.detail)), None)


def pregnant(facts: Sequence[Fact]) -> Fact | None:
    return _of(facts, FactKind.PREGNANT)


def weeks_along(fact: Fact, community: Community, at: datetime) -> int | None:
    """Whole weeks at `at`, from the weeks or the due day that were stated; None where neither was, or cannot be."""
    words, stated = unicodedata.normalize("NFKC", fact.detail), community.today(fact.stated_at)
    today = community.today(at)
    if due := _due_day(words, stated):
        return FULL_TERM - (due - today).days // 7 - (1 if (due - today).days % 7 else 0)
    found = _WEEKS.search(words)
    if not found or not 1 <= int(found[1]) <= BORN_BY:
        return None
    return int(found[1]) + (today - stated).days // 7


def _due_day(words: str, stated: date) -> date | None:
    """The due day; without a year the next such day after it was stated."""
    found = _DUE.search(words)
    if not found:
        return None
    try:
        day = date(int(found[1] or stated.year), int(found[2]), int(found[3]))
    except ValueError:
        return None
    return day if found[1] or day >= stated - timedelta(days=60) else day.replace(year=day.year + 1)


def _of(facts: Sequence[Fact], kind: FactKind) -> Fact | None:
    return next((fact for fact in facts if fact.kind == kind), None)
