"""Who works in Banyan Court: a coordinator, four grid leads, twelve helpers, a guard, a district officer."""

from dataclasses import dataclass
from datetime import datetime

from shouwang.desk.base.actions.accounts import invite_member
from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Community, Membership
from shouwang.desk.base.roles import Role

COORDINATOR, ADMINISTRATOR, GUARD, DISTRICT = "值班甲", "管理甲", "门岗甲", "街道甲"
GRID_LEADS = ("网格甲", "网格乙", "网格丙", "网格丁")
HELPERS = tuple(f"志愿者{sign}" for sign in "甲乙丙丁戊己庚辛壬癸子丑")


@dataclass(frozen=True, slots=True)
class Members:
    """Everybody who works there, ready to act."""

    coordinator: Actor
    grid_leads: tuple[Actor, ...]
    helpers: tuple[Actor, ...]
    guard: Actor


def gather(community: Community, at: datetime) -> Members:
    """Invite everybody, as an administrator would."""
    root = Account.objects.create(name=ADMINISTRATOR)
    membership = Membership.objects.create(account=root, community=community, role=Role.ADMINISTRATOR, since=at)
    by = Actor(community=community, role=Role.ADMINISTRATOR, account=root, membership_id=membership.pk)

    def invite(name: str, role: Role) -> Actor:
        invitation, _token = invite_member(name=name, role=role, by=by, at=at)
        return Actor(community=community, role=role, account=invitation.account)

    invite(DISTRICT, Role.DISTRICT)
    return Members(
        coordinator=invite(COORDINATOR, Role.COORDINATOR),
        grid_leads=tuple(invite(name, Role.GRID_LEAD) for name in GRID_LEADS),
        helpers=tuple(invite(name, Role.HELPER) for name in HELPERS),
        guard=invite(GUARD, Role.GUARD),
    )
