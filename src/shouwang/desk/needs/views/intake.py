"""Pasting a chain, and settling what is unsure in it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from shouwang.desk.base.pages import Request, page_or_part, refusals_as_message, refusals_into
from shouwang.desk.base.refusals import Refused
from shouwang.desk.needs import corrections, listing, paging
from shouwang.desk.needs.actions import continuing, intake, settling, sheets
from shouwang.desk.needs.bridge import speaks_of_self_harm
from shouwang.desk.needs.entries import EntryRead
from shouwang.desk.needs.forms import PasteForm, due_of, kinds_for
from shouwang.desk.needs.forms_sheets import SheetColumnsForm
from shouwang.desk.needs.helpline import to_the_desk
from shouwang.desk.needs.models import Intake, IntakeEntry
from shouwang.desk.needs.onward import onward_of
from shouwang.desk.needs.watching import watch

NEW = "new"


def paste(request: Request) -> HttpResponse:
    """One box: whatever stands in the group goes in."""
    form = PasteForm(request.POST or None)
    earlier = None
    if request.method == "POST" and form.is_valid():
        said, at = form.cleaned_data, timezone.now()
        answer, earlier = _which(request, form)
        if answer is not None or earlier is None:
            with refusals_into(form):
                made = intake.paste_chain(
                    text=said["text"], title=said["title"], good=said["good"], unit=said["unit"], kind=said["kind"],
                    due_by=due_of(form, request.actor, at), continues=answer, by=request.actor, at=at,
                )  # fmt: skip
                return redirect("needs:intake", made.pk)
    recent = Intake.objects.visible_to(request.actor).filter(continued_by=None).order_by("-pasted_at")
    context = {"form": form, "earlier": earlier, "recent": _recent(recent)}
    return render(request, "needs/paste.html", context, status=422 if request.method == "POST" else 200)


def watch_paste(request: Request) -> HttpResponse:
    """What the box would be read as, while somebody still types: nothing is written down."""
    form = PasteForm(request.POST)
    if not form.is_valid():
        return render(request, "needs/_watched.html", {})
    said = form.cleaned_data
    told = {"title": said["title"], "good": said["good"], "unit": said["unit"]}
    try:
        seen = watch(said["text"], kind=said["kind"], told=told, by=request.actor, at=timezone.now())
    except Refused as refusal:
        return render(request, "needs/_watched.html", {"refusal": refusal})
    return render(request, "needs/_watched.html", {"seen": seen})


def _which(request: Request, form: PasteForm) -> tuple[Intake | None, continuing.Earlier | None]:
    """(the intake this paste continues, what a person must be asked about first)."""
    said = form.cleaned_data["continues"]
    if said == NEW:
        return None, None
    if said:
        mine = Intake.objects.visible_to(request.actor).filter(continued_by=None)
        return get_object_or_404(mine, pk=uuid_of(said)), None
    earlier = continuing.find_earlier(form.cleaned_data["text"], by=request.actor, at=timezone.now())
    if earlier is not None and earlier.is_sure:
        return earlier.intake, None
    return None, earlier


def uuid_of(text: str) -> UUID:
    """What a hidden field carries; anything else leads to what does not exist."""
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _recent(recent: Any) -> list[dict[str, Any]]:
    found = []
    for row in recent.select_related("pasted_by").prefetch_related("entries")[:8]:
        states = [entry.state for entry in row.entries.all()]
        found.append({"intake": row, "entries": len(states), "waiting": states.count(IntakeEntry.State.WAITING)})
    return found


def show_intake(request: Request, pk: UUID) -> HttpResponse:
    """The text beside its entries; what waits, with its reason and one tap. ?show=waiting leaves the rest aside,
    ?after=60 begins after line 60, ?line=75 on the page that shows line 75."""
    mine = Intake.objects.visible_to(request.actor).select_related("community", "pasted_by", "continues")
    found = get_object_or_404(mine, pk=pk)
    whole, only_waiting = listing.show(found), request.GET.get("show") == "waiting"
    after = _number(request.GET.get("after")) or paging.page_with(whole, _number(request.GET.get("line")))
    newer = found.continued_by.first()
    context = {
        "listing": whole, "page": paging.page_of(whole, after=after, only_waiting=only_waiting), "newer": newer,
        "in_danger": speaks_of_self_harm(found.text) and to_the_desk(found.community, timezone.now()),
        "onward": None if newer else onward_of(found, request.actor),
        "only_waiting": only_waiting, "kinds": [] if newer else kinds_for(found),
        "columns": SheetColumnsForm(found) if found.sheet_sealed and not newer else None,
    }  # fmt: skip
    return render(request, "needs/intake.html", context)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 8 else 0


def show_reply(request: Request, pk: UUID) -> HttpResponse:
    """The text for the group, on its own page or in its place beside the list."""
    found = get_object_or_404(Intake.objects.visible_to(request.actor).select_related("community"), pk=pk)
    context = {"listing": listing.show(found), "opened": True}
    return page_or_part(request, "needs/reply.html", "reply", context)


def read_again(request: Request, pk: UUID) -> HttpResponse:
    """The same text as another kind of list."""
    found = get_object_or_404(Intake.objects.visible_to(request.actor).select_related("community"), pk=pk)
    kind = request.POST.get("kind", "")
    if kind in dict(kinds_for(found)):
        with refusals_as_message(request):
            again = sheets.read_sheet_again if found.sheet_sealed else intake.read_again
            found = again(intake=found, kind=kind, by=request.actor, at=timezone.now())
    return redirect("needs:intake", found.pk)


def settle_entry(request: Request, pk: UUID) -> HttpResponse:
    """It counts, as read or corrected; or it is left out; or it is taken up again."""
    mine = IntakeEntry.objects.visible_to(request.actor).select_related("intake__community", "need__taken_by")
    entry = get_object_or_404(mine, pk=pk)
    try:
        said = _settle(request, entry)
    except Refused as refusal:
        return _again(request, entry, str(refusal), offers_door=isinstance(refusal, settling.NoSuchDoor))
    if request.htmx and not said:
        return render(request, "needs/_settled.html", _settled(entry))
    if request.htmx:  # many rows have changed
        messages.success(request, said)
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    if said:
        messages.success(request, said)
    return redirect(f"{_page_of(entry)}#waiting")


def _settled(entry: IntakeEntry) -> dict[str, Any]:
    """The rows that changed, and the sums."""
    shown = listing.show(Intake.objects.select_related("community").get(pk=entry.intake_id))
    read = EntryRead.from_json(entry.reading)
    changed = [one for line in shown.lines for one in line.entries if one.entry.line in {entry.line, read.target}]
    changed += [one for one in shown.gone if one.entry.pk == entry.pk]
    for one in changed:
        listing.dress_if_waiting(one)
    return {"listing": shown, "changed": changed, "intake": shown.intake, "settled": entry.pk}


def _settle(request: Request, entry: IntakeEntry) -> str:
    """Do what the button says; a sentence where more happened than one entry."""
    choice, by, at = request.POST.get("choice", ""), request.actor, timezone.now()
    if choice == "leave_out":
        settling.reject_entry(entry=entry, by=by, at=at)
        return ""
    if choice == "resume":
        settling.resume_entry(entry=entry, by=by, at=at)
        return ""
    if choice == "learn_building":
        count = settling.learn_building(entry=entry, by=by, at=at)
        return ngettext("%(n)s entry counts now.", "%(n)s entries count now.", count) % {"n": count}
    read = EntryRead.from_json(entry.reading)
    if choice in {"by_hand", "by_hand_learn"}:
        read = corrections.by_hand(request.POST.dict(), read).corrected(asks=())
    elif choice == "as_read":
        settling.settle_entry(entry=entry, by=by, at=at)
        return ""
    else:
        read = corrections.by_tap(choice, read, listing.goods_of(entry.intake))
    settling.answer_entry(entry=entry, read=read, learn=choice in {"learn", "by_hand_learn"}, by=by, at=at)
    return ""


def _again(request: Request, entry: IntakeEntry, refusal: str, *, offers_door: bool) -> HttpResponse:
    """The entry once more, with what was wrong and what was typed."""
    entry = IntakeEntry.objects.select_related("intake__community", "need__door").get(pk=entry.pk)
    context = {
        "one": listing.show_entry(entry), "refusal": refusal, "offers_door": offers_door, "typed": request.POST,
        "intake": entry.intake,
    }  # fmt: skip
    template = "needs/_entry.html" if request.htmx else "needs/entry.html"
    return render(request, template, context, status=422)


def _page_of(entry: IntakeEntry) -> str:
    return str(redirect("needs:intake", entry.intake_id).url)
