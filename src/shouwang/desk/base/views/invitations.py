"""Invitations: made by the desk as a QR, opened and accepted on the invited phone."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_post_parameters

from shouwang.desk.base import device_cookie, sessions
from shouwang.desk.base.actions import accounts as actions
from shouwang.desk.base.device_names import name_of_device
from shouwang.desk.base.forms import CodeForm, EnrolForm, InviteForm
from shouwang.desk.base.models import Invitation, Membership
from shouwang.desk.base.pages import Request, refusals_into
from shouwang.desk.base.qr import address, qr_svg
from shouwang.desk.base.refusals import Refused
from shouwang.desk.base.roles import Role


def invite_member(request: Request) -> HttpResponse:
    form = InviteForm(request.POST if request.method == "POST" else None, by=request.actor)
    if form.is_valid():
        with refusals_into(form):
            invitation, token = actions.invite_member(
                name=form.cleaned_data["name"], role=Role(form.cleaned_data["role"]), by=request.actor,
                at=timezone.now(),
            )  # fmt: skip
            return _show_qr(request, invitation, token)
    return render(request, "base/invite.html", {"form": form}, status=422 if form.is_bound else 200)


def invite_again(request: Request, pk: UUID) -> HttpResponse:
    membership = get_object_or_404(Membership.objects.visible_to(request.actor), pk=pk)
    try:
        invitation, token = actions.invite_again(membership=membership, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("members")
    return _show_qr(request, invitation, token)


def _show_qr(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    url = address(request, "open_invitation", token)
    return render(request, "base/invitation.html", {"invitation": invitation, "url": url, "qr": qr_svg(url)})


@sensitive_post_parameters()
def open_invitation(request: HttpRequest) -> HttpResponse:
    """GET is harmless: the token stands behind the # and never reaches the desk. POST shows who invites to what."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_into(form):
            invitation = actions.find_invitation(token=form.cleaned_data["code"], at=timezone.now())
            return _ask_for_pin(request, invitation, EnrolForm(initial={"code": form.cleaned_data["code"]}))
    page = {"form": form, "heading": "invitation"}
    return render(request, "base/open.html", page, status=422 if form.is_bound else 200)


def _ask_for_pin(request: HttpRequest, invitation: Invitation, form: EnrolForm) -> HttpResponse:
    membership = actions.membership_of(invitation.account, invitation.community)
    page = {"invitation": invitation, "membership": membership, "form": form}
    response = render(request, "base/accept.html", page, status=422 if form.is_bound else 200)
    device_cookie.offer_secret(request, response)
    return response


@sensitive_post_parameters()
def accept_invitation(request: HttpRequest) -> HttpResponse:
    """Enrol this browser, and sign it in. Sent again after a lost answer, it is signed in all the same."""
    form = EnrolForm(request.POST if request.method == "POST" else None)
    secret = device_cookie.offered_secret(request)
    if request.method != "POST" or "code" not in request.POST or secret is None:
        return redirect("open_invitation")
    at = timezone.now()
    if form.is_valid():
        told = form.cleaned_data
        with refusals_into(form):
            device = actions.accept_invitation(
                token=told["code"], pin=told["pin"], secret=secret, is_shared=told["is_shared"],
                label=name_of_device(request.headers.get("User-Agent", "")), at=at,
                language=get_language() or "",
            )  # fmt: skip
            membership = actions.membership_of(device.account, device.community)
            assert membership is not None
            sessions.begin_member_session(request, membership, device)
            response = redirect("home")
            device_cookie.keep_secret(request, response, secret)
            return response
    try:
        invitation = actions.find_invitation(token=request.POST["code"], at=at)
    except actions.InvitationIsOver as refusal:
        page = {"form": CodeForm(), "heading": "invitation", "refusals": [str(refusal)]}
        return render(request, "base/open.html", page, status=422)
    return _ask_for_pin(request, invitation, form)
