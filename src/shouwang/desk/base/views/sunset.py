"""The sunset day: setting it, and the certificate afterwards."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwang.desk.base.actions import sunset as actions
from shouwang.desk.base.forms import SunsetForm
from shouwang.desk.base.models import Certificate
from shouwang.desk.base.pages import Request, refusals_into


def sunset(request: Request) -> HttpResponse:
    community = request.actor.community
    form = SunsetForm(request.POST if request.method == "POST" else None, initial={"on": community.sunset_on})
    if form.is_valid():
        with refusals_into(form):
            actions.set_sunset(community=community, on=form.cleaned_data["on"], by=request.actor, at=timezone.now())
            messages.success(request, _("The sunset day is kept."))
            return redirect("sunset")
    return render(request, "base/sunset.html", {"form": form}, status=422 if form.is_bound else 200)


def certificate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open to whoever has the address: it holds nothing of anybody, and no member is left to sign in for it."""
    found = get_object_or_404(Certificate.objects.select_related("community"), pk=pk)
    with timezone.override(found.community.tz):
        return render(request, "base/certificate.html", {"certificate": found})
