"""What partners are called in the ledger."""

from collections.abc import Collection, Mapping
from uuid import UUID

from shouwang.desk.base.actor import Actor
from shouwang.desk.ledger.models import HolderKind
from shouwang.desk.ledger.names import register_holder_name
from shouwang.desk.partners.models import Partner


def names_of_partners(ids: Collection[UUID], by: Actor) -> Mapping[UUID, str]:
    """Also of those that were taken off the list: what was bought there was bought there."""
    return dict(Partner.objects.filter(community=by.community, pk__in=ids).values_list("pk", "name"))


def register_holders() -> None:
    register_holder_name(HolderKind.PARTNER, names_of_partners)
