"""Passes made by the desk's own path: a household's on its telephone, hundreds on paper, some taken back or used."""

from datetime import timedelta

from django.utils import timezone

from shouwang.desk.base.actions.communities import found_community
from shouwang.desk.base.actions.links import make_link
from shouwang.desk.base.models import Community
from shouwang.desk.base.models.links import Scope
from shouwang.desk.base.roles import Role
from shouwang.desk.gate.actions.passes import Order, issue_passes, revoke_pass
from shouwang.desk.gate.actions.rules import add_gate
from shouwang.desk.gate.models import Gate, IssuedPass, PassScope
from shouwang.desk.gate.passes.lists import lists_for_gate
from shouwang.desk.gate.passes.reading import read_pass
from shouwang.desk.people.models import Building, Door, Household, Person
from tests.journeys.medicine_round_scene import make_member, sign_in

COUNT = 300


def build() -> dict[str, str]:
    """The sessions of Zhao and of the guard, the household's link, the number of the south gate."""
    at = timezone.now()
    community = found_community(name="Banyan Court", at=at)
    zhao, guard = make_member(community, "Zhao", Role.COORDINATOR), make_member(community, "Guard", Role.GUARD)
    building = Building.objects.create(community=community, code="3", position=3)
    door = Door.objects.create(
        community=community, building=building, unit="2", room="501", floor=5, position=1, label="3-2-501"
    )
    household = Household.objects.create(community=community, door=door, since=at)
    Person.objects.create(community=community, household=household, name="何虚构", is_head=True, sex="m")
    south, north = (add_gate(name=name, by=zhao, at=at) for name in ("South gate", "North gate"))
    times = {"not_before": at - timedelta(hours=1), "expires": at + timedelta(days=2)}
    orders = [
        Order(PassScope.COURIER, **times, mark=f"No. {number}", uses=number % 3, gates=(north,) * (number % 5 == 0))
        for number in range(COUNT)
    ]
    made = issue_passes(orders=orders, by=zhao, at=at)
    for row in made[::7]:
        revoke_pass(issued=row, why="Tried", by=zhao, at=at)
    for row in made[::4]:
        IssuedPass.objects.filter(pk=row.pk).update(used=1)
    issue_passes(
        orders=[Order(PassScope.HOUSEHOLD, **times, household=household, uses=2, is_on_screen=True)], by=zhao, at=at
    )
    _link, token = make_link(scope=Scope.HOUSEHOLD, subject_id=household.pk, by=zhao, at=at)
    return {"Zhao": sign_in(zhao), "Guard": sign_in(guard), "link": token, "gate": str(south.pk)}


def told() -> dict[str, object]:
    """What a guard's phone is told, the texts on paper, and what the desk says of each at the south gate."""
    at, community = timezone.now(), Community.objects.get()
    guard = make_member(community, "Another guard", Role.GUARD)
    south = Gate.objects.get(name="South gate")
    texts = [row.text for row in IssuedPass.objects.filter(scope="courier").order_by("number")]
    says = [str(read_pass(text=text, gate=south, by=guard, at=at).verdict) for text in texts]
    return {"lists": lists_for_gate(community, at), "texts": texts, "says": says}
