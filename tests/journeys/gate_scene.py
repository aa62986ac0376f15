"""Story 1, made in the desk's own process: nobody goes out but for what cannot wait; an old man who walks every day."""

from django.utils import timezone

from shouwang.desk.base.actions.communities import change_mode, found_community
from shouwang.desk.base.actions.links import make_link
from shouwang.desk.base.models import Mode
from shouwang.desk.base.models.links import Scope
from shouwang.desk.base.roles import Role
from shouwang.desk.gate.actions.rules import accept_rule, add_gate, propose_rule
from shouwang.desk.gate.models import Passage
from shouwang.desk.needs.models import Need
from shouwang.desk.people.actions.apply_import import index_people
from shouwang.desk.people.models import Building, Door, Household, Person
from tests.journeys.medicine_round_scene import make_member, sign_in

NOBODY = {"limit": {"times": 0}, "visit": {"after": 3, "within": 7}}


def build() -> dict[str, str]:
    """The sessions of Zhao at the desk and of the guard; the household's link."""
    at = timezone.now()
    community = found_community(name="Banyan Court", at=at)
    zhao, guard = make_member(community, "Zhao", Role.COORDINATOR), make_member(community, "Guard", Role.GUARD)
    qian = make_member(community, "Qian", Role.GRID_LEAD)
    change_mode(community=community, mode=Mode.LOCKDOWN, by=zhao, at=at)
    building = Building.objects.create(community=community, code="3", position=3)
    door = Door.objects.create(
        community=community, building=building, unit="2", room="501", floor=5, position=1, label="3-2-501"
    )
    household = Household.objects.create(community=community, door=door, since=at)
    people = [
        Person.objects.create(community=community, household=household, name=name, is_head=is_head, sex=sex)
        for name, is_head, sex in (("何虚构", True, "m"), ("吴示例", False, "f"))
    ]
    index_people(people)
    add_gate(name="South gate", by=zhao, at=at)
    proposal = propose_rule(mode="lockdown", value=NOBODY, from_day=community.today(at), by=qian, at=at)
    accept_rule(proposal=proposal, by=zhao, at=at)
    _link, token = make_link(scope=Scope.HOUSEHOLD, subject_id=household.pk, by=zhao, at=at)
    return {"Zhao": sign_in(zhao), "Guard": sign_in(guard), "link": token}


def how_it_stands() -> dict[str, object]:
    """Outcomes in their order, and the kinds of live needs."""
    return {
        "outcomes": list(Passage.objects.order_by("received_at").values_list("outcome", flat=True)),
        "loud": Passage.objects.filter(voices_raised=True).count(),
        "needs": sorted(Need.objects.live().values_list("kind", flat=True)),
    }  # fmt: skip
