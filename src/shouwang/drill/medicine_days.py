"""Medicine in Banyan Court: yesterday's morning list came home before noon; today's lies at the pharmacies; a drug
nobody has is being looked for."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal
from uuid import UUID, uuid5

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account
from shouwang.desk.ledger import commodities, holders
from shouwang.desk.ledger.actions.things import take_note_of_thing
from shouwang.desk.ledger.actions.transfers import Move, transfer
from shouwang.desk.ledger.models import ThingKind, TransferKind
from shouwang.desk.medicine.actions import buying, buying_plan, collecting, handing, hunts, waves
from shouwang.desk.medicine.actions.buying_plan import Choice
from shouwang.desk.medicine.actions.collecting import Given
from shouwang.desk.medicine.actions.items import complete_item, needs_taken_in, say_drug
from shouwang.desk.medicine.actions.prompts import prompt_due
from shouwang.desk.medicine.hunts.hunting import show_hunts
from shouwang.desk.medicine.models import HuntAsk, Item, ItemState, Regimen, Wave
from shouwang.desk.medicine.waves.counts import in_hands_of
from shouwang.desk.needs.actions.capture import Wish, add_need
from shouwang.desk.needs.models import Kind, Need, Source
from shouwang.desk.partners.actions.answers import answer_line
from shouwang.desk.partners.models import Answer, Manifest
from shouwang.desk.people.models import Household
from shouwang.desk.rounds.actions.accept import accept_round
from shouwang.desk.rounds.models import Round
from shouwang.drill.formulary import fill
from shouwang.drill.members import Members
from shouwang.drill.pharmacies import open_directory
from shouwang.drill.regimens import state_regimens

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
IN_THE_TILL = 500_000  # fen
A_PACK = 2_600  # fen
OUR_OWN = UUID("5f3d5a1e-0000-4000-8000-000000000336")  # the numbers of what the drill says are made from it
MORNING = 6  # households that ran out yesterday


def live(members: Members, at: datetime) -> None:
    """Everything of medicine until `at`."""
    desk = members.coordinator
    began = at - 2 * DAY
    open_directory(desk, began)
    fill(desk.community, desk, began)
    state_regimens(desk, began)
    _lay_out(desk, began)
    _yesterday(members, at)
    _today(members, at)
    _hunt(members, at)
    prompt_due(community=desk.community, at=at)


def _lay_out(desk: Actor, at: datetime) -> None:
    """The committee's money for what the households pay back."""
    assert desk.account is not None
    here = desk.community
    moves = [Move(commodities.money(here), holders.of_purse(desk.account, here), holders.of_desk(here), IN_THE_TILL)]
    transfer(op_id=_number("till"), kind=TransferKind.ADVANCE, moves=moves, by=desk, at=at)


def _yesterday(members: Members, at: datetime) -> None:
    """Asked by half past eight, collected, sent ahead, bought and home before noon."""
    desk, (lin, sun) = members.coordinator, members.helpers[:2]
    eight = datetime.combine(desk.community.today(at) - DAY, time(8), tzinfo=desk.community.tz)
    items = [_asked_again(regimen, desk, eight + 10 * MINUTE) for regimen in _running_out(desk)]
    needs_taken_in(desk.community, eight + 20 * MINUTE)
    for item in Item.objects.filter(need__in=items).select_related("need", "line"):
        complete_item(item=item, marks={"box_comes": True}, with_card=False, by=desk, at=eight + 25 * MINUTE)
    waves.join_ready(by=desk, at=eight + 30 * MINUTE)
    wave = waves.wave_for(community=desk.community, at=eight + 30 * MINUTE)
    waves.close_wave(wave=wave, by=desk, at=eight + 40 * MINUTE)
    _collect(wave, desk, [lin], eight + 45 * MINUTE)
    _send_ahead(wave, desk, eight + 70 * MINUTE)
    _buy(wave, desk, sun, eight + 100 * MINUTE)
    _bring_home(wave, desk, [lin], eight + 170 * MINUTE)


def _today(members: Members, at: datetime) -> None:
    """The list is closed, the slips are collected, the lists lie at the pharmacies; one has not answered yet."""
    desk, helper = members.coordinator, members.helpers[5]
    begun = at - 90 * MINUTE
    needs_taken_in(desk.community, begun)
    asked = Item.objects.filter(need__in=_asked_today(desk, at), state=ItemState.ASKING)
    for item in asked.select_related("need", "line"):
        if set(item.missing) <= {"picture", "form"}:
            form = item.form or ("笔芯" if item.is_cold else "片")
            complete_item(item=item, form=form, marks={"box_comes": True}, by=desk, at=begun)
    waves.join_ready(by=desk, at=begun)
    wave = waves.wave_for(community=desk.community, at=begun)
    waves.close_wave(wave=wave, by=desk, at=at - 80 * MINUTE)
    _collect(wave, desk, [helper], at - 75 * MINUTE)
    _send_ahead(wave, desk, at - 40 * MINUTE, answered=0.6)


def _hunt(members: Members, at: datetime) -> None:
    """Insulin that runs out tonight: three places had none, and a fourth is being asked."""
    desk, lead = members.coordinator, members.grid_leads[0]
    need = Need.objects.get(community=desk.community, kind=Kind.MEDICINE, source=Source.GATE)
    item = say_drug(
        need=need, name="门冬胰岛素30注射液", strength="3ml:300单位", form="笔芯", quantity=3, unit="支", by=desk,
        at=at - 50 * MINUTE,
    )  # fmt: skip
    complete_item(item=item, days_left=Decimal("0.5"), marks={"box_comes": True}, by=desk, at=at - 49 * MINUTE)
    hunt = hunts.open_hunt(item=item, by=desk, at=at - 45 * MINUTE)
    (shown,) = show_hunts([hunt], at)
    places = [one.partner for one in shown.places][:4]
    for number, partner in enumerate(places):
        moment = at - (30 - 8 * number) * MINUTE
        ask = hunts.begin_ask(hunt=hunt, partner=partner, by=lead if number % 2 else desk, at=moment)
        if number < 3:
            hunts.answer_ask(ask=ask, answer=HuntAsk.Answer.NO, by=desk, at=moment + 3 * MINUTE)


def _running_out(desk: Actor) -> list[Regimen]:
    """Tablets, one for each of a few doors."""
    found: dict[UUID, Regimen] = {}
    taken = Regimen.objects.filter(community=desk.community, drug__is_cold=False).current()
    for regimen in taken.select_related("person__household__door", "drug").order_by("person__household__door__label"):
        found.setdefault(regimen.person.household_id, regimen)
    return list(found.values())[:MORNING]


def _asked_again(regimen: Regimen, desk: Actor, at: datetime) -> Need:
    wish = Wish(f"{regimen.name} {regimen.strength}", Decimal(2), "盒")
    return add_need(
        kind=Kind.MEDICINE, source=Source.CALL, household=regimen.person.household, person=regimen.person,
        wishes=[wish], by=desk, at=at,
    )  # fmt: skip


def _asked_today(desk: Actor, at: datetime) -> list[UUID]:
    """Needs that came by today's chain."""
    today = Need.objects.filter(community=desk.community, kind=Kind.MEDICINE, source=Source.CHAIN)
    return list(today.filter(made_at__gte=at - DAY / 2).values_list("pk", flat=True))


def _collect(wave: Wave, desk: Actor, helpers: Sequence[Actor], at: datetime) -> None:
    if not collecting.needs_to_collect(wave, desk):
        return
    made = collecting.propose_collecting(wave=wave, carriers=_accounts(helpers), starts_at=at, by=desk, at=at)
    for round in made.rounds.select_related("carrier"):
        accept_round(round=round, by=desk, at=at)
        for number, stop in enumerate(round.stops.select_related("household").order_by("position"), start=1):
            collecting.collect_at_door(
                stop=stop, things=[Given(ThingKind.BOX, "空盒")], cash_fen=10_000, op_id=_number("door", stop.pk),
                by=_of(round, helpers), at=at + number * 2 * MINUTE,
            )  # fmt: skip


def _send_ahead(wave: Wave, desk: Actor, at: datetime, answered: float = 1) -> None:
    """The split as it is proposed; of each list the first lines are answered already."""
    split = buying_plan.propose_plan(wave, at).split
    choices = [
        Choice(portion.item, visit.partner, portion.packs) for visit in split.visits for portion in visit.portions
    ]
    if not choices:
        return
    for manifest in buying_plan.accept_plan(wave=wave, choices=choices, by=desk, at=at):
        buying_plan.send_ahead(wave=wave, manifest=manifest, way=Manifest.SentBy.PHONE, by=desk, at=at + MINUTE)
        lines = list(manifest.lines.order_by("position"))
        for line in lines[: max(1, round(len(lines) * answered))]:
            answer_line(line=line, answer=Answer.READY, price_fen=A_PACK, by=desk, at=at + 9 * MINUTE)


def _buy(wave: Wave, desk: Actor, buyer: Actor, at: datetime) -> None:
    assert buyer.account is not None
    errand = buying.set_off(
        wave=wave, buyer=buyer.account, starts_at=at, cash_fen=50_000, op_id=_number("cash", wave.pk), by=desk, at=at
    )
    for number, stop in enumerate(errand.stops.select_related("partner", "manifest").order_by("position"), start=1):
        moment = at + number * 15 * MINUTE
        assert stop.partner is not None
        assert stop.manifest is not None
        for line in stop.manifest.lines.order_by("position"):
            buying.buy(
                item=Item.objects.get(pk=line.subject_id), partner=stop.partner, packs=line.quantity,
                price_fen=A_PACK * line.quantity, op_id=_number("buy", line.pk), by=buyer, at=moment,
            )  # fmt: skip
        buying.leave_counter(stop=stop, by=buyer, at=moment + 5 * MINUTE)


def _bring_home(wave: Wave, desk: Actor, helpers: Sequence[Actor], at: datetime) -> None:
    made = handing.propose_handing(wave=wave, carriers=_accounts(helpers), starts_at=at, by=desk, at=at)
    for round in made.rounds.select_related("carrier"):
        accept_round(round=round, by=desk, at=at)
        for number, stop in enumerate(round.stops.select_related("household").order_by("position"), start=1):
            there = in_hands_of(handing.purchases_at(stop))
            handing.hand_over_bag(
                stop=stop, given={one.pk: packs for one, packs in there.items()}, refused={}, taken_by="本人",
                op_id=_number("bag", stop.pk), by=_of(round, helpers), at=at + number * 3 * MINUTE,
            )  # fmt: skip


def leave_a_gas_card(household: Household, helper: Actor, desk: Actor, at: datetime) -> None:
    """A gas card lies with a helper since yesterday: it stands among what is still out."""
    assert helper.account is not None
    card = take_note_of_thing(kind=ThingKind.GAS_CARD, household=household, label="燃气卡 …8816", by=desk, at=at)
    moves = [Move(card, holders.of_household(household), holders.of_account(helper.account, desk.community))]
    transfer(op_id=_number("gas"), kind=TransferKind.COLLECT, moves=moves, by=helper, at=at)


def _of(round: Round, helpers: Sequence[Actor]) -> Actor:
    return next(helper for helper in helpers if helper.account == round.carrier)


def _accounts(actors: Sequence[Actor]) -> list[Account]:
    return [actor.account for actor in actors if actor.account]


def _number(*parts: object) -> UUID:
    return uuid5(OUR_OWN, "|".join(map(str, parts)))
