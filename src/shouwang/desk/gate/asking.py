"""Who stands at the barrier and what they want, and what the gate book knows of their household."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Community
from shouwang.desk.gate.bridge import Answer, Asked, Direction, Rules, answer
from shouwang.desk.gate.bridge import Who as AskedWho
from shouwang.desk.gate.models import Direction as Way
from shouwang.desk.gate.models import IssuedPass, Passage, Who
from shouwang.desk.gate.passes.showing import is_good
from shouwang.desk.gate.rules import rules_of
from shouwang.desk.people.models import Household, Person
from shouwang.desk.people.states import Standing, is_anybody_asked, state_of

BOOK = timedelta(days=32)  # as many days as the longest limit counts, and the day itself


@dataclass(frozen=True, slots=True)
class AtGate:
    """Somebody at the barrier. `household` None: unknown, or they do not live here; `person` None: they did not say.
    `reason` is a code, or empty where it is not known; `shown`: the pass they show."""

    direction: str = Way.OUT
    who: str = Who.RESIDENT
    household: Household | None = None
    person: Person | None = None
    reason: str = ""
    shown: IssuedPass | None = None


def answer_at_gate(
    *,
    asked: AtGate,
    by: Actor,
    at: datetime,
    rules: Rules | None = None,
    standing: Standing | None = None,
    but: Passage | None = None,
) -> Answer:
    """May they pass at `at`, by the rules of that day, what is asked of the household then (`standing`, where it is at
    hand), and what stands in the book until then (but for one entry)? Three queries.

    Whoever is asked about is answered: what is unknown is a senior's, never a refusal.
    """
    rows = [row for row in book_of(asked.household, at) if row != but] if asked.household else []
    if standing is None:
        standing = standing_of(asked, by, at)
    return answer_from(
        asked, rows, community=by.community, at=at, rules=rules or rules_of(by.community),
        state=standing.state if standing else None,
    )  # fmt: skip


def standing_of(asked: AtGate, by: Actor, at: datetime) -> Standing | None:
    """What is asked of the household they live in, or come to. None: it is not known whose household it is, and of
    somebody something is asked. One query."""
    if asked.household is not None:
        return state_of(asked.household, at)
    is_unknown = asked.who == Who.RESIDENT and is_anybody_asked(by.community, at)
    return None if is_unknown else Standing()


def answer_from(
    asked: AtGate, rows: Iterable[Passage], *, community: Community, at: datetime, rules: Rules, state: str | None
) -> Answer:
    """The same where the household's `rows` and its `state` (`people.states`; None: unknown) are at hand."""
    return answer(
        rules,
        Asked(
            direction=Direction(asked.direction), who=AskedWho(asked.who), state=state,
            reason=asked.reason or None,
            household=str(asked.household.pk) if asked.household else None,
            person=str(asked.person.pk) if asked.person else None,
            pass_issued_on=asked.shown.issued_on if asked.shown and is_good(asked.shown, at) else None,
        ),
        rows, community=community, at=at,
    )  # fmt: skip


def book_of(household: Household, at: datetime) -> list[Passage]:
    """What the book says of `household` until `at`, as it reads now, the latest first. One query."""
    mine = Passage.objects.filter(household=household, said_at__gt=at - BOOK, said_at__lte=at).standing()
    return list(mine.order_by("-said_at", "pk"))
