"""The formulary: listed, found, added, changed, retired."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwang.desk.base.pages import Request, refusals_into
from shouwang.desk.medicine.actions import drugs as actions
from shouwang.desk.medicine.drugs.forms import DrugForm
from shouwang.desk.medicine.drugs.formulary import find_drugs
from shouwang.desk.medicine.drugs.rules import rules_on
from shouwang.desk.medicine.models import Drug, DrugClass

PAGE = 50


def drugs(request: Request) -> HttpResponse:
    """Every listed drug; `?q=` finds by any name, pinyin initials, maker, barcode or approval number."""
    query, chosen = request.GET.get("q", "")[:80], request.GET.get("class", "")
    found = find_drugs(query, request.actor)
    if chosen in DrugClass.values:
        found = [drug for drug in found if drug.drug_class == chosen]
    elif chosen == "cold":
        found = [drug for drug in found if drug.is_cold]
    page = Paginator(found, PAGE).get_page(request.GET.get("page", "1"))
    return render(request, "medicine/drugs.html", {"page": page, "q": query, "chosen": chosen, "classes": DrugClass})


def add_drug(request: Request) -> HttpResponse:
    form = DrugForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_into(form):
            drug = actions.add_drug(box=form.box(), by=request.actor, at=timezone.now())
            messages.success(request, _("%(drug)s is in the formulary.") % {"drug": drug})
            return redirect("medicine:drug", drug.pk)
    return render(request, "medicine/drug.html", {"form": form}, status=422 if form.is_bound else 200)


def drug(request: Request, pk: UUID) -> HttpResponse:
    """GET shows a drug with its rule, POST changes it: what stands on the box makes a new row."""
    mine, at = get_object_or_404(Drug.objects.visible_to(request.actor), pk=pk), timezone.now()
    known = actions.Box.of(mine)
    initial = known.values(*actions.ON_THE_BOX, *actions.BESIDE_THE_BOX)
    form = DrugForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        with refusals_into(form):
            now = actions.change_drug(drug=mine, box=form.box(), by=request.actor, at=at)
            messages.success(request, _("Noted."))
            return redirect("medicine:drug", now.pk)
    rule = rules_on(request.actor.community, request.actor.community.today(at)).of(mine.drug_class, mine.is_cold)
    page = {"drug": mine, "form": form, "rule": rule}
    return render(request, "medicine/drug.html", page, status=422 if form.is_bound else 200)


def retire_drug(request: Request, pk: UUID) -> HttpResponse:
    mine = get_object_or_404(Drug.objects.visible_to(request.actor), pk=pk)
    actions.retire_drug(drug=mine, by=request.actor, at=timezone.now())
    return redirect("medicine:drugs")
