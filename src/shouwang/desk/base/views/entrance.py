"""The entrance: signing in on an enrolled device or by password, and signing out."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from shouwang.desk.base import device_cookie, sessions
from shouwang.desk.base.actions import sign_in as actions
from shouwang.desk.base.forms import PasswordForm, PinForm
from shouwang.desk.base.models import Community, Device
from shouwang.desk.base.pages import refusals_into


@sensitive_post_parameters()
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for the PIN of a device this browser holds; where it holds none, say how to come in."""
    if request.method != "POST" and getattr(request, "actor", None):
        return redirect("home")
    known = actions.find_devices(secrets=device_cookie.secrets_of(request))
    form = PinForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        chosen = [pair for pair in known if pair[0].pk == form.cleaned_data["device"]]
        with refusals_into(form):
            if not chosen:
                raise actions.NotEnrolled
            device, secret = chosen[0]
            membership = actions.sign_in(device=device, secret=secret, pin=form.cleaned_data["pin"], at=timezone.now())
            sessions.begin_member_session(request, membership, device)
            return redirect("home")
    return _ask(request, known, form)


def _ask(request: HttpRequest, known: list[tuple[Device, str]], form: PinForm) -> HttpResponse:
    picked = form.data.get("device") or request.GET.get("device", "")
    devices = [device for device, _secret in known]
    device = next((one for one in devices if str(one.pk) == picked), devices[0] if len(devices) == 1 else None)
    page = {
        "form": form if device else PinForm(),
        "device": device,
        "devices": devices,
        "nothing_founded": not Community.objects.exists(),
        "refusals": form.non_field_errors() if form.is_bound else [],
    }
    return render(request, "base/sign_in.html", page, status=422 if form.is_bound else 200)


@sensitive_post_parameters()
def sign_in_by_password(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_into(form):
            membership = actions.sign_in_by_password(
                login=form.cleaned_data["login"], password=form.cleaned_data["password"], at=timezone.now()
            )
            sessions.begin_member_session(request, membership, is_shared=form.cleaned_data["is_shared"])
            return redirect("home")
    return render(request, "base/sign_in_by_password.html", {"form": form}, status=422 if form.is_bound else 200)


def sign_out(request: HttpRequest) -> HttpResponse:
    """GET asks (and warns of what this phone has not handed in yet); POST signs out. A shared device forgets."""
    is_shared = sessions.is_shared(request)
    if request.method != "POST":
        return render(request, "base/sign_out.html", {"is_shared": is_shared})
    request.session.flush()
    if not is_shared:
        return redirect("sign_in")
    request.actor = None  # type: ignore[attr-defined]
    response: HttpResponse | HttpResponseRedirect = render(request, "base/signed_out.html")
    # The script of the page does the same for browsers that do not know this header. Cookies stay: the device's
    # own secret is what the next member's PIN is worth something with.
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response
