"""What the register holds of people, and how it ends on the sunset day. The stones stay: buildings, doors, grids."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_noop

from shouwang.desk.base.actions.sunset import holds
from shouwang.desk.base.housekeeping import swept
from shouwang.desk.base.models import Community
from shouwang.desk.base.refusals import use_case
from shouwang.desk.people.models import (
    Contact,
    Fact,
    Grid,
    Household,
    HouseholdState,
    Import,
    ImportRow,
    Person,
    SheetLayout,
)

WORDS_KEPT = timedelta(days=14)


@use_case
def forget_why(community: Community, at: datetime) -> int:
    """Take the words from states that were over 14 days ago; that they held stays known."""
    gone = at - WORDS_KEPT
    over = Q(ended_at__lte=gone) | Q(until_day__lte=community.today(gone))
    return HouseholdState.objects.filter(over, community=community).exclude(why_sealed=b"").update(why_sealed=b"")


def destroy_register(community: Community) -> Mapping[str, int]:
    """Households, persons, what they stated, whom to call, and the sheets they came from."""
    here = {"community": community}
    counts = {
        gettext_noop("households"): Household.objects.filter(**here).count(),
        gettext_noop("persons"): Person.objects.filter(**here).count(),
        gettext_noop("stated facts"): Fact.objects.filter(**here).count(),
        gettext_noop("states of households"): HouseholdState.objects.filter(**here).count(),
        gettext_noop("imported sheets"): Import.objects.filter(**here).count(),
    }
    for held in (ImportRow, Import, SheetLayout, Contact, Fact, HouseholdState, Person, Household):
        held._default_manager.filter(**here).delete()
    Grid.objects.filter(**here).update(lead=None)
    return counts


def register_sunset() -> None:
    swept("people.states", forget_why)
    holds("people", destroy_register)
