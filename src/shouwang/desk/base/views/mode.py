"""Everyday or emergency: what holds, since when, what held before; the coordinator changes it."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.desk.base.actions.communities import change_mode
from shouwang.desk.base.models import Event, Mode
from shouwang.desk.base.pages import Request
from shouwang.desk.base.policy import may
from shouwang.desk.base.stories import sentence_of

SHOWN = 20


class ModeForm(forms.Form):
    mode = forms.TypedChoiceField(
        label=gettext_lazy("From now on"), choices=Mode.choices, coerce=Mode, widget=forms.RadioSelect
    )


def mode(request: Request) -> HttpResponse:
    """GET shows it, POST changes it at once."""
    community, at = request.actor.community, timezone.now()
    form = ModeForm(request.POST if request.method == "POST" else None, initial={"mode": community.mode})
    if form.is_valid():
        change_mode(community=community, mode=form.cleaned_data["mode"], by=request.actor, at=at)
        messages.success(request, _("The mode is: %(mode)s.") % {"mode": community.get_mode_display()})
        return redirect("mode")
    changes = Event.objects.filter(community=community, kind="base.mode_changed").select_related("account")
    page = {
        "form": form, "may_change": may("mode", "POST", request.actor.role),
        "before": [(event.at, sentence_of(event)) for event in changes.order_by("-at", "-pk")[:SHOWN]],
    }  # fmt: skip
    return render(request, "base/mode.html", page, status=422 if form.is_bound else 200)
