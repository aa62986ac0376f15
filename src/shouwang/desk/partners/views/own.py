"""What a partner sees by its link, and the carrier who fetches it: one list, and nothing else."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.base import images, sessions
from shouwang.desk.base.pages import Request
from shouwang.desk.base.refusals import Refused
from shouwang.desk.base.roles import Role
from shouwang.desk.partners.actions.manifests import answer_line, see_manifest
from shouwang.desk.partners.forms import AnswerForm
from shouwang.desk.partners.models import Answer, Manifest
from shouwang.desk.partners.pictures import show_small
from shouwang.desk.partners.shown import show_list, show_partner
from shouwang.desk.partners.views.lists import own_list
from shouwang.desk.partners.views.telephone import own_line


def mine(request: Request) -> HttpResponse:
    """The partner's list. Where its link has ended, a sentence and nothing else."""
    if request.actor is None:
        if sessions.came_by_link(request):
            return render(request, "partners/over.html", status=410)
        return redirect("sign_in")
    manifest = _mine(request)
    if manifest is None:
        return render(request, "partners/over.html", status=410)
    see_manifest(manifest=manifest, by=request.actor, at=timezone.now())
    return _page(request, manifest)


def answer(request: Request, pk: UUID) -> HttpResponse:
    """One line answered: leads on to the next without an answer."""
    line = own_line(request, pk)
    form = AnswerForm(request.POST)
    wrong = form.sentences()
    if not wrong:
        said: dict[str, Any] = form.cleaned_data
        try:
            answer_line(line=line, **{**said, "answer": Answer(said["answer"])}, by=request.actor, at=timezone.now())
        except Refused as refusal:
            wrong = [str(refusal)]
    if wrong:
        return _page(request, line.manifest, {line.pk: {**request.POST.dict(), "wrong": wrong}}, status=422)
    later = line.manifest.lines.filter(answer="").order_by("position")
    following = later.filter(position__gt=line.position).first() or later.first()
    place = f"#line-{following.position}" if following else "#top"
    return redirect(reverse("partners:mine") + place)


def _page(request: Request, manifest: Manifest, kept: dict[Any, Any] | None = None, status: int = 200) -> HttpResponse:
    shown = show_list(manifest, timezone.now(), kept=kept)
    return render(request, "partners/mine.html", {"manifest": manifest, "shown": shown}, status=status)


def _mine(request: Request) -> Manifest | None:
    found = Manifest.objects.visible_to(request.actor).select_related("partner__community", "community")
    return found.first() if request.actor.role == Role.PARTNER else None


def picture(request: Request, pk: UUID) -> HttpResponse:
    """The photograph of a line, for whoever sees the line; `?small` for a list on a phone."""
    line = own_line(request, pk)
    if line.picture is None:
        raise Http404
    return show_small(line.picture) if "small" in request.GET else images.show(line.picture)


def sheet(request: Request, pk: UUID) -> HttpResponse:
    """For who fetches it: where, what was answered, which bag. Kept on the phone for when there is no network."""
    manifest, at = own_list(request, pk), timezone.now()
    if manifest.sent_at is None or manifest.revoked_at is not None:
        raise Http404
    page = {"manifest": manifest, "shown": show_list(manifest, at), "partner": show_partner(manifest.partner, at)}
    answered = render(request, "partners/sheet.html", page)
    if request.actor.account and manifest.carrier_id == request.actor.account.pk:
        answered["X-Keep-Offline"] = "yes"
    return answered
