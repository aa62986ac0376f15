"""One box for people and doors."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from shouwang.desk.base.pages import Request, page_or_part
from shouwang.desk.people.actions.looks import note_search
from shouwang.desk.people.finding import find as find_in_register


def find(request: Request) -> HttpResponse:
    """What the box finds, as it is typed (a part) or sent (a page). Looking up is an event.

    Enter opens the first, where the list was already before the person's eyes (`listed`, which stands in the part)
    or where there is only one.
    """
    text = request.GET.get("q", "")
    answer = find_in_register(text, request.actor)
    note_search(found=answer.households, by=request.actor, at=timezone.now())
    first = answer.results[0] if answer.results else None
    if first and not request.htmx and (len(answer.results) == 1 or "listed" in request.GET):
        if first.household:
            return redirect("people:household", first.household.pk)
        if first.door:
            return redirect("people:door", first.door.pk)
    return page_or_part(request, "people/find.html", "results", {"q": text, "answer": answer})
