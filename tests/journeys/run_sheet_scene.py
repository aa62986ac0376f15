"""What happens elsewhere while a helper is on the way: done in the desk's own process on the same data."""

from datetime import timedelta

from django.utils import timezone

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Community, Membership
from shouwang.desk.base.roles import Role
from shouwang.desk.rounds.actions.hand_over import hand_over_round
from shouwang.desk.rounds.actions.walk import end_stop
from shouwang.desk.rounds.models import Outcome, Round, Stop, UnappliedSaying


def coordinator() -> Actor:
    community = Community.objects.get()
    member = Membership.objects.filter(role=Role.COORDINATOR).select_related("account").order_by("since", "pk").first()
    assert member is not None
    return Actor(community=community, role=Role.COORDINATOR, account=member.account, membership_id=member.pk)


def how_it_stands(round: str) -> list[dict[str, str]]:
    """Each stop of the round, in order: its door, its outcome, who said it."""
    stops = Stop.objects.filter(round_id=round).select_related("door", "ended_by").order_by("position")
    return [{"door": str(stop), "outcome": stop.outcome, "who": str(stop.ended_by or "")} for stop in stops]


def end_at_the_desk(round: str, door: str, outcome: str) -> None:
    """The desk hears by telephone how it went."""
    stop = Stop.objects.get(round_id=round, door__label=door)
    end_stop(stop=stop, outcome=Outcome(outcome), by=coordinator(), at=timezone.now() - timedelta(minutes=2))


def give_to_somebody_else(round: str) -> str:
    walking = Round.objects.select_related("carrier").get(pk=round)
    other = Membership.objects.filter(role=Role.HELPER).exclude(account=walking.carrier).order_by("pk").first()
    assert other is not None
    hand_over_round(round=walking, to=other.account, by=coordinator(), at=timezone.now())
    return other.account.name


def not_taken_over() -> list[str]:
    return list(UnappliedSaying.objects.order_by("said_at").values_list("reason", flat=True))
