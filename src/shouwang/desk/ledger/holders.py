"""Who holds: the holder of a household, a helper, a partner, the desk. Each is made on first use."""

from uuid import UUID

from shouwang.desk.base.models import Account, Community
from shouwang.desk.ledger.models import Holder, HolderKind
from shouwang.desk.people.models import Household


def of_household(household: Household) -> Holder:
    return _holder(HolderKind.HOUSEHOLD, household.pk, household.community)


def of_account(account: Account, community: Community) -> Holder:
    """A helper's hands: what they carry for others."""
    return _holder(HolderKind.HELPER, account.pk, community)


def of_purse(account: Account, community: Community) -> Holder:
    """A helper's own money: below zero it is owed to them."""
    return _holder(HolderKind.PURSE, account.pk, community)


def of_partner(partner_id: UUID, community: Community) -> Holder:
    return _holder(HolderKind.PARTNER, partner_id, community)


def of_desk(community: Community) -> Holder:
    return _holder(HolderKind.DESK, community.pk, community)


def of_gone(community: Community) -> Holder:
    """Where what is lost or spoiled stands."""
    return _holder(HolderKind.GONE, community.pk, community)


def _holder(kind: HolderKind, subject_id: UUID, community: Community) -> Holder:
    holder, _is_new = Holder.objects.get_or_create(community=community, kind=kind, subject_id=subject_id)
    return holder
