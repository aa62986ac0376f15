"""Watches as a list shows them, and how often one is called, in words."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.checkins.expecting import rhythm_on
from shouwang.desk.checkins.models import Declined, WatchPlan
from shouwang.desk.checkins.models.plans import Tier, WatchPlanQuerySet
from shouwang.desk.checkins.tiers import Rhythm, Tiers
from shouwang.desk.people.models import Household


@dataclass(frozen=True, slots=True)
class Listed:
    """A watch with how often it is kept today. `is_louder`: the mode or the heat asks for more than the plan."""

    plan: WatchPlan
    rhythm: str
    is_louder: bool


def watched_by_tier(by: Actor) -> list[tuple[Tier, int]]:
    """How many are watched as what, the households last. One query."""
    live = WatchPlan.objects.visible_to(by).live().order_by().values_list("tier")
    counts = Counter(dict(live.annotate(n=Count("pk"))))
    return [(tier, counts[tier]) for tier in Tier if counts[tier]]


def declined_by(by: Actor) -> QuerySet[Declined]:
    """Proposals of people who live here that somebody decided against, the latest first."""
    theirs = Household.objects.visible_to(by).living_here()
    here = Declined.objects.filter(community=by.community, person__gone_at=None, person__household__in=theirs)
    return here.select_related("person__household__door", "by").order_by("-at", "pk")


def plans_of(by: Actor, tier: str) -> WatchPlanQuerySet:
    """Live watches, by door; of one tier where it is given."""
    live = WatchPlan.objects.visible_to(by).live()
    live = live.filter(tier=tier) if tier in Tier.values else live
    return live.select_related("person__household__door", "answered_by").order_by(
        "person__household__door__building__position", "person__household__door__label", "-person__is_head", "pk"
    )


def listed(plans: list[WatchPlan], tiers: Tiers) -> list[Listed]:
    found = []
    for plan in plans:
        own = Rhythm(plan.every_days, plan.times_a_day, plan.way)
        today = rhythm_on(plan.tier, own, tiers)
        found.append(Listed(plan, rhythm_words(today), today != own))
    return found


def rhythm_words(rhythm: Rhythm) -> str:
    """ "every day, twice" """
    days = _("every day") if rhythm.every_days == 1 else _("every %(n)s days") % {"n": rhythm.every_days}
    if rhythm.times_a_day == 1:
        return days
    return _("%(days)s, %(n)s times a day") % {"days": days, "n": rhythm.times_a_day}


def heat_words(tiers: Tiers) -> str:
    """What the heat asks for today; empty where nobody need be told."""
    if tiers.degrees is not None:
        said = {"degrees": f"{tiers.degrees.normalize():f}", "above": f"{tiers.hot_above.normalize():f}"}
        if tiers.is_hot:
            return _("%(degrees)s °C today, above %(above)s °C: whoever is watched is called twice.") % said
        return _("%(degrees)s °C today, not above %(above)s °C.") % said
    return (
        _("A heat wave: whoever is watched is called twice, until a lower temperature is entered.")
        if (tiers.is_hot)
        else ""
    )
