"""From chosen needs to proposed rounds. Nobody goes before a person has accepted."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.models import Account, Membership
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.needs.models import Kind, Need
from shouwang.desk.rounds import bridge
from shouwang.desk.rounds.choosing import CARRIERS
from shouwang.desk.rounds.legs import LEGS
from shouwang.desk.rounds.models import Proposal, Round, Stop, Task

VISITED = frozenset({Kind.VISIT, Kind.TALK})


class NothingChosen(Refused):
    """No needs to go out with, or nobody to go."""


class AlreadyOnARound(Refused):
    """Somebody else put one of the needs on a round in the same moment."""


class NotAMember(Refused):
    """The one who is to go does not work here."""


@use_case
def propose_rounds(
    *, needs: Collection[Need], carriers: Sequence[Account], starts_at: datetime, by: Actor, at: datetime,
    most_stops: int = bridge.MOST_STOPS, leg: str = "",
) -> Proposal:  # fmt: skip
    """Rounds of `needs` for `carriers`, setting off at `starts_at`, with reasons; a person must accept each.

    With a `leg` (`rounds.legs`) they go one part of a longer way, whoever keeps the needs meanwhile.

    A need that cannot go is left out with its reason. Raises NothingChosen, NotAMember, AlreadyOnARound.
    """
    if not needs or not carriers:
        raise NothingChosen(_("Choose at least one need and one helper."))
    for carrier in carriers:
        refuse_stranger(carrier, by)
    assert by.account is not None
    chosen = load_needs([need.pk for need in needs])
    planned = bridge.propose(chosen, carriers, starts_at, rounds_holding(chosen), most_stops, on_leg=bool(leg))
    proposal = Proposal.objects.create(
        community=by.community, made_at=at, made_by=by.account, starts_at=starts_at,
        left_out=[{"need": one.need, **bridge.as_codes(one.reason)} for one in planned.left_out],
        spare=list(planned.spare),
    )  # fmt: skip
    by_id = {str(need.pk): need for need in chosen}
    before = count_of_day(by, starts_at)
    for number, one in enumerate(planned.rounds, start=before + 1):
        _write_round(proposal, one, by_id, number, leg, by=by, at=at)
    record("rounds.proposed", proposal, by=by, at=at, rounds=len(planned.rounds), left_out=len(planned.left_out))
    return proposal


def refuse_stranger(carrier: Account, by: Actor) -> None:
    """Only who may walk a round can be sent: nobody else could open the run sheet. Raises NotAMember."""
    members = Membership.objects.live().filter(community=by.community, role__in=CARRIERS)
    if not members.filter(account=carrier).exists():
        raise NotAMember(_("%(who)s does not work at this desk.") % {"who": carrier.name})


def load_needs(pks: Collection[UUID]) -> list[Need]:
    """With everything a proposal looks at, in a few queries."""
    found = Need.objects.filter(pk__in=pks).select_related("door__building", "household", "taken_by")
    return list(found.prefetch_related("lines").order_by("pk"))


def rounds_holding(needs: Collection[Need]) -> dict[UUID, str]:
    """The title of the live round each of `needs` is on; those on none are left out."""
    tasks = Task.objects.filter(need__in=needs, is_live=True).select_related("stop__round")
    return {task.need_id: str(task.stop.round) for task in tasks}


def count_of_day(by: Actor, starts_at: datetime) -> int:
    """How many rounds leave on that day already."""
    start = by.community.local(starts_at).replace(hour=0, minute=0, second=0, microsecond=0)
    later = by.community.local(starts_at).replace(hour=23, minute=59, second=59, microsecond=999999)
    return Round.objects.filter(community=by.community, starts_at__range=(start, later)).count()


def put_on_stop(stop: Stop, needs: Collection[Need], leg: str = "") -> None:
    """Raises AlreadyOnARound."""
    tasks = [Task(stop=stop, need=need, leg=leg, action=action_for(need, leg)) for need in needs]
    try:
        with transaction.atomic():
            Task.objects.bulk_create(tasks)
    except IntegrityError:
        held = _(", ").join(sorted({need.door.label for need in needs if need.door}))
        raise AlreadyOnARound(_("%(door)s has just been put on another round.") % {"door": held}) from None


def action_for(need: Need, leg: str = "") -> str:
    if leg:
        return LEGS[leg].action
    return Task.Action.VISIT if need.kind in VISITED else Task.Action.DROP


def _write_round(
    proposal: Proposal, planned: bridge.PlannedRound, needs: dict[str, Need], number: int, leg: str, *, by: Actor,
    at: datetime,
) -> None:  # fmt: skip
    assert by.account is not None
    made = Round.objects.create(
        community=by.community, proposal=proposal, carrier_id=UUID(planned.carrier), number=number,
        starts_at=proposal.starts_at, proposed_at=at, proposed_by=by.account,
        reasons=[bridge.as_codes(reason) for reason in planned.reasons],
    )  # fmt: skip
    stops = []
    for position, one in enumerate(planned.stops, start=1):
        here = [needs[need] for need in one.needs]
        stop = Stop.objects.create(
            community=by.community, round=made, position=position, door=here[0].door,
            household=next((need.household for need in here if need.household), None),
            not_before=one.not_before, due_by=one.due_by, expected_at=one.expected_at,
        )  # fmt: skip
        put_on_stop(stop, here, leg)
        stops.append([str(stop.pk), one.door])
    Round.objects.filter(pk=made.pk).update(as_proposed={"carrier": planned.carrier, "stops": stops})
