"""What the watch holds of people, and how it ends on the sunset day."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop

from shouwang.desk.base.actions.sunset import holds
from shouwang.desk.base.models import Community
from shouwang.desk.checkins.models import Attempt, Caller, Case, CheckIn, Declined, HealthReport, Step, WatchPlan


def destroy_watch(community: Community) -> Mapping[str, int]:
    """Who was watched, each call, what was measured, and every case."""
    here = {"community": community}
    counts = {
        gettext_noop("people watched"): WatchPlan.objects.filter(**here).count(),
        gettext_noop("expected signs of life"): CheckIn.objects.filter(**here).count(),
        gettext_noop("cases"): Case.objects.filter(**here).count(),
    }
    for held in (HealthReport, Step, Case, Attempt, CheckIn, Caller, WatchPlan, Declined):
        held._default_manager.filter(**here).delete()
    return counts


def register_sunset() -> None:
    holds("checkins", destroy_watch)
