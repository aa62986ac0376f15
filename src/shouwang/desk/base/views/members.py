"""The members of a community: who they are, which devices they hold, and the one tap that ends it."""

from uuid import UUID

from django.db.models import Max, Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from shouwang.desk.base import policy
from shouwang.desk.base.actions import revocations as actions
from shouwang.desk.base.models import Device, Membership
from shouwang.desk.base.pages import Request, refusals_as_message
from shouwang.desk.base.roles import INVITES, Role


def members(request: Request) -> HttpResponse:
    """Live members by role; those revoked in the end."""
    actor, at = request.actor, timezone.now()
    here = Device.objects.filter(community=actor.community).order_by("-seen_at")
    found = (
        Membership.objects.visible_to(actor)
        .select_related("account", "revoked_by")
        .prefetch_related(Prefetch("account__devices", here, to_attr="devices_here"))
        .annotate(
            invited_until=Max(
                "account__invitations__expires_at",
                filter=Q(account__invitations__used_at=None, account__invitations__expires_at__gt=at),
            )
        )
    )
    order = {role: number for number, role in enumerate(reversed(Role))}
    rows = sorted(found, key=lambda member: (order[Role(member.role)], member.account.name))
    page = {
        "live": [member for member in rows if member.revoked_at is None],
        "gone": [member for member in rows if member.revoked_at is not None],
        "mine": INVITES.get(actor.role, policy.NOBODY) if actor.role else policy.NOBODY,
    }
    return render(request, "base/members.html", page)


def revoke_member(request: Request, pk: UUID) -> HttpResponse:
    membership = get_object_or_404(Membership.objects.visible_to(request.actor), pk=pk)
    with refusals_as_message(request):
        actions.revoke_member(membership=membership, by=request.actor, at=timezone.now())
    return redirect("members")


def revoke_device(request: Request, pk: UUID) -> HttpResponse:
    device = get_object_or_404(Device.objects.visible_to(request.actor), pk=pk)
    with refusals_as_message(request):
        actions.revoke_device(device=device, by=request.actor, at=timezone.now())
    return redirect("members")
