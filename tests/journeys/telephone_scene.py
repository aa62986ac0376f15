"""Story 7, made in the desk's own process: the old compound, who lives there, who guards it and telephones."""

from datetime import timedelta

from django.db.models import Count
from django.utils import timezone

from shouwang.desk.base.actions.communities import change_mode, found_community
from shouwang.desk.base.actor import Actor
from shouwang.desk.base.jobs import dead_letters
from shouwang.desk.base.models import Community, Mode
from shouwang.desk.base.roles import Role
from shouwang.desk.checkins.models import Case, CheckIn, HealthReport, Step
from shouwang.desk.messages.models import Message
from shouwang.desk.needs.models import Kind, Need
from shouwang.desk.people.actions.contacts import add_contact
from shouwang.desk.people.actions.facts import state_fact
from shouwang.desk.people.actions.households import add_household
from shouwang.desk.people.actions.persons import add_person
from shouwang.desk.people.models import Building, FactKind, Grid
from tests.desk.conftest import make_door
from tests.journeys.medicine_round_scene import make_member, sign_in

OLD_MAN, SON = "周虚构", "周示例"
ROOMS = {"801": OLD_MAN, "802": "何样本", "701": "马范例", "702": "牛设想", "601": "苗假定", "602": "钟杜撰",
         "501": "安比方", "502": "贾譬如"}  # fmt: skip
MEMBERS = {
    "Zhao": Role.COORDINATOR, "Qian": Role.GRID_LEAD, "Lin": Role.HELPER, "Sun": Role.HELPER, "Xu": Role.HELPER,
    "Wei": Role.HELPER, "Han": Role.HELPER,
}  # fmt: skip


def build() -> dict[str, str]:
    """The sessions of everybody who works there."""
    at = timezone.now()
    community = found_community(name="Banyan Court", at=at - timedelta(days=20))
    people = {name: make_member(community, name, role) for name, role in MEMBERS.items()}
    zhao = people["Zhao"]
    change_mode(community=community, mode=Mode.LOCKDOWN, by=zhao, at=at - timedelta(days=15))
    _settle(community, people["Qian"], zhao, at - timedelta(days=14))
    return {name: sign_in(actor) for name, actor in people.items()}


def _settle(community: Community, lead: Actor, by: Actor, at) -> None:
    grid = Grid.objects.create(community=community, name="Old compound", lead=lead.account)
    house = Building.objects.create(community=community, code="92", position=1, grid=grid)
    for position, (room, name) in enumerate(ROOMS.items()):
        household = add_household(door=make_door(house, "", room, position), by=by, at=at)
        old = name == OLD_MAN
        person = add_person(
            household=household, name=name, by=by, at=at, phones=f"1300000{room}1", born_year=1936 if old else 1980,
            sex="m", relation="户主",
        )  # fmt: skip
        if old:
            state_fact(person=person, kind=FactKind.LIVES_ALONE, detail="", stated_by="himself", by=by, at=at)
            add_contact(person=person, relation="son", name=SON, phone="13000008019", stated_by="himself", by=by, at=at)


def how_it_stands() -> dict[str, object]:
    """The case and everything that hung on it, as a stranger would check the books."""
    case = Case.objects.get()
    steps = list(case.steps.order_by("seq"))
    days = CheckIn.objects.values("day").annotate(n=Count("pk"), people=Count("person", distinct=True))
    words = [message.words for message in Message.objects.all() if message.words]
    return {
        "end": case.end, "ended_by": str(case.ended_by), "cause": case.cause,
        "steps": [[step.code, step.state, step.outcome] for step in steps],
        "by": sorted({str(step.done_by) for step in steps if step.done_by}),
        "pending": Step.objects.filter(state=Step.State.PENDING).count(),
        "police": [step.with_police for step in steps if step.code == "door"],
        "visits": [need.state for need in Need.objects.filter(kind=Kind.VISIT).order_by("made_at")],
        "once": all(day["n"] == day["people"] == len(ROOMS) for day in days),
        "named": [text for text in words if any(name in text for name in (OLD_MAN, SON, "38.4"))],
        "told": len(words),
        "degrees": [str(report.degrees) for report in HealthReport.objects.order_by("at")],
        "dead": [letter.error for letter in dead_letters()],
    }  # fmt: skip


def states_on(day: str) -> dict[str, int]:
    """How many of that day's check-ins stand in which state."""
    rows = CheckIn.objects.filter(day=day).values_list("state").annotate(n=Count("pk"))
    return dict(rows)


def old_man_on(day: str) -> list[str]:
    """The state of his check-ins of that day, and how he was heard."""
    his = CheckIn.objects.filter(day=day, person__household__door__room="801").order_by("slot")
    return [f"{one.state} {one.heard_how}".strip() for one in his]
