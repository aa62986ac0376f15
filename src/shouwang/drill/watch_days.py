"""The watch over Banyan Court: everybody is in mind, four people telephone, one case climbs, another is asked after."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from itertools import count
from typing import Any

from shouwang.desk.base.actor import Actor
from shouwang.desk.checkins.actions.attempts import say_outcome
from shouwang.desk.checkins.actions.cases import open_case
from shouwang.desk.checkins.actions.day import make_day
from shouwang.desk.checkins.actions.proposals import accept_proposals, watch_everybody
from shouwang.desk.checkins.actions.sharing_out import share_out
from shouwang.desk.checkins.actions.steps import end_step
from shouwang.desk.checkins.models import Case, CheckIn, Step
from shouwang.desk.checkins.models.cases import Cause
from shouwang.desk.checkins.models.checkins import Outcome
from shouwang.desk.checkins.models.plans import Tier
from shouwang.desk.checkins.proposing import proposals
from shouwang.desk.checkins.sharing.knowing import in_order_to_call
from shouwang.desk.needs.actions.intake import paste_chain
from shouwang.desk.needs.models import Kind
from shouwang.drill.members import Members

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
OLD_HOUSE = "92号院"
AFTER_THE_CALLS = time(21, 30)  # who begins to be watched then is expected from the next morning on
HEARD_BY_EACH = 46  # calls of each caller until now; one every three minutes
LEFT_TO_PROPOSE = 6  # of those who should be watched: they wait for a person's tap
FOUND_ILL = (
    ("no_answer", 40, "响了很久"), ("unknown", 30, "女儿在外地，打不通"), ("go", 15, "网格长叫上邻居"),
    ("opened", 40, "电视开着，门是自己开的"), ("weak", 10, "反应慢，说不饿"), ("unwell", 13 * 60, "夜里没睡，早上烫"),
    ("fetched", 50, "专车到了"), ("admitted", 150, "留院"), ("still_there", 2 * 24 * 60 + 60, "能吃粥了"),
    ("still_there", 3 * 24 * 60, "退烧了，还咳"), ("still_there", 60 * 60, "能下床了，等复查"),
)  # fmt: skip
"""Of somebody who was found ill nine days ago: what came of each step, how many minutes after the one before, words."""


def live(members: Members, at: datetime) -> None:
    """Everything of the watch until `at`: about two thirds of the day's calls are made."""
    desk = members.coordinator
    community, began = desk.community, _evening_before(desk, at)
    proposed = [one.person for one in proposals(desk, began)]
    accept_proposals(persons=proposed[LEFT_TO_PROPOSE:], by=desk, at=began)
    watch_everybody(by=desk, at=began)
    today = community.today(at)
    make_day(community=community, day=today, at=at - 5 * HOUR)
    old_man, recovering = _two_old_people(desk, at)
    _ask_after(recovering, members.grid_leads[3], at - 9 * DAY)
    _go_to_his_door(old_man, members, at)
    _feed_back(members.grid_leads[3], [old_man, recovering], at - 50 * MINUTE)
    callers = [members.helpers[0], members.helpers[5], members.helpers[6], members.grid_leads[1]]
    accounts = [caller.account for caller in callers if caller.account]
    share_out(community=community, day=today, callers=accounts, by=desk, at=at - 4 * HOUR)
    for caller in callers:
        _telephone(caller, at)


def _evening_before(desk: Actor, at: datetime) -> datetime:
    day = desk.community.today(at) - DAY
    return datetime.combine(day, AFTER_THE_CALLS, tzinfo=desk.community.tz)


def _two_old_people(desk: Actor, at: datetime) -> tuple[CheckIn, CheckIn]:
    """Two who are old and live alone: one in the old house, as high up as anybody, and one next door to it."""
    alone = CheckIn.objects.filter(community=desk.community, day=desk.community.today(at), plan__tier=Tier.ALONE_OLD)
    listed = list(
        alone.select_related("plan", "person__household", "household__door__building").order_by(
            "-household__door__building__position", "-household__door__floor", "household__door__label"
        )
    )
    first = next(one for one in listed if one.household.door and one.household.door.building.code == OLD_HOUSE)
    second = next(one for one in listed if one.household.door and one.household.door.building.code != OLD_HOUSE)
    return first, second


def _go_to_his_door(checkin: CheckIn, members: Members, at: datetime) -> None:
    """He did not answer twice, nobody knows anything of him: two are to go to his door now."""
    lead = members.grid_leads[3]
    say_outcome(checkin=checkin, outcome=Outcome.NO_ANSWER, by=members.helpers[5], at=at - 105 * MINUTE)
    case = Case.objects.live().get(person=checkin.person)
    _climb(case, "no_answer", "又打了一次，没人接", lead, at - 60 * MINUTE)
    _climb(case, "unknown", "儿子说昨天也没打通", lead, at - 40 * MINUTE)
    _climb(case, "go", "两个人上去，带上备用钥匙", members.coordinator, at - 20 * MINUTE)


def _ask_after(checkin: CheckIn, lead: Actor, began: datetime) -> None:
    """Found ill nine days ago, taken to hospital, asked after ever since."""
    case = open_case(person=checkin.person, cause=Cause.WORRY, by=lead, at=began, words="邻居两天没看见灯")
    moment = began
    for outcome, minutes, words in FOUND_ILL:
        moment += minutes * MINUTE
        _climb(case, outcome, words, lead, moment)


def _climb(case: Case, outcome: str, words: str, by: Actor, at: datetime) -> None:
    step = Step.objects.get(case=case, state=Step.State.PENDING)
    end_step(step=step, outcome=outcome, words=words, by=by, at=at)


def _feed_back(lead: Actor, but: Sequence[CheckIn], at: datetime) -> None:
    """The grid lead's own calls in the old house, pasted as they stand in the chat."""
    day = lead.community.today(at)
    open_ones = CheckIn.objects.open().filter(
        community=lead.community, day=day, household__door__building__code=OLD_HOUSE
    )
    others = open_ones.exclude(pk__in=[one.pk for one in but]).select_related("person", "household__door")
    lines = [
        f"{number}. {one.household.door.room} {one.person.name[0]} {'关机' if number == 4 else '接了 都好'}"
        for number, one in enumerate(others.order_by("household__door__floor", "pk")[:6], start=1)
        if one.household.door
    ]  # fmt: skip
    paste_chain(text=f"{day.month}月{day.day}日 {OLD_HOUSE} 电话反馈\n" + "\n".join(lines), by=lead, at=at)


def _telephone(caller: Actor, at: datetime) -> None:
    """One caller's list from its beginning; the last call was a moment ago."""
    day = caller.community.today(at)
    mine = CheckIn.objects.open().filter(assigned_to=caller.account, day=day, attempts_count=0)
    listed = in_order_to_call(
        mine.select_related("plan", "person__household", "household__door", "household__community"),
        caller.community, day,
    )  # fmt: skip
    urgent_first = sorted(listed, key=lambda one: one.plan.tier == Tier.HOUSEHOLD)
    calls = urgent_first[:HEARD_BY_EACH]
    for number, (checkin, said) in enumerate(zip(calls, _outcomes(), strict=False)):
        moment = at - (len(calls) - number) * 3 * MINUTE
        say_outcome(checkin=checkin, by=caller, at=moment, **said)
        if said["outcome"] == Outcome.NO_ANSWER and number < 30:
            say_outcome(checkin=checkin, outcome=Outcome.WELL, by=caller, at=moment + 25 * MINUTE)


def _outcomes() -> Iterator[dict[str, Any]]:
    """What comes of one caller's calls: most are well, some need something, some do not answer."""
    rare: dict[int, dict[str, Any]] = {
        5: {"outcome": Outcome.NO_ANSWER},
        11: {"outcome": Outcome.WELL_NEEDS, "kind": Kind.REPAIR, "words": "厕所灯不亮了"},
        19: {"outcome": Outcome.NO_ANSWER},
        27: {"outcome": Outcome.TALK, "words": "一个人闷，想有人说说话"},
        41: {"outcome": Outcome.NO_ANSWER},
    }
    return (rare.get(number, {"outcome": Outcome.WELL}) for number in count())
