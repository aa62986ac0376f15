"""Which gate alone is open."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.desk.base.models import Mode, Rule
from shouwang.desk.base.pages import Request, refusals_into
from shouwang.desk.base.policy import may
from shouwang.desk.gate.actions.exits import propose_exit
from shouwang.desk.gate.exits import EXITS, exits_on
from shouwang.desk.gate.models import Gate
from shouwang.desk.gate.waiting import rules_that_wait


class ExitForm(forms.Form):
    mode = forms.ChoiceField(label=gettext_lazy("In which mode"), choices=Mode.choices)
    gate = forms.ModelChoiceField(
        label=gettext_lazy("The only gate that is open"), queryset=Gate.objects.none(), required=False,
        empty_label=gettext_lazy("every gate is open"),
    )  # fmt: skip
    from_day = forms.DateField(
        label=gettext_lazy("From which day on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    at_once = forms.BooleanField(
        label=gettext_lazy("An emergency: it holds at once, and a second person confirms it"), required=False
    )


def exits(request: Request) -> HttpResponse:
    """GET shows what holds and what is coming, POST names another."""
    by, at = request.actor, timezone.now()
    today = by.community.today(at)
    gates = Gate.objects.filter(community=by.community).order_by("name")
    initial = {"mode": by.community.mode, "from_day": today}
    form = ExitForm(request.POST if request.method == "POST" else None, initial=initial)
    field = form.fields["gate"]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = gates
    if form.is_valid():
        told = form.cleaned_data
        with refusals_into(form):
            propose_exit(**told, by=by, at=at)
            messages.success(request, _said(told["at_once"]))
            return redirect("gate:exits")
    names = {str(one.pk): one.name for one in gates}
    coming = Rule.objects.filter(community=by.community, name=EXITS, from_day__gt=today).order_by("from_day")
    page = {
        "form": form, "lines": _lines(exits_on(by.community, today), names),
        "coming": [(one.from_day, _lines(one.value, names)) for one in coming], "mode": by.community.mode,
        "proposals": rules_that_wait(by, at), "may_name": may("gate:exits", "POST", by.role),
    }  # fmt: skip
    return render(request, "gate/exits.html", page, status=422 if form.is_bound else 200)


def _said(at_once: bool) -> str:
    if at_once:
        return _("It holds. The gates hear of it with their next lists; a second person is told, and confirms it.")
    return _("Proposed. It holds once a second person agrees; they are told.")


def _lines(held: object, names: dict[str, str]) -> list[tuple[str, str, str]]:
    """(mode, its name, the gate's name or nothing) of every mode."""
    named = held if isinstance(held, dict) else {}
    return [(one.value, str(one.label), names.get(str(named.get(one.value)), "")) for one in Mode]
