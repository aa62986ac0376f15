"""What the ledger holds of people, and how it ends on the sunset day."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop

from shouwang.desk.base.actions.sunset import holds
from shouwang.desk.base.models import Community
from shouwang.desk.ledger.models import Balance, CashCount, Commodity, Ending, Entry, Holder, Thing, Transfer


def destroy_ledger(community: Community) -> Mapping[str, int]:
    """Accounts, transfers and the things that were held."""
    here = {"community": community}
    counts = {
        gettext_noop("ledger entries"): Transfer.objects.filter(**here).count(),
        gettext_noop("things held"): Thing.objects.filter(**here).count(),
    }
    Ending.objects.create(**here)  # from here on the database lets its entries go
    Entry.objects.filter(**here).delete()
    Transfer.objects.filter(**here, reverses__isnull=False).delete()
    for held in (Transfer, Balance, CashCount, Thing, Commodity, Holder, Ending):
        held._default_manager.filter(**here).delete()
    return counts


def register_sunset() -> None:
    holds("ledger", destroy_ledger)
