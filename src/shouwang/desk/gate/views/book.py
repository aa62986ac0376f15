"""Who is out now, what contradicts itself, and the counts of today."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from shouwang.desk.base.pages import Request
from shouwang.desk.gate import book


def out_now(request: Request) -> HttpResponse:
    """Whoever is out, those first who should be back; then the book's contradictions of today."""
    by, at = request.actor, timezone.now()
    found = book.who_is_out(by, at)
    page = {
        "frame": "base/page.html" if by.is_desk else "base/phone.html", "out": found, "at": at,
        "late": sum(one.is_late for one in found), "clashes": book.clashes(by, by.community.today(at)),
    }  # fmt: skip
    return render(request, "gate/out.html", page)


def day(request: Request) -> HttpResponse:
    """Counts of today and of the days before, for the desk."""
    by, at = request.actor, timezone.now()
    today = by.community.today(at)
    days = [(one, book.counts_of(by, one)) for one in book.days_back(today)]
    out = book.who_is_out(by, at)
    page = {
        "today": days[0][1], "days": days, "sum": book.total(days), "out": out, "late": sum(one.is_late for one in out),
    }  # fmt: skip
    return render(request, "gate/day.html", page)
