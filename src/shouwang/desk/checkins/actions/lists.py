"""What pasted lists tell of those who are watched: feedback of calls, head counts, the gate's book.

One paste settles what is expected that day. What is unclear never counts as well, and whose answer it was is never
guessed: then the check-in stays open, and silence goes on growing.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.refusals import use_case
from shouwang.desk.checkins.actions.attempts import say_outcome
from shouwang.desk.checkins.actions.health import report_health
from shouwang.desk.checkins.actions.signs import count_sign, lives_alone
from shouwang.desk.checkins.models import Attempt, CheckIn
from shouwang.desk.checkins.models.checkins import CheckState, Outcome, Sign
from shouwang.desk.checkins.models.plans import Tier
from shouwang.desk.needs.entries import EntryRead
from shouwang.desk.needs.kinds import UNANSWERED, outcome_of
from shouwang.desk.needs.models import IntakeEntry, ListKind
from shouwang.desk.needs.tellers import Told, ask_whose, register_teller
from shouwang.desk.needs.temperatures import NoTemperature, plausible
from shouwang.desk.people.models import Household, Person
from shouwang.desk.people.signs import PASSAGE, SignOfLife

BY_FAMILY = "answered_by_family"
CALLED = {
    "well": Outcome.WELL, "unwell": Outcome.UNWELL, "low": Outcome.TALK, "no_answer": Outcome.NO_ANSWER,
    "knock_no_answer": Outcome.NO_ANSWER, "phone_off": Outcome.PHONE_OFF, "wrong_number": Outcome.WRONG_NUMBER,
}  # fmt: skip
"""How needs call what a line of feedback says → what it is here. "Reached" alone says nothing of how they are."""


@use_case
def settle_expected(*, told: Sequence[Told], by: Actor, at: datetime) -> list[Attempt]:
    """What the accepted entries `told` settle of what is expected on their days, in their order."""
    households = {one.household_id for one in told}
    found = Household.objects.filter(pk__in=households, community=by.community, left_at=None)
    living = {household.pk: household for household in found.select_related("community", "door")}
    made: list[Attempt] = []
    for one in _without_overtaken(told):
        household = living.get(one.household_id)
        if household is None:
            continue
        if one.read.list_kind == ListKind.GATE:
            made += _passed_the_gate(one, household, by=by, at=at)
        elif settled := [_settle(one, checkin, by=by, at=at) for checkin in _whose(one, household, at)]:
            made += settled
        elif _is_somebodys(one, household, at):
            ask_whose(one.entry_id)
    return made


def _settle(one: Told, checkin: CheckIn, *, by: Actor, at: datetime) -> Attempt:
    household = checkin.household
    outcome = _outcome(one.read, household)
    assert outcome is not None  # `_whose` gives only what the entry settles
    is_theirs = one.read.list_kind == ListKind.WELFARE or lives_alone(household)
    degrees = _degrees(one.read) if is_theirs else None
    symptoms = one.read.raw if outcome == Outcome.UNWELL else ""
    # of a day that is over nobody knows the hour: it was by the end of it
    said_at = min(checkin.due_at, at) if one.day < household.community.today(at) else None
    attempt = say_outcome(
        checkin=checkin, outcome=outcome, by=by, at=at, said_at=said_at, sign=Sign.CHAIN, degrees=degrees,
        symptoms=symptoms,
    )  # fmt: skip
    if degrees is not None and outcome != Outcome.UNWELL:  # of somebody unwell the attempt itself is reported
        report_health(
            person=checkin.person, degrees=degrees, symptoms="", sign=Sign.CHAIN, by=by, at=at, attempt=attempt
        )
    if attempt.need_id is None and one.need_id is not None:  # the visit that the list itself has asked for
        Attempt.objects.filter(pk=attempt.pk).update(need=one.need_id)
        attempt.need_id = one.need_id
    return attempt


def _without_overtaken(told: Sequence[Told]) -> list[Told]:
    """Whoever was reached further down the same list was silent for a while only: those lines are told, not counted."""
    kept: list[Told] = []
    reached: set[tuple[UUID, str]] = set()
    for one in reversed(told):
        who = (one.household_id, one.read.who)
        result = outcome_of(one.read) if one.read.list_kind == ListKind.WELFARE else ""
        if result in UNANSWERED and who in reached:
            continue
        if result and result not in UNANSWERED:
            reached.add(who)
        kept.append(one)
    return kept[::-1]


def _whose(one: Told, household: Household, at: datetime) -> list[CheckIn]:
    """The check-ins of that day that the entry settles, of each person the latest one due; none where whose they are
    would be a guess."""
    outcome, latest = _outcome(one.read, household), _latest(one, household, at)
    if outcome is None:
        return []
    whole = _for_the_household(latest.values())
    if one.read.list_kind == ListKind.HEADCOUNT:  # it speaks for the household, and of a fever not whose it is
        if lives_alone(household) or (outcome == Outcome.WELL and _counts_everybody(one.read, household)):
            return list(latest.values())
        if whole is not None:
            return [whole]
    named = _named(one.read.who, household)
    if named is not None:
        return [latest[named.pk]] if named.pk in latest else []
    if one.read.list_kind == ListKind.WELFARE and len(latest) == 1:
        return list(latest.values())
    return [whole] if whole is not None else []


def _counts_everybody(read: EntryRead, household: Household) -> bool:
    """Whether as many are at home as are known to live there. Whether those who are away were counted is never sure."""
    residents = Person.objects.filter(household=household, is_resident=True).living().count()
    return bool(read.items) and read.items[0].quantity == residents and not read.said.get("away")


def _latest(one: Told, household: Household, at: datetime) -> dict[UUID, CheckIn]:
    """person → their check-in of that day that is due, the latest."""
    that_day = CheckIn.objects.filter(household=household, person__household=household, day=one.day)
    expected = that_day.exclude(state=CheckState.CANCELLED).select_related("plan", "person", "household")
    latest: dict[UUID, CheckIn] = {}
    for checkin in expected.order_by("slot"):
        if checkin.slot == 0 or checkin.not_before <= at:
            latest[checkin.person_id] = checkin
    return latest


def _is_somebodys(one: Told, household: Household, at: datetime) -> bool:
    """Whether it settles what is expected of one of several, and only the name is missing: that is asked, since their
    check-ins would stay open without anybody knowing why."""
    if _outcome(one.read, household) is None:
        return False
    if one.read.who and _named(one.read.who, household) is not None:
        return False  # of somebody whom nobody waits for
    return len({checkin.person_id for checkin in _latest(one, household, at).values()}) > 1


def _for_the_household(expected: Any) -> CheckIn | None:
    whole = [one for one in expected if one.plan.tier == Tier.HOUSEHOLD and one.plan.answered_by_id is None]
    return whole[0] if len(whole) == 1 else None


def _named(said: str, household: Household) -> Person | None:
    """The one of the household who is called so, by their whole name or by their family's (周师傅)."""
    if not said:
        return None
    people = [person for person in household.persons.filter(gone_at=None) if person.name]
    whole = [person for person in people if person.name == said]
    fitting = whole or [person for person in people if person.name[0] == said[0]]
    return fitting[0] if len(fitting) == 1 else None


def _outcome(read: EntryRead, household: Household) -> Outcome | None:
    """None where the entry says nothing of whether they are well."""
    if read.list_kind == ListKind.HEADCOUNT:
        at_home = read.items[0].quantity if read.items else None
        if not at_home or at_home <= int(read.said.get("away", 0)):
            return None  # nobody is there to be well
        return Outcome.UNWELL if read.alarm else Outcome.WELL
    if read.list_kind != ListKind.WELFARE:
        return None
    if read.alarm == "fever":
        return Outcome.UNWELL
    result = outcome_of(read)
    if result == "well" and (read.said.get("welfare") or {}).get("result") == BY_FAMILY and lives_alone(household):
        return Outcome.SOMEONE_ELSE  # "the daughter says he sleeps", of somebody who lives alone: call again
    return CALLED.get(result)


def _degrees(read: EntryRead) -> Decimal | None:
    """The one temperature that the entry states; of several nobody knows whose is whose."""
    temps = read.said.get("temps", ())
    if len(temps) == 1:
        with suppress(NoTemperature):
            return plausible(Decimal(str(temps[0])))
    return None


def _passed_the_gate(one: Told, household: Household, *, by: Actor, at: datetime) -> list[Attempt]:
    """Who went out or came in, or was turned back there, was seen; a visitor was not who lives here."""
    passage: dict[str, Any] = one.read.said.get("passage") or {}
    if passage.get("visitor"):
        return []
    try:
        moment = datetime.fromisoformat(str(passage.get("at") or ""))
    except ValueError:
        return []
    moment = moment if moment.tzinfo else moment.replace(tzinfo=household.community.tz)
    if moment > at:
        return []
    source = IntakeEntry.objects.get(pk=one.entry_id)
    person = _named(one.read.who, household)
    return count_sign(sign=SignOfLife(household, person, PASSAGE, source, said_at=moment), by=by, at=at)


def register_lists() -> None:
    """Called once, when the desk starts."""
    register_teller(settle_expected)
