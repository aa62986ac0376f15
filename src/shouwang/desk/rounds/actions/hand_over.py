"""Half-way, somebody else goes on."""

from datetime import datetime

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.models import Account
from shouwang.desk.base.refusals import use_case
from shouwang.desk.needs.actions.life import TooLate
from shouwang.desk.needs.models import Need, State
from shouwang.desk.rounds.actions.propose import refuse_stranger
from shouwang.desk.rounds.actions.walk import NotWalking
from shouwang.desk.rounds.legs import follow_hand_over
from shouwang.desk.rounds.models import Round, RoundHandOver


@use_case
def pass_on(*, need: Need, to: Account, by: Actor, at: datetime) -> Need:
    """`to` is on the way with `need` from now on, instead of whoever was. Raises TooLate."""
    if need.taken_by_id == to.pk:
        return need
    on_the_way = Need.objects.filter(pk=need.pk, state=State.UNDER_WAY, taken_by=need.taken_by)
    if on_the_way.update(taken_by=to, taken_at=at) != 1:
        raise TooLate(_("It is open again. Look at it once more before you go on."))
    need.taken_by, need.taken_at = to, at
    record("needs.handed_over", need, by=by, at=at, household_id=need.household_id, to=to.pk)
    return need


@use_case
def hand_over_round(*, round: Round, to: Account, by: Actor, at: datetime) -> Round:
    """`to` goes on with every stop still to come; what the first one did stays theirs.

    Handing over to who walks it already changes nothing. Raises NotWalking, NotAMember.
    """
    refuse_stranger(to, by)
    if round.carrier_id == to.pk and round.is_walking:
        return round
    before = round.carrier
    walking = Round.objects.filter(pk=round.pk, state=Round.State.ACCEPTED, carrier=before)
    if walking.update(carrier=to) != 1:
        round.refresh_from_db()
        raise NotWalking(
            _("%(who)s has this round now, and it stands so: %(state)s.")
            % {"who": round.carrier, "state": round.get_state_display()}
        )
    assert before is not None
    assert by.account is not None
    RoundHandOver.objects.create(round=round, from_account=before, to_account=to, at=at, by=by.account)
    needs = Need.objects.filter(tasks__stop__round=round, tasks__is_live=True)
    for need in needs.select_related("taken_by", "ended_by").order_by("pk"):
        pass_on(need=need, to=to, by=by, at=at)
    follow_hand_over(round, before, to, by=by, at=at)
    record("rounds.handed_over", round, by=by, at=at, before=before.pk, to=to.pk)
    round.carrier = to
    return round
