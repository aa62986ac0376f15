"""One's own account: devices, PIN, password."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from shouwang.desk.base import device_cookie, sessions
from shouwang.desk.base.actions import revocations
from shouwang.desk.base.actions import sign_in as actions
from shouwang.desk.base.forms import NewPasswordForm, NewPinForm
from shouwang.desk.base.models import Device
from shouwang.desk.base.pages import Request, refusals_as_message, refusals_into


def my_account(request: Request) -> HttpResponse:
    return _show(request)


def _show(
    request: Request, pin: NewPinForm | None = None, password: NewPasswordForm | None = None, status: int = 200
) -> HttpResponse:
    account = request.actor.account
    assert account is not None
    devices = Device.objects.filter(account=account, community=request.actor.community, revoked_at=None)
    page = {
        "devices": devices.order_by("-seen_at"),
        "pin_form": pin or NewPinForm(),
        "password_form": password or NewPasswordForm(initial={"login": account.login or ""}),
    }
    return render(request, "base/account.html", page, status=status)


@sensitive_post_parameters()
def change_pin(request: Request) -> HttpResponse:
    """Of the device in hand: its secret is needed for it."""
    form = NewPinForm(request.POST)
    known = actions.find_devices(secrets=device_cookie.secrets_of(request))
    here = [pair for pair in known if pair[0].pk == request.actor.device_id]
    if form.is_valid():
        with refusals_into(form):
            if not here:
                raise actions.NotEnrolled
            device, secret = here[0]
            actions.change_pin(
                device=device, secret=secret, pin=form.cleaned_data["pin"], by=request.actor, at=timezone.now()
            )
            messages.success(request, _("From now on your new PIN counts on this device."))
            return redirect("my_account")
    return _show(request, pin=form, status=422)


@sensitive_post_parameters()
def set_password(request: Request) -> HttpResponse:
    form = NewPasswordForm(request.POST)
    if form.is_valid():
        with refusals_into(form):
            account = actions.set_password(
                login=form.cleaned_data["login"], password=form.cleaned_data["password"], by=request.actor,
                at=timezone.now(),
            )  # fmt: skip
            sessions.keep_after_new_password(request, account)
            messages.success(request, _("You can now sign in with this login and password, too."))
            return redirect("my_account")
    return _show(request, password=form, status=422)


def revoke_my_device(request: Request, pk: UUID) -> HttpResponse:
    device = get_object_or_404(
        Device.objects.filter(account=request.actor.account, community=request.actor.community), pk=pk
    )
    with refusals_as_message(request):
        revocations.revoke_device(device=device, by=request.actor, at=timezone.now())
    return redirect("my_account")
