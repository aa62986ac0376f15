"""One day of Banyan Court, lived through the use-cases: pasted, asked, proposed, walked, returned, closed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from shouwang.desk.base.actions.links import make_link
from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account
from shouwang.desk.base.models.links import Scope
from shouwang.desk.base.roles import Role
from shouwang.desk.needs.actions.capture import Wish, add_need
from shouwang.desk.needs.actions.intake import paste_chain
from shouwang.desk.needs.actions.life import close_need, return_to_desk, take_need, withdraw_need
from shouwang.desk.needs.actions.merging import merge_needs
from shouwang.desk.needs.models import Intake, Kind, Need, ReturnReason, Source, State, Urgency
from shouwang.desk.people.models import Door, Household
from shouwang.desk.rounds.actions.accept import accept_round
from shouwang.desk.rounds.actions.propose import propose_rounds
from shouwang.desk.rounds.actions.walk import end_stop
from shouwang.desk.rounds.models import Outcome, Round
from shouwang.drill import chains
from shouwang.drill.medicine_days import leave_a_gas_card
from shouwang.drill.members import Members

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def live(members: Members, at: datetime) -> None:
    """Everything of the day up to `at`: one round home, one on its way, one proposed; some things late."""
    desk = members.coordinator
    eggs = paste_chain(text=chains.EGGS, by=desk, at=at - 5 * HOUR, title="鸡蛋团", due_by=at - 2 * HOUR)
    _walk(desk, _needs_of(eggs), helpers=members.helpers[:2], starts_at=at - 4 * HOUR)
    medicine = paste_chain(text=chains.MEDICINE, by=desk, at=at - 2 * HOUR, title="上午药单", due_by=at + 2 * HOUR)
    vegetables = paste_chain(
        text=chains.VEGETABLES, by=desk, at=at - 100 * MINUTE, title="蔬菜包", due_by=at + 4 * HOUR
    )
    wanted = _needs_of(vegetables)
    _walk(desk, wanted[:9], helpers=members.helpers[:1], starts_at=at - 50 * MINUTE, done=4)
    propose_rounds(
        needs=wanted[9:], carriers=_accounts(members.helpers[2:4]), starts_at=at + HOUR, by=desk, at=at - 5 * MINUTE
    )
    take_need(need=_needs_of(medicine)[0], by=members.grid_leads[0], at=at - 30 * MINUTE)
    _ask_around(members, at)


def _walk(
    desk: Actor, needs: Sequence[Need], *, helpers: Sequence[Actor], starts_at: datetime, done: int | None = None
) -> None:
    """Propose, accept, and walk the first `done` stops of each round (None: all of them)."""
    made_at = starts_at - 10 * MINUTE
    propose_rounds(needs=needs, carriers=_accounts(helpers), starts_at=starts_at, by=desk, at=made_at)
    proposed = Round.objects.filter(state=Round.State.PROPOSED).select_related("carrier", "community")
    for round in proposed.order_by("number"):
        accept_round(round=round, by=desk, at=made_at + 2 * MINUTE)
        carrier = next(helper for helper in helpers if helper.account == round.carrier)
        for number, stop in enumerate(round.stops.order_by("position")[:done], start=1):
            outcome = Outcome.NOBODY_HOME if number == 3 else Outcome.DONE
            end_stop(stop=stop, outcome=outcome, by=carrier, at=starts_at + number * 5 * MINUTE)


def _ask_around(members: Members, at: datetime) -> None:
    """What came by telephone, at the gate, from households themselves; and how some of it ended."""
    desk, lead = members.coordinator, members.grid_leads[1]
    day = at - timedelta(days=1)

    def need(kind: Kind, door: str, words: str, asked: datetime, due: datetime | None, **about: Any) -> Need:
        household = _behind(desk, door)
        return add_need(
            kind=kind, source=about.pop("source", Source.CALL), by=desk, at=asked, words=words, household=household,
            due_by=due, **about,
        )  # fmt: skip

    need(Kind.MEDICINE, "2-1-402", "门冬胰岛素 30 笔芯 3 支，只剩今晚一次", at - 3 * HOUR, at - 20 * MINUTE,
         urgency=Urgency.URGENT, source=Source.GATE)  # fmt: skip
    gas = need(Kind.ERRAND, "5-1-203", "燃气卡充 100 元，卡在志愿者手里", day, at - 15 * HOUR)
    take_need(need=gas, by=members.helpers[4], at=day + HOUR)
    assert gas.household is not None
    leave_a_gas_card(gas.household, members.helpers[4], desk, day + HOUR)
    need(Kind.MEAL, "3-1-302", "送饭到中心医院 7 楼，每天一顿", at - 4 * HOUR, at + 90 * MINUTE)
    need(Kind.GOODS, "4-2-102", "少油少糖，另买，不随团购包：青菜和豆腐", at - 3 * HOUR, at + 3 * HOUR,
         wishes=[_wish("青菜", 2, "斤"), _wish("豆腐", 1, "块")])  # fmt: skip
    need(
        Kind.VISIT, "1-2-702", "想每天散步：已劝回，答应有人上门坐坐", at - 2 * HOUR, at + 6 * HOUR, source=Source.GATE
    )
    need(Kind.TALK, "92号院8楼东", "夜里睡不着，想有人说说话", at - 5 * HOUR, at + 8 * HOUR)
    need(Kind.RIDE, "5-2-1103", "明早透析，轮椅，一人陪", at - 6 * HOUR, at + 20 * HOUR)
    tap = need(Kind.REPAIR, "1-1-1001", "水龙头关不住", day, at - 3 * HOUR, urgency=Urgency.CAN_WAIT)
    take_need(need=tap, by=lead, at=day + 2 * HOUR)
    tap.refresh_from_db()
    return_to_desk(need=tap, reason=ReturnReason.NOBODY_HOME, by=lead, at=at - 4 * HOUR)
    masks = need(Kind.GOODS, "2-2-301", "口罩 10 只", day, at - 10 * HOUR, wishes=[_wish("口罩", 10, "只")])
    withdraw_need(need=masks, by=desk, at=at - 8 * HOUR, words="儿子已经寄来了")
    barber = need(Kind.OTHER, "4-4-201", "想理发", day, None)
    close_need(need=barber, by=desk, at=at - 7 * HOUR, decision="解封前不安排，已在电话里说明")
    batteries = need(Kind.GOODS, "2-1-802", "电池 2 节", at - 6 * HOUR, at + 9 * HOUR, wishes=[_wish("电池", 2, "节")])
    again = need(Kind.GOODS, "2-1-802", "电池，昨天说过的", at - 5 * HOUR, None, wishes=[_wish("电池", 2, "节")])
    merge_needs(keep=batteries, drop=again, add_up=False, by=desk, at=at - 4 * HOUR)
    _ask_at_home(desk, "1-1-602", at - 40 * MINUTE)


def _ask_at_home(desk: Actor, door: str, at: datetime) -> None:
    """A household opens its page on its own telephone and asks."""
    household = _behind(desk, door)
    link, _token = make_link(scope=Scope.HOUSEHOLD, subject_id=household.pk, by=desk, at=at - HOUR, valid_for=30 * DAY)
    themselves = Actor(community=desk.community, role=Role.HOUSEHOLD, link=link)
    words = "还有灯泡，螺口的"
    add_need(
        kind=Kind.GOODS, source=Source.HOUSEHOLD, household=household, words=words, note=words,
        wishes=[_wish("米", 1, "袋")], by=themselves, at=at,
    )  # fmt: skip


def _wish(name: str, quantity: int, unit: str) -> Wish:
    return Wish(name=name, quantity=Decimal(quantity), unit=unit)


def _behind(by: Actor, label: str) -> Household:
    """Who lives behind the door `label`; where it stands empty, behind the next one that is lived in."""
    doors = list(Door.objects.filter(community=by.community).top_down())
    start = next(number for number, door in enumerate(doors) if door.label == label)
    for door in doors[start:]:
        household = Household.objects.filter(door=door, left_at=None).first()
        if household:
            return household
    raise LookupError(label)


def _needs_of(intake: Intake) -> list[Need]:
    live = Need.objects.filter(entries__intake=intake, state=State.OPEN).distinct()
    return list(live.select_related("community").order_by("door__label", "pk"))


def _accounts(actors: Sequence[Actor]) -> list[Account]:
    return [actor.account for actor in actors if actor.account]
