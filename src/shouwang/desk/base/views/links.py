"""Links without an account are opened here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from shouwang.desk.base import sessions
from shouwang.desk.base.actions import links as actions
from shouwang.desk.base.forms import CodeForm
from shouwang.desk.base.models import Membership
from shouwang.desk.base.models.links import Scope
from shouwang.desk.base.pages import refusals_into


@sensitive_post_parameters()
def open_link(request: HttpRequest) -> HttpResponse:
    """GET opens nothing, whoever follows it (chat programs look at every address); POST does."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        at = timezone.now()
        with refusals_into(form):
            link = actions.open_link(token=form.cleaned_data["code"], at=at)
            if link.scope == Scope.DEMO:
                membership = Membership.objects.live().get(pk=link.subject_id)
                sessions.begin_member_session(request, membership)
            else:
                sessions.begin_link_session(request, link, at=at)
            return redirect("home")
    page = {"form": form, "heading": "link"}
    return render(request, "base/open.html", page, status=422 if form.is_bound else 200)
