"""What the register holds of people, and how it ends on the sunset day. The stones stay: buildings, doors, grids."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop

from shouwang.desk.base.actions.sunset import holds
from shouwang.desk.base.models import Community
from shouwang.desk.people.models import Contact, Fact, Grid, Household, Import, ImportRow, Person, SheetLayout


def destroy_register(community: Community) -> Mapping[str, int]:
    """Households, persons, what they stated, whom to call, and the sheets they came from."""
    here = {"community": community}
    counts = {
        gettext_noop("households"): Household.objects.filter(**here).count(),
        gettext_noop("persons"): Person.objects.filter(**here).count(),
        gettext_noop("stated facts"): Fact.objects.filter(**here).count(),
        gettext_noop("imported sheets"): Import.objects.filter(**here).count(),
    }
    for held in (ImportRow, Import, SheetLayout, Contact, Fact, Person, Household):
        held._default_manager.filter(**here).delete()
    Grid.objects.filter(**here).update(lead=None)
    return counts


def register_sunset() -> None:
    holds("people", destroy_register)
