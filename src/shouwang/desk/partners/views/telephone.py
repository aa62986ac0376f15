"""Answers taken line by line while on the telephone, or from paper that came back."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from shouwang.desk.base.pages import Request
from shouwang.desk.base.refusals import Refused
from shouwang.desk.partners.actions.manifests import answer_line
from shouwang.desk.partners.forms import AnswerForm
from shouwang.desk.partners.models import Answer, Manifest, ManifestLine
from shouwang.desk.partners.shown import show_list, show_partner
from shouwang.desk.partners.views.lists import own_list


def telephone(request: Request, pk: UUID) -> HttpResponse:
    """One line at a time: the first without an answer, or the one chosen (`?line=`)."""
    return _page(request, own_list(request, pk), chosen=request.GET.get("line", ""))


def answer_heard(request: Request, pk: UUID) -> HttpResponse:
    line = own_line(request, pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, line.manifest, str(line.pk), form.data, form.sentences(), status=422)
    said: dict[str, Any] = form.cleaned_data
    try:
        answer_line(line=line, **{**said, "answer": Answer(said["answer"])}, by=request.actor, at=timezone.now())
    except Refused as refusal:
        return _page(request, line.manifest, str(line.pk), form.data, [str(refusal)], status=422)
    return redirect("partners:telephone", line.manifest_id)  # no fragment: browsers give it no autofocus


def _page(
    request: Request, manifest: Manifest, chosen: str = "", kept: Any = None, wrong: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    at = timezone.now()
    shown = show_list(manifest, at, with_earlier=True)
    now = next((one for one in shown.lines if str(one.line.pk) == chosen), shown.next)
    page = {
        "manifest": manifest, "shown": shown, "now": now, "kept": kept or {}, "wrong": wrong or [],
        "partner": show_partner(manifest.partner, at), "answers": Answer.choices,
    }  # fmt: skip
    return render(request, "partners/telephone.html", page, status=status)


def own_line(request: Request, pk: UUID) -> ManifestLine:
    lines = ManifestLine.objects.filter(manifest__in=Manifest.objects.visible_to(request.actor))
    related = ("manifest__partner__community", "manifest__community", "manifest__carrier", "picture")
    return get_object_or_404(lines.select_related(*related), pk=pk)
