"""A gate that will lose its network, made in the desk's own process: some doors, two guards at two gates, a pass."""

from datetime import timedelta
from importlib import import_module
from uuid import uuid4

from django.conf import settings
from django.utils import timezone

from shouwang.desk.base.actions.communities import change_mode, found_community
from shouwang.desk.base.actions.revocations import revoke_device, revoke_member
from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Device, Event, Membership, Mode, Rule
from shouwang.desk.base.roles import Role
from shouwang.desk.gate.actions.passages import Said, record_passage
from shouwang.desk.gate.actions.passes import Order, issue_pass
from shouwang.desk.gate.actions.rules import accept_rule, add_gate, propose_rule
from shouwang.desk.gate.asking import AtGate
from shouwang.desk.gate.models import Gate, Outcome, Passage
from shouwang.desk.gate.models.passes import PassScope
from shouwang.desk.gate.rules import GATE
from shouwang.desk.people.models import Building, Door, Household, Person
from tests.journeys.medicine_round_scene import make_member, sign_in

ONCE = {"limit": {"times": 1, "days": 3, "hours": 2}, "visit": {"after": 3, "within": 7}}
FREE = {"limit": {"times": None}, "visit": {"after": 3, "within": 7}}


def build(doors: int = 2, rule: str = "once") -> dict[str, str]:
    """The sessions of Zhao at the desk and of the guards Ma and Sun; the text of a pass of 1-1-101's."""
    at = timezone.now()
    community = found_community(name="Banyan Court", at=at)
    zhao, qian = make_member(community, "Zhao", Role.COORDINATOR), make_member(community, "Qian", Role.GRID_LEAD)
    guards = {name: sign_in(make_member(community, name, Role.GUARD)) for name in ("Ma", "Sun")}
    change_mode(community=community, mode=Mode.LOCKDOWN, by=zhao, at=at)
    building = Building.objects.create(community=community, code="1", position=1)
    for number in range(doors):
        live_at(building, f"{number // 4 + 1}0{number % 4 + 1}", number)
    for name in ("North gate", "South gate"):
        add_gate(name=name, by=zhao, at=at)
    value = {"once": ONCE, "free": FREE}[rule]
    proposal = propose_rule(mode="lockdown", value=value, from_day=community.today(at), by=qian, at=at)
    accept_rule(proposal=proposal, by=zhao, at=at)
    order = Order(
        PassScope.HOUSEHOLD, at - timedelta(hours=1), at + timedelta(days=2),
        household=Household.objects.get(door__label="1-1-101"), uses=1,
    )  # fmt: skip
    return {"Zhao": sign_in(zhao), **guards, "pass": issue_pass(order=order, by=zhao, at=at).text}


def live_at(building: Building, room: str, number: int) -> None:
    label = f"1-1-{room}"
    door = Door.objects.create(
        community=building.community, building=building, unit="1", room=room, floor=number // 4 + 1, position=number,
        label=label,
    )  # fmt: skip
    household = Household.objects.create(community=building.community, door=door, since=timezone.now())
    for name, sex in (("何虚构", "m"), ("吴示例", "f")):
        Person.objects.create(community=building.community, household=household, name=name, is_head=sex == "m", sex=sex)


def is_late(door: str) -> None:
    """Somebody of that door went out three hours ago for two."""
    at, household = timezone.now(), Household.objects.get(door__label=door)
    rule = {"rule": {"modes": {"lockdown": {"open": ONCE["limit"]}}}, "visit": ONCE["visit"]}
    yesterday = household.community.today(at) - timedelta(days=1)
    Rule.objects.create(community=household.community, name=GATE, from_day=yesterday, value=rule)
    guard = Membership.objects.get(account__name="Sun")
    by = Actor(community=guard.community, role=Role.GUARD, account=guard.account, membership_id=guard.pk)
    asked = AtGate(household=household, person=household.persons.get(is_head=True), reason="shopping")
    said = Said(Gate.objects.get(name="South gate"), asked, Outcome.ALLOWED, voices_raised=False)
    record_passage(op_id=uuid4(), said=said, by=by, at=at, said_at=at - timedelta(hours=3))


def take_back(name: str) -> None:
    """That guard is none any more."""
    membership = Membership.objects.get(account__name=name)
    zhao = Membership.objects.get(account__name="Zhao")
    by = Actor(community=zhao.community, role=Role.COORDINATOR, account=zhao.account, membership_id=zhao.pk)
    revoke_member(membership=membership, by=by, at=timezone.now())


def enrol(name: str, label: str) -> str:
    """The session of that guard on a device of their own."""
    at, membership = timezone.now(), Membership.objects.get(account__name=name)
    device = Device.objects.create(
        community=membership.community, account=membership.account, secret_hash=label.encode(), label=label,
        enrolled_at=at, seen_at=at,
    )  # fmt: skip
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session["membership"], session["device"] = str(membership.pk), str(device.pk)
    session.save()
    return str(session.session_key)


def take_back_device(label: str) -> None:
    """It is lost, and the coordinator says so."""
    zhao = Membership.objects.get(account__name="Zhao")
    by = Actor(community=zhao.community, role=Role.COORDINATOR, account=zhao.account, membership_id=zhao.pk)
    revoke_device(device=Device.objects.get(label=label), by=by, at=timezone.now())


def who_looked(door: str) -> list[str]:
    """As the household reads it."""
    household = Household.objects.get(door__label=door)
    looks = Event.objects.of_household(household.pk).filter(kind="people.looked")
    return list(looks.order_by("seq").values_list("account__name", flat=True))


def how_it_stands() -> dict[str, object]:
    rows = list(Passage.objects.order_by("said_at", "received_at"))
    return {
        "rows": len(rows), "numbers": len({row.op_id for row in rows}), "outcomes": [row.outcome for row in rows],
        "whys": [row.why for row in rows], "standing": Passage.objects.standing().count(),
        "late_s": [round((row.received_at - row.said_at).total_seconds()) for row in rows],
    }  # fmt: skip
