"""Who stands at the barrier and what they want, and what the gate book knows of their household."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Community
from shouwang.desk.gate.bridge import Answer, Asked, Direction, Rules, State, answer
from shouwang.desk.gate.bridge import Who as AskedWho
from shouwang.desk.gate.models import Direction as Way
from shouwang.desk.gate.models import Passage, Who
from shouwang.desk.gate.rules import rules_of
from shouwang.desk.people.models import Household, Person

BOOK = timedelta(days=32)  # as many days as the longest limit counts, and the day itself


@dataclass(frozen=True, slots=True)
class AtGate:
    """Somebody at the barrier. `household` None: unknown, or they do not live here; `person` None: they did not say.
    `reason` is a code, or empty where it is not known."""

    direction: str = Way.OUT
    who: str = Who.RESIDENT
    household: Household | None = None
    person: Person | None = None
    reason: str = ""


def answer_at_gate(*, asked: AtGate, by: Actor, at: datetime, rules: Rules | None = None) -> Answer:
    """May they pass at `at`, by the rules of that day and what stands in the book until then? Two queries.

    Whoever is asked about is answered: what is unknown is a senior's, never a refusal.
    """
    rows = book_of(asked.household, at) if asked.household else ()
    return answer_from(asked, rows, community=by.community, at=at, rules=rules or rules_of(by.community))


def answer_from(asked: AtGate, rows: Iterable[Passage], *, community: Community, at: datetime, rules: Rules) -> Answer:
    """The same where the household's `rows` are at hand."""
    return answer(
        rules,
        Asked(
            direction=Direction(asked.direction), who=AskedWho(asked.who), state=State.OPEN,
            reason=asked.reason or None,
            household=str(asked.household.pk) if asked.household else None,
            person=str(asked.person.pk) if asked.person else None,
        ),
        rows, community=community, at=at,
    )  # fmt: skip


def book_of(household: Household, at: datetime) -> list[Passage]:
    """What the book says of `household` until `at`, as it reads now, the latest first. One query."""
    mine = Passage.objects.filter(household=household, said_at__gt=at - BOOK, said_at__lte=at).standing()
    return list(mine.order_by("-said_at", "pk"))
