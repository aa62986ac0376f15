"""The card that opens a household's own page."""

from uuid import UUID

import segno
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from shouwang.desk.base.models import Link
from shouwang.desk.base.models.links import Scope
from shouwang.desk.base.pages import Request, refusals_as_message
from shouwang.desk.people.actions import links as actions
from shouwang.desk.people.models import Household
from shouwang.desk.people.views.households import own_or_404


def make_link(request: Request, pk: UUID) -> HttpResponse:
    """Make the link and show its card this once: only a hash of the token is kept, so it cannot be shown again."""
    household = own_or_404(request, pk)
    with refusals_as_message(request):
        link, token = actions.make_link(household=household, by=request.actor, at=timezone.now())
        address = f"{settings.ORIGIN or request.build_absolute_uri('/').rstrip('/')}{reverse('open_link')}#{token}"
        code = segno.make(address, error="m", micro=False)
        picture = mark_safe(code.svg_inline(omitsize=True, border=2, svgclass="qr-code"))
        page = {"household": household, "link": link, "address": address, "token": token, "picture": picture}
        return render(request, "people/link_card.html", page)
    return redirect("people:household", pk)


def revoke_link(request: Request, pk: UUID) -> HttpResponse:
    theirs = Household.objects.visible_to(request.actor).values("pk")
    link = get_object_or_404(Link, pk=pk, scope=Scope.HOUSEHOLD, subject_id__in=theirs)
    actions.revoke_link(link=link, by=request.actor, at=timezone.now())
    return redirect("people:household", link.subject_id)
