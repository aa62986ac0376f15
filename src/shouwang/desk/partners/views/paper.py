"""A list on paper, and finding it again by its code."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwang.desk.base.pages import Request
from shouwang.desk.partners import paper
from shouwang.desk.partners.models import Manifest
from shouwang.desk.partners.shown import show_list
from shouwang.desk.partners.views.lists import own_list


def list_pdf(request: Request, pk: UUID) -> HttpResponse:
    manifest = own_list(request, pk)
    made = paper.list_pdf(show_list(manifest, timezone.now()))
    headers = {
        "Content-Disposition": f'inline; filename="list-{manifest.code}.pdf"', "X-Content-Type-Options": "nosniff",
    }  # fmt: skip
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def find_list(request: Request) -> HttpResponse:
    """By the code on the paper."""
    code = request.GET.get("code", "").strip().upper()
    if code:
        one = Manifest.objects.visible_to(request.actor).filter(code=code, sent_at__isnull=False).first()
        if one:
            return redirect("partners:telephone", one.pk)
        messages.warning(request, _("There is no list with the code %(code)s.") % {"code": code[:10]})
    return render(request, "partners/find_list.html", {"code": code[:6]})
