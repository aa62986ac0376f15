"""Who must be asked because something runs out: at five days a message, at three a call, at one the lead is alerted.

Whole days count. Of a regimen the most pressing level alone is asked, once for each run-out date; what somebody did
not answer stays, and the next level comes on top of it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_CEILING
from uuid import UUID

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import Happened, record_many
from shouwang.desk.base.models import Community, Event
from shouwang.desk.medicine.drugs.formulary import Formulary
from shouwang.desk.medicine.drugs.packs import units_in_pack
from shouwang.desk.medicine.drugs.rules import DrugRule, classify, rules_on
from shouwang.desk.medicine.models import Item, Prompt, Regimen
from shouwang.desk.medicine.models.items import WANTED
from shouwang.desk.medicine.regimens.days_left import DaysLeft, days_left_of
from shouwang.desk.needs.models.needs import LIVE

Level = Prompt.Level
EVENING = time(18)
SOONEST = timedelta(hours=2)  # what has run out already is due that soon
COVERED = 14  # days that one request is to last for
NOT_REACHED = "medicine.prompt_not_reached"


def level_of(left: DaysLeft) -> Level | None:
    """None where it lasts longer than anybody need be asked about."""
    return next((level for level in sorted(Level) if left.whole_days <= level), None)


def review(regimens: Collection[Regimen], by: Actor, at: datetime) -> list[Prompt]:
    """Ask what is due to be asked of `regimens` at `at`, and let go what another run-out date overtook; the new
    prompts. However often it is called, a level asks once for one run-out date."""
    left = days_left_of(regimens, at)
    overtaken = _overtaken(regimens, left)
    Prompt.objects.filter(pk__in=overtaken).update(answered_at=at, answered_by=by.account)
    due = {pk: level for pk, one in left.items() if (level := level_of(one))}
    asked = set(
        Prompt.objects.filter(regimen__in=due).values_list("regimen", "level", "runs_out_on")
    )  # fmt: skip
    on_its_way = needs_under_way(due)
    new = [
        Prompt(community_id=left[pk].regimen.community_id, regimen=left[pk].regimen, level=level,
               runs_out_on=left[pk].runs_out_on, made_at=at, need_id=on_its_way.get(pk))
        for pk, level in due.items()
        if (pk, level, left[pk].runs_out_on) not in asked and (level == Level.ALERT or pk not in on_its_way)
    ]  # fmt: skip
    made = _create_once(new)
    happened = [Happened(one, one.regimen.person.household_id, {"level": one.level}) for one in made]
    record_many("medicine.prompted", happened, by=by, at=at)
    return made


def _create_once(new: list[Prompt]) -> list[Prompt]:
    """Save those that nobody saved meanwhile: which of two jobs made a prompt is told by its row."""
    if not new:
        return []
    Prompt.objects.bulk_create(new, ignore_conflicts=True)
    ours = set(Prompt.objects.filter(pk__in=[one.pk for one in new]).values_list("pk", flat=True))
    return [one for one in new if one.pk in ours]


def _overtaken(regimens: Iterable[Regimen], left: Mapping[UUID, DaysLeft]) -> list[UUID]:
    """Prompts that wait although their regimen runs out on another day, or has ended."""
    waiting = Prompt.objects.filter(regimen__in=[one.pk for one in regimens], answered_at=None)
    dates: dict[UUID, date] = {pk: one.runs_out_on for pk, one in left.items()}
    return [pk for pk, regimen, day in waiting.values_list("pk", "regimen", "runs_out_on") if dates.get(regimen) != day]


def needs_under_way(regimens: Collection[UUID]) -> dict[UUID, UUID]:
    """Of `regimens` those for which something is being got already: regimen → live need. Two queries."""
    answered = Prompt.objects.filter(regimen__in=regimens, need__state__in=LIVE).values_list("regimen", "need")
    wanted = Item.objects.filter(regimen__in=regimens, state__in=WANTED, need__state__in=LIVE)
    return dict(answered) | dict(wanted.values_list("regimen", "need"))


def packs_for(regimen: Regimen, most: int | None = None) -> int:
    """How many packs last for two weeks, as far as the pack is known: else one. `most`: of one purchase."""
    size = units_in_pack(regimen.drug, regimen.unit)
    packs = int((regimen.daily * COVERED / size).to_integral_value(ROUND_CEILING)) if size else 1
    return max(1, min(packs, most or packs))


def rules_of(regimens: Collection[Regimen], at: datetime) -> dict[UUID, DrugRule]:
    """The rule that each regimen's drug falls under at `at`: warned by, decided by people. Three queries."""
    found: dict[UUID, DrugRule] = {}
    communities = Community.objects.in_bulk({one.community_id for one in regimens})
    for community in communities.values():
        rules, formulary = rules_on(community, community.today(at)), Formulary.of(community)
        for one in (one for one in regimens if one.community_id == community.pk):
            known = (one.drug.drug_class, one.drug.is_cold) if one.drug else classify(one.name, formulary=formulary)
            found[one.pk] = rules.of(*known)
    return found


def due_by(runs_out_on: date, community: Community, at: datetime) -> datetime:
    """The evening before the first day that is not provided for; where that is over, in two hours."""
    evening = datetime.combine(runs_out_on - timedelta(days=1), EVENING, tzinfo=community.tz)
    return max(evening, at + SOONEST)


@dataclass(frozen=True, slots=True)
class Asked:
    """A prompt as a person works on it. `tried`: when they were called without an answer, the latest last; `packs`:
    how many one would get, as `rule` allows."""

    prompt: Prompt
    left: DaysLeft | None
    tried: tuple[datetime, ...]
    rule: DrugRule
    packs: int


def most_pressing(prompts: Iterable[Prompt], at: datetime) -> list[Asked]:
    """Of each regimen its most pressing prompt, what runs out first in front. Give rows with `regimen__drug`
    selected. Five queries."""
    chosen: dict[UUID, Prompt] = {}
    for prompt in sorted(prompts, key=lambda one: -one.level):
        chosen[prompt.regimen_id] = prompt
    left = days_left_of([one.regimen for one in chosen.values()], at)
    tried: dict[UUID, list[datetime]] = {}
    events = Event.objects.filter(kind=NOT_REACHED, subject_id__in=[one.pk for one in chosen.values()])
    for subject, when in events.order_by("at").values_list("subject_id", "at"):
        tried.setdefault(subject, []).append(when)
    rules = rules_of([one.regimen for one in chosen.values()], at)
    asked = [
        Asked(one, left.get(pk), tuple(tried.get(one.pk, ())), rules[pk], packs_for(one.regimen, rules[pk].most_packs))
        for pk, one in chosen.items()
    ]
    return sorted(asked, key=lambda one: (one.prompt.runs_out_on, one.prompt.made_at, str(one.prompt.pk)))
