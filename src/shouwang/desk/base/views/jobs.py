"""Work that failed for good, for the administrator."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwang.desk.base import jobs as queue
from shouwang.desk.base.pages import Request


def jobs(request: Request) -> HttpResponse:
    community = request.actor.community
    page = {"dead": queue.dead_letters(community), "waiting": queue.count_pending(community)}
    return render(request, "base/jobs.html", page)


def retry_job(request: Request, number: int) -> HttpResponse:
    """Give a job that failed for good another life."""
    if queue.retry(request.actor.community, number, at=timezone.now()):
        messages.success(request, _("It will be tried again in a moment."))
    else:
        messages.warning(request, _("That work is not waiting here any more."))
    return redirect("jobs")
