"""A hunt has found it: somebody goes there now and straight on to the door. The seventh place had it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.models import Account
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.ledger import commodities, holders
from shouwang.desk.ledger.actions.transfers import Move, transfer
from shouwang.desk.ledger.models import TransferKind
from shouwang.desk.ledger.op_ids import derived
from shouwang.desk.medicine.actions.buying_plan import line_for
from shouwang.desk.medicine.actions.handing import HAND_OUT
from shouwang.desk.medicine.actions.hunts import HuntIsOver
from shouwang.desk.medicine.actions.waves import join_wave
from shouwang.desk.medicine.models import Bag, Hunt
from shouwang.desk.medicine.waves.counts import packs_of
from shouwang.desk.partners.actions.manifests import make_manifest
from shouwang.desk.partners.models import Partner
from shouwang.desk.rounds.actions.accept import accept_round
from shouwang.desk.rounds.actions.errand import Counter, propose_errand
from shouwang.desk.rounds.models import Round, Task


class OnTheWayAlready(Refused):
    """Somebody has set off for it."""


@use_case
def fetch_found(
    *, hunt: Hunt, partner: Partner, carrier: Account, cash_fen: int, op_id: UUID, by: Actor, at: datetime
) -> Round:
    """`carrier` sets off to `partner` with `cash_fen` of the desk and brings it straight home.

    Raises HuntIsOver, OnTheWayAlready, NotAMember, NotHeld (the desk has not so much cash).
    """
    hunt.refresh_from_db()
    if hunt.ended_at is not None:
        raise HuntIsOver(_("This search is over: %(how)s.") % {"how": hunt.get_end_display()})
    item = hunt.item
    if task := Task.objects.filter(need=item.need, is_live=True).select_related("stop__round__carrier").first():
        raise OnTheWayAlready(_("%(who)s is on the way for this door already.") % {"who": task.stop.round.carrier})
    wave = join_wave(item=item, by=by, at=at)
    bag = Bag.objects.filter(wave=wave, household=item.need.household_id).first()
    manifest = make_manifest(
        partner=partner, title=_("Put aside by telephone"), about_id=wave.pk, carrier=carrier, by=by, at=at,
        lines=[line_for(item, packs_of([item])[item.pk].to_buy, bag.number if bag else None)],
    )  # fmt: skip
    arrives_at = at + timedelta(minutes=partner.minutes or 0)
    round = propose_errand(
        counters=[Counter(partner, manifest, arrives_at)], carrier=carrier, starts_at=at, by=by, at=at,
        name=_("Fetching what was found"), then_to=[item.need], leg=HAND_OUT,
    )  # fmt: skip
    if cash_fen:
        money = commodities.money(by.community)
        desk, hands = holders.of_desk(by.community), holders.of_account(carrier, by.community)
        transfer(
            op_id=derived(op_id, "cash"), kind=TransferKind.GIVE_OUT, moves=[Move(money, desk, hands, cash_fen)],
            about_id=round.pk, by=by, at=at,
        )  # fmt: skip
    accept_round(round=round, by=by, at=at)
    record(
        "medicine.hunt_fetched", hunt, by=by, at=at, household_id=item.need.household_id, partner=partner.pk,
        carrier=carrier.pk,
    )  # fmt: skip
    return round
