"""A pass at the barrier: its text comes from a scanner, a camera or a hand; the verdict leads on to why they come."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from shouwang.desk.base.pages import Request
from shouwang.desk.gate.exits import open_exit
from shouwang.desk.gate.forms import gate_of
from shouwang.desk.gate.models import Gate
from shouwang.desk.gate.passes.reading import lines_of, read_pass
from shouwang.desk.gate.views.barrier import HERE_NAME
from shouwang.desk.people.actions.looks import note_look

LONGEST = 400


@sensitive_post_parameters("text")
def scan(request: Request) -> HttpResponse:
    """GET is the field alone. POST says what the pass is here and now: it reads, and writes no passage."""
    by, at = request.actor, timezone.now()
    gates = list(Gate.objects.filter(community=by.community).order_by("name"))
    gate = gate_of(request.POST.get("gate") or str(request.session.get(HERE_NAME, "")), by)
    gate = gate or (gates[0] if len(gates) == 1 else None)
    page: dict[str, Any] = {
        "frame": "base/page.html" if by.is_desk else "base/phone.html", "gates": gates, "gate": gate,
        "open_exit": open_exit(by.community, at),
    }  # fmt: skip
    text = request.POST.get("text", "")[:LONGEST]
    if text.strip():
        read = read_pass(text=text, gate=gate, by=by, at=at)
        if read.issued and read.issued.household:
            note_look(household=read.issued.household, by=by, at=at)
        lines = lines_of(read.issued, at, for_guard=True) if read.issued else []
        page |= {"read": read, "issued": read.issued, "lines": lines}
    if gate and request.method == "POST":
        request.session[HERE_NAME] = str(gate.pk)
    return render(request, "gate/scan.html", page)
