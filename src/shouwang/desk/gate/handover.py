"""What the next guard must know, on one page: nothing that can wait, and of each list no more than one can read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Rule
from shouwang.desk.gate.book import Clashing, Out, clashes, mask_of, unknown_out, who_is_out
from shouwang.desk.gate.bridge import GateRule
from shouwang.desk.gate.exits import EXITS
from shouwang.desk.gate.handover_states import ChangedState, changed_states
from shouwang.desk.gate.models import Gate, GateNote, Handover, IssuedPass, Outcome, Passage, RuleProposal
from shouwang.desk.gate.rules import Held, dated_rules, held_on
from shouwang.desk.needs.models import Kind, Need, Source
from shouwang.desk.people.models import Household

RECENT = timedelta(days=1)
WAITING_FOR = timedelta(days=7)  # who was turned back and still waits for what was promised
LATE_BY = timedelta(minutes=15)  # a passage that the desk heard so much later than it was said
MOST = 10  # lines of each list: the page is one sheet of paper


@dataclass(frozen=True, slots=True)
class Waits:
    """Turned back, promised something, and it has not come."""

    passage: Passage
    who: str
    need: Need
    is_late: bool


@dataclass(frozen=True, slots=True)
class Often:
    """Turned back `times` in the days of the rule. `is_visited`: somebody was asked to go there."""

    household: Household
    times: int
    is_visited: bool


@dataclass(frozen=True, slots=True)
class Change:
    """From `day` on the rule is `held`, and no more what was `before`."""

    day: date
    before: Held
    held: Held


@dataclass(frozen=True, slots=True)
class OtherExit:
    """From `day` on all go through `gate`; None: every gate is open again."""

    day: date
    gate: Gate | None


@dataclass(frozen=True, slots=True)
class Page:
    """All of it. Each list may be longer than what is shown: `MOST` lines."""

    out: list[Out]
    unknown: list[Passage]
    waits: list[Waits]
    often: list[Often]
    anyway: list[tuple[Passage, str]]
    clashes: list[Clashing]
    changes: list[Change]
    exits: list[OtherExit]
    states: list[ChangedState]
    proposed: int
    revoked: list[IssuedPass]
    notes: list[GateNote]
    heard_late: int
    last: Handover | None

    @property
    def late(self) -> int:
        return sum(one.is_late for one in self.out)


def page_of(by: Actor, at: datetime) -> Page:
    """A fixed number of queries, whatever stands in the book."""
    today = by.community.today(at)
    rows = Passage.objects.visible_to(by).standing().select_related("household__door", "person", "gate", "community")
    recent = rows.filter(said_at__gt=at - RECENT, said_at__lte=at)
    gone = recent.filter(outcome=Outcome.WENT_ANYWAY).order_by("-said_at")
    late = recent.filter(received_at__gt=F("said_at") + LATE_BY, is_from_paper=False)
    notes = GateNote.objects.visible_to(by).standing(at).select_related("written_by").order_by("written_at")
    revoked = IssuedPass.objects.filter(community=by.community, revoked_at__gt=at - RECENT, expires__gt=at)
    handovers = Handover.objects.filter(community=by.community).select_related("read_by").order_by("-read_at")
    return Page(
        out=who_is_out(by, at), unknown=unknown_out(by, at), waits=_waiting(rows, at), often=_refused_often(by, at),
        anyway=[(row, mask_of(row.person)) for row in gone], clashes=[*clashes(by, today), *_before(by, today)],
        changes=_changes(by, today), exits=_exits(by, today), states=changed_states(by, at),
        proposed=RuleProposal.objects.filter(community=by.community).waiting().count(),
        revoked=list(revoked.select_related("household__door").order_by("-revoked_at")), notes=list(notes),
        heard_late=late.count(), last=handovers.first(),
    )  # fmt: skip


def _before(by: Actor, today: date) -> list[Clashing]:
    return clashes(by, today - timedelta(days=1))


def _waiting(rows: Iterable[Passage], at: datetime) -> list[Waits]:
    asked = rows.filter(said_at__gt=at - WAITING_FOR, said_at__lte=at, need__isnull=False)  # type: ignore[attr-defined]
    found = asked.select_related("household__door", "person", "gate", "community", "need").order_by("said_at")
    return [
        Waits(row, mask_of(row.person), row.need, row.need.is_late(at))
        for row in found
        if row.household and row.need.is_live
    ]


def _refused_often(by: Actor, at: datetime) -> list[Often]:
    """Whoever was turned back as often as the rule calls often, or once less: the next time is one too many."""
    held = held_on(by.community, by.community.today(at))
    begin = at - timedelta(days=held.within)
    rows = Passage.objects.visible_to(by).filter(said_at__gt=begin, said_at__lte=at, household__isnull=False)
    counts = rows.standing().turned_back().values("household").annotate(times=Count("pk")).order_by("-times")
    often = {row["household"]: row["times"] for row in counts if row["times"] >= max(2, held.after - 1)}
    homes = Household.objects.filter(pk__in=often).select_related("door", "community")
    visits = Need.objects.filter(household__in=often, kind=Kind.VISIT, source=Source.GATE, made_at__gt=begin)
    visited = set(visits.values_list("household_id", flat=True))
    found = [Often(home, often[home.pk], home.pk in visited) for home in homes]
    return sorted(found, key=lambda one: (-one.times, str(one.household)))


def _changes(by: Actor, today: date) -> list[Change]:
    """Rules that begin today or tomorrow."""
    dated = [(day, held) for day, held in dated_rules(by.community) if day <= today + timedelta(days=1)]
    before = [Held(GateRule()), *(held for _day, held in dated)]
    return [Change(day, was, held) for was, (day, held) in zip(before, dated, strict=False) if day >= today]


def _exits(by: Actor, today: date) -> list[OtherExit]:
    """Of the mode that holds, from today or tomorrow on. One query, and one more where a gate is named."""
    stored = Rule.objects.filter(community=by.community, name=EXITS, from_day__lte=today + timedelta(days=1))
    found, was = [], None
    for day, value in stored.order_by("from_day").values_list("from_day", "value"):
        now = value.get(by.community.mode)
        if now != was and day >= today:
            found.append((day, now))
        was = now
    gates = {str(gate.pk): gate for gate in Gate.objects.filter(pk__in=[one for _day, one in found if one])}
    return [OtherExit(day, gates.get(str(one))) for day, one in found]
