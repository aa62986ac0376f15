"""What holders are called. Whoever keeps a kind of holder says how; this room knows its own.

register_holder_name(HolderKind.PARTNER, names_of_partners)     # (ids, by) -> {id: name}
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account
from shouwang.desk.ledger.models import Holder, HolderKind
from shouwang.desk.people.models import Household

NamesOf = Callable[[Collection[UUID], Actor], Mapping[UUID, str]]
NAMES: dict[str, NamesOf] = {}
NAMELESS = "—"


def register_holder_name(kind: str, names_of: NamesOf) -> None:
    """Have holders of `kind` called as `names_of(their subjects' ids, by)` says."""
    NAMES[kind] = names_of


def names_of_holders(holders: Iterable[Holder], by: Actor) -> dict[UUID, str]:
    """holder id → what it is called, one question for each kind. "—" where nobody knows."""
    asked = list(holders)
    named: dict[UUID, str] = {}
    for kind in {holder.kind for holder in asked}:
        here = [holder for holder in asked if holder.kind == kind]
        known = NAMES[kind]({holder.subject_id for holder in here}, by) if kind in NAMES else {}
        named |= {holder.pk: known.get(holder.subject_id, NAMELESS) for holder in here}
    return named


def name_of(holder: Holder, by: Actor) -> str:
    return names_of_holders([holder], by)[holder.pk]


def _doors(ids: Collection[UUID], by: Actor) -> Mapping[UUID, str]:
    households = Household.objects.filter(community=by.community, pk__in=ids).select_related("door")
    return {household.pk: str(household) for household in households}


def _accounts(ids: Collection[UUID], _by: Actor) -> Mapping[UUID, str]:
    return dict(Account.objects.filter(pk__in=ids).values_list("pk", "name"))


def _purses(ids: Collection[UUID], by: Actor) -> Mapping[UUID, str]:
    return {pk: _("%(who)s's own money") % {"who": name} for pk, name in _accounts(ids, by).items()}


def _desk(ids: Collection[UUID], _by: Actor) -> Mapping[UUID, str]:
    return {pk: _("the desk") for pk in ids}


def _gone(ids: Collection[UUID], _by: Actor) -> Mapping[UUID, str]:
    return {pk: _("lost or spoiled") for pk in ids}


def register_names() -> None:
    register_holder_name(HolderKind.HOUSEHOLD, _doors)
    register_holder_name(HolderKind.HELPER, _accounts)
    register_holder_name(HolderKind.PURSE, _purses)
    register_holder_name(HolderKind.DESK, _desk)
    register_holder_name(HolderKind.GONE, _gone)
