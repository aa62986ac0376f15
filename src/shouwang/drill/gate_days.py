"""A week at the gates of Banyan Court: one of a household every two days, those who cannot wait at any time, some
turned back, most of them helped, nobody shouting."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Mode
from shouwang.desk.gate.actions.rules import accept_rule, add_gate, propose_rule
from shouwang.desk.gate.bridge import Verdict, Why
from shouwang.desk.gate.models import Direction, Gate, Outcome, Passage, Reason
from shouwang.desk.needs.models import Need
from shouwang.desk.people.models import Household, Person
from shouwang.drill import gate_story
from shouwang.drill.members import Members

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
GATES = ("南门", "东门")
RULE = {
    "limit": {"times": 1, "days": 2, "hours": 2}, "visit": {"after": 3, "within": 7},
}  # fmt: skip
OUTINGS, BEFORE = 44, 6  # a day; days before today
SO_LONG = 9 * HOUR
NOT_BACK = (1, 2)  # of today's, whom nobody saw come home
TURNED, HELPED = 7, 5  # a day, as in a place that turned 117 back in sixteen days
CANNOT_WAIT = (Reason.HOSPITAL, Reason.DIALYSIS, Reason.CHEMOTHERAPY, Reason.ESSENTIAL_WORK, Reason.ANTENATAL)
CAN_WAIT = (Reason.SHOPPING, Reason.WALK, Reason.CASH, Reason.PARCEL)


def decide_rule(members: Members, at: datetime) -> None:
    """Two gates, and a rule that two people agreed on."""
    for name in GATES:
        add_gate(name=name, by=members.coordinator, at=at)
    from_day = members.coordinator.community.today(at)
    proposal = propose_rule(mode=Mode.LOCKDOWN, value=RULE, from_day=from_day, by=members.grid_leads[0], at=at)
    accept_rule(proposal=proposal, by=members.coordinator, at=at)


def live(members: Members, at: datetime) -> None:
    """The gate book of the last seven days until `at`, written at once, with what came of it."""
    by, dice = members.guard, Random(2020)
    gates = list(Gate.objects.filter(community=by.community).order_by("name"))
    people = _heads(by)
    asked = list(Need.objects.filter(community=by.community, household__isnull=False, is_private=False).live()[:200])
    rows: list[Passage] = []
    for back in range(BEFORE, -1, -1):
        opening = at - back * DAY - SO_LONG  # of today as much as of any day, at whatever hour it is shown
        until = at - back * DAY if back == 0 else opening + 12 * HOUR
        half = [one for place, one in enumerate(people) if place % 2 == back % 2]  # every two days
        rows += _day(dice.sample(half, OUTINGS), gates, opening, until, by, dice)
        rows += _turned(dice.sample(people, TURNED), asked if back == 0 else [], gates[0], opening, until, by, dice)
    rows += _odd_ones(people, gates, at, by, dice)
    gate_story.bring_what_was_promised(rows, members)
    Passage.objects.bulk_create(rows, batch_size=200)
    gate_story.tell(rows, by)
    gate_story.hand_over(members, at, dice)


def _odd_ones(
    people: Sequence[tuple[UUID, UUID]], gates: Sequence[Gate], at: datetime, by: Actor, dice: Random
) -> Iterator[Passage]:
    """What every day has: one who did not say their door, one who went anyway, one whom two gates wrote down."""
    (went, their), (twice, them) = dice.sample(people, 2)
    unknown = {"verdict": Verdict.SENIOR, "why": Why.WHO_UNKNOWN, "direction": Direction.OUT, "reason": Reason.WALK}
    yield _row(at - 40 * MINUTE, gates[0], by, dice, **unknown)
    anyway = {"household_id": went, "person_id": their, "verdict": Verdict.NO, "why": Why.USED_UP}
    yield _row(
        at - 5 * HOUR, gates[-1], by, dice, direction=Direction.OUT, reason=Reason.WALK, outcome=Outcome.WENT_ANYWAY,
        **anyway,
    )  # fmt: skip
    yield _row(at - 4 * HOUR, gates[-1], by, dice, direction=Direction.IN, reason=Reason.WALK, **anyway | {
        "verdict": Verdict.ALLOWED, "why": Why.HOME,
    })  # fmt: skip
    out = {"household_id": twice, "person_id": them, "direction": Direction.OUT, "reason": Reason.SHOPPING,
           "verdict": Verdict.ALLOWED, "why": Why.WITHIN, "back_by": at + HOUR}  # fmt: skip
    yield _row(at - 61 * MINUTE, gates[0], by, dice, **out)
    yield _row(at - 58 * MINUTE, gates[-1], by, dice, **out)


def _heads(by: Actor) -> list[tuple[UUID, UUID]]:
    """(household, person) of everybody who goes for their household, in an order of its own."""
    here = Household.objects.filter(community=by.community).living_here()
    heads = Person.objects.living().filter(household__in=here, is_head=True, is_resident=True)
    return list(heads.order_by("household__door__label", "pk").values_list("household_id", "pk"))


def _day(
    going: Sequence[tuple[UUID, UUID]],
    gates: Sequence[Gate],
    opening: datetime,
    until: datetime,
    by: Actor,
    dice: Random,
) -> Iterator[Passage]:
    for number, (household, person) in enumerate(going):
        out = opening + timedelta(minutes=dice.randrange(0, 600))
        home = out + timedelta(minutes=dice.randrange(25, 118))
        cannot_wait = number % 5 == 0
        reason = dice.choice(CANNOT_WAIT) if cannot_wait else Reason.SHOPPING
        about = {"household_id": household, "person_id": person, "reason": reason, "verdict": Verdict.ALLOWED}
        gate = gates[number % len(gates)]
        if out >= until:
            continue
        back_by = None if cannot_wait else out + 2 * HOUR
        why = Why.EXEMPT if cannot_wait else Why.WITHIN
        yield _row(out, gate, by, dice, direction=Direction.OUT, why=why, back_by=back_by, **about)
        is_today = until - opening == SO_LONG
        if home < until and not (is_today and number in NOT_BACK):
            yield _row(home, gate, by, dice, direction=Direction.IN, why=Why.HOME, **about)


def _turned(
    people: Sequence[tuple[UUID, UUID]], asked: Sequence[Need], gate: Gate, opening: datetime, until: datetime,
    by: Actor, dice: Random,
) -> Iterator[Passage]:  # fmt: skip
    """Most of them helped: today's are those whose need is on its way, those of before have what they asked for."""
    helped: dict[UUID | None, Need] = {need.household_id: need for need in asked[:HELPED]}
    heads: dict[UUID | None, UUID] = dict(_heads(by)) if helped else {}
    listed = [(need.household_id, heads.get(need.household_id)) for need in helped.values()] + list(people)
    for number, (household, person) in enumerate(listed[:TURNED]):
        at = opening + timedelta(minutes=dice.randrange(20, 640))
        if at >= until:
            continue
        need = helped.get(household)
        yield _row(
            at, gate, by, dice, direction=Direction.OUT, household_id=household, person_id=person, need=need,
            reason=dice.choice(CAN_WAIT), verdict=Verdict.NO, why=Why.USED_UP,
            outcome=Outcome.TURNED_BACK_HELPED if need or (not asked and number < HELPED) else Outcome.TURNED_BACK,
        )  # fmt: skip


def _row(at: datetime, gate: Gate, by: Actor, dice: Random, **about: object) -> Passage:
    plain = {"outcome": Outcome.ALLOWED, "voices_raised": False}
    return Passage(
        community=by.community, gate=gate, op_id=UUID(int=dice.getrandbits(128), version=4), by=by.account, said_at=at,
        received_at=at, **(plain | about),
    )  # fmt: skip
