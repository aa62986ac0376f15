"""Who hears when somebody speaks of self-harm: one named person, by a dated rule of the community."""

from datetime import datetime
from uuid import UUID

from shouwang.desk.base.models import Community, Membership, Rule
from shouwang.desk.base.roles import DESK, Role

LISTENER = "self_harm_listener"  # the rule's value: the identifier of a membership


def may_listen(community: Community) -> "list[Membership]":
    """Members whose Today would show it, by name."""
    here = Membership.objects.live().filter(community=community, role__in=DESK)
    return list(here.select_related("account").order_by("account__name", "pk"))


def coordinators(community: Community) -> "list[Membership]":
    """The first invited first."""
    here = Membership.objects.live().filter(community=community, role=Role.COORDINATOR)
    return list(here.select_related("account").order_by("since", "pk"))


def listener_of(community: Community, at: datetime) -> Membership | None:
    """The member named by the rule in force, as long as they are at the desk; else the coordinator invited first.

    None where the community has no coordinator at all.
    """
    rule = Rule.objects.in_force(community, LISTENER, community.today(at))
    if rule:
        named = Membership.objects.live().filter(community=community, pk=UUID(str(rule.value)), role__in=DESK)
        if found := named.select_related("account").first():
            return found
    return next(iter(coordinators(community)), None)
