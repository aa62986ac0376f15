"""Story 2, made in the desk's own process: a gate through which nobody goes, seven places, a household behind 3-2-501,
a till with cash."""

from uuid import uuid4

from django.utils import timezone

from shouwang.desk.base.actions.communities import change_mode, found_community
from shouwang.desk.base.actions.links import make_link
from shouwang.desk.base.models import Mode
from shouwang.desk.base.models.links import Scope
from shouwang.desk.base.roles import Role
from shouwang.desk.gate.actions.rules import accept_rule, add_gate, propose_rule
from shouwang.desk.gate.models import Passage
from shouwang.desk.ledger import commodities, holders
from shouwang.desk.ledger.actions.transfers import Move, transfer
from shouwang.desk.ledger.check import books_balance
from shouwang.desk.ledger.models import TransferKind
from shouwang.desk.medicine.models import Hunt, Item
from shouwang.desk.needs.models import NeedPicture
from shouwang.desk.partners.models import Partner, StockSaying
from shouwang.desk.people.models import Building, Door, Household, Person
from shouwang.drill.formulary import fill
from tests.journeys.medicine_round_scene import make_member, sign_in

NOBODY = {"limit": {"times": 0}, "visit": {"after": 3, "within": 7}}
ALWAYS = [[["00:00", "24:00"]] for _day in range(7)]


def build() -> dict[str, str]:
    """The sessions of Zhao at the desk, of the guard, and of Lin on a telephone; the household's link."""
    at = timezone.now()
    community = found_community(name="Banyan Court", at=at)
    zhao, lin = make_member(community, "Zhao", Role.COORDINATOR), make_member(community, "Lin", Role.HELPER)
    qian, guard = make_member(community, "Qian", Role.GRID_LEAD), make_member(community, "Guard", Role.GUARD)
    change_mode(community=community, mode=Mode.LOCKDOWN, by=zhao, at=at)
    add_gate(name="South gate", by=zhao, at=at)
    proposal = propose_rule(mode="lockdown", value=NOBODY, from_day=community.today(at), by=qian, at=at)
    accept_rule(proposal=proposal, by=zhao, at=at)
    building = Building.objects.create(community=community, code="3", position=3)
    door = Door.objects.create(
        community=community, building=building, unit="2", room="501", floor=5, position=1, label="3-2-501"
    )
    household = Household.objects.create(community=community, door=door, since=at)
    Person.objects.create(community=community, household=household, name="吴虚构", phones="13000000101", is_head=True)
    for minutes in range(1, 8):
        Partner.objects.create(
            community=community, kind="pharmacy" if minutes < 7 else "clinic", name=f"Place {minutes}",
            phone=f"1300000060{minutes}", minutes=3 * minutes, hours=ALWAYS, keeps_cold=True,
        )  # fmt: skip
    fill(community, zhao, at)
    money = commodities.money(community)
    moves = [Move(money, holders.of_purse(zhao.account, community), holders.of_desk(community), 100_000)]
    transfer(op_id=uuid4(), kind=TransferKind.ADVANCE, moves=moves, by=zhao, at=at)
    _link, token = make_link(scope=Scope.HOUSEHOLD, subject_id=household.pk, by=zhao, at=at)
    return {"Zhao": sign_in(zhao), "Lin": sign_in(lin), "Guard": sign_in(guard), "link": token}


def at_the_gate() -> dict[str, object]:
    """What came of it there, and how many photographs the desk has."""
    passages = list(Passage.objects.values_list("outcome", "voices_raised"))
    return {"passages": passages, "photographs": NeedPicture.objects.count()}


def how_it_stands() -> dict[str, object]:
    item, hunt = Item.objects.select_related("need").get(), Hunt.objects.get()
    return {
        "item": item.state, "need": item.need.state, "hunt": hunt.end, "asked": hunt.asks.count(),
        "none": StockSaying.objects.filter(has="no").count(), "faults": books_balance(hunt.community),
    }  # fmt: skip
