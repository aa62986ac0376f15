"""A directory given as a sheet."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from shouwang.desk.base.pages import Request, refusals_into
from shouwang.desk.partners.actions.importing import import_partners as take_in
from shouwang.desk.partners.forms import SheetForm


def import_partners(request: Request) -> HttpResponse:
    """Received = added + known + left out: each that was left out stands there with its reason."""
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if form.is_valid():
        upload = form.cleaned_data["sheet"]
        with refusals_into(form):
            done = take_in(data=upload.read(), filename=upload.name, by=request.actor, at=timezone.now())
            return render(request, "partners/imported.html", {"done": done})
    return render(request, "partners/import.html", {"form": form}, status=422 if form.is_bound else 200)
