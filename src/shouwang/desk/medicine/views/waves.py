"""The waves, one of them as a river, and what the desk does with it."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shouwang.desk.base.models import Account, Event
from shouwang.desk.base.pages import Request, refusals_as_message
from shouwang.desk.base.stories import sentence_of
from shouwang.desk.medicine.actions import buying_plan, cold, collecting, handing, waves
from shouwang.desk.medicine.actions.items import needs_taken_in
from shouwang.desk.medicine.models import Bag, Hunt, Item, ItemState, Wave
from shouwang.desk.medicine.waves.board import river_of
from shouwang.desk.medicine.waves.cover import lines_of, live_manifests, worth_leaving
from shouwang.desk.medicine.waves.labels import labels_pdf
from shouwang.desk.medicine.waves.out import money_of, open_leftovers, receipts_of, still_out
from shouwang.desk.medicine.waves.report import report_of, spans_of
from shouwang.desk.medicine.waves.rules import cut_offs_after
from shouwang.desk.rounds.choosing import helpers, next_quarter
from shouwang.desk.rounds.models import Round, Stop, Task

TIMELINE = 40
PAST = 30  # waves that are over, on the list


def waves_page(request: Request) -> HttpResponse:
    """The waves that run, the next cut-off, and those that are over."""
    at, by = timezone.now(), request.actor
    catch_up(request, at)
    mine = Wave.objects.visible_to(by)
    running = [river_of(wave, by, at) for wave in mine.live().order_by("cut_off_at")]
    over = list(mine.filter(state=Wave.State.OVER).order_by("-cut_off_at")[:PAST])
    upcoming = next(cut_offs_after(by.community, at), None)
    page = {
        "running": running,
        "over": [(wave, spans_of(wave)) for wave in over],
        "next_cut_off": upcoming[2] if upcoming else None,
        "asking": Item.objects.visible_to(by).filter(state=ItemState.ASKING, line__isnull=False).count(),
        "hunted": Hunt.objects.visible_to(by).live().count(),
        "leftovers": len(open_leftovers(by)),
    }
    return render(request, "medicine/waves.html", page)


def wave(request: Request, pk: UUID) -> HttpResponse:
    """One wave: where every item is, what is next, what is still out, what happened."""
    at, by = timezone.now(), request.actor
    one = mine(request, pk)
    catch_up(request, at)
    one.refresh_from_db()
    manifests = live_manifests(one, at)
    lines = lines_of(manifests)
    page = {
        "wave": one,
        "river": river_of(one, by, at),
        "helpers": helpers(by, at),
        "starts_at": timezone.localtime(next_quarter(at)),
        "to_collect": len(collecting.needs_to_collect(one, by)),
        "to_hand_out": len(handing.needs_to_hand_out(one, by, at)),
        "lists": [(sheet, [line for line in lines if line.manifest_id == sheet.pk]) for sheet in manifests],
        "worth": worth_leaving(one, at),
        "rounds": rounds_of(one),
        "out": still_out(one, by),
        "leftovers": open_leftovers(by, one),
        "money": money_of(one, by),
        "receipts": receipts_of(one, by),
        "pressing": pressing_outside(request, one, at),
        "timeline": [(event, sentence_of(event)) for event in about(one)],
    }
    return render(request, "medicine/wave.html", page)


def close_wave(request: Request, pk: UUID) -> HttpResponse:
    one = mine(request, pk)
    with refusals_as_message(request):
        waves.close_wave(wave=one, by=request.actor, at=timezone.now())
    return redirect("medicine:wave", one.pk)


def choose_to_send(request: Request, pk: UUID) -> HttpResponse:
    """Whether this wave's lists are sent ahead."""
    one = mine(request, pk)
    ahead = request.POST.get("ahead") == "yes"
    buying_plan.choose_to_send(wave=one, sends_ahead=ahead, by=request.actor, at=timezone.now())
    return redirect("medicine:wave", one.pk)


def put_into_wave(request: Request, pk: UUID) -> HttpResponse:
    """What cannot wait goes into a wave that runs (`wave`)."""
    item = own_item(request, pk)
    chosen = uuid_in(request, "wave")
    if chosen is None:
        raise Http404
    running = get_object_or_404(Wave.objects.visible_to(request.actor).live(), pk=chosen)
    with refusals_as_message(request):
        waves.put_into_wave(item=item, wave=running, by=request.actor, at=timezone.now())
    return redirect("medicine:wave", running.pk)


def carry_over(request: Request, pk: UUID) -> HttpResponse:
    item = own_item(request, pk)
    was = item.wave
    with refusals_as_message(request):
        following = waves.carry_over(item=item, why=waves.Why.DECIDED, by=request.actor, at=timezone.now())
        closes = timezone.localtime(following.cut_off_at)
        messages.success(request, _("%(what)s goes with the next list, %(time)s.") % {
            "what": item.name, "time": closes.strftime("%H:%M")
        })  # fmt: skip
    return redirect("medicine:wave", was.pk) if was else redirect("medicine:waves")


def go_on_without(request: Request, pk: UUID) -> HttpResponse:
    """Nothing need be collected for this bag."""
    bag = get_object_or_404(Bag, pk=pk, wave__in=Wave.objects.visible_to(request.actor))
    if not Item.objects.visible_to(request.actor).filter(need__household=bag.household_id).exists():
        raise Http404
    collecting.go_on_without(bag=bag, by=request.actor, at=timezone.now())
    return redirect("medicine:wave", bag.wave_id)


def propose_collecting(request: Request, pk: UUID) -> HttpResponse:
    one, at = mine(request, pk), timezone.now()
    with refusals_as_message(request):
        made = collecting.propose_collecting(
            wave=one, carriers=chosen_helpers(request, at), starts_at=start_in(request, at), by=request.actor, at=at
        )
        return redirect("rounds:proposal", made.pk)
    return redirect("medicine:wave", one.pk)


def propose_handing(request: Request, pk: UUID) -> HttpResponse:
    one, at = mine(request, pk), timezone.now()
    with refusals_as_message(request):
        made = handing.propose_handing(
            wave=one, carriers=chosen_helpers(request, at), starts_at=start_in(request, at), by=request.actor, at=at
        )
        count = made.rounds.count()
        said = ngettext("%(n)s round is proposed.", "%(n)s rounds are proposed.", count)
        messages.success(request, said % {"n": count})
    return redirect("medicine:wave", one.pk)


def report(request: Request) -> HttpResponse:
    """How long waves took from the list to the door, with lists sent ahead and without."""
    return render(request, "medicine/wave_report.html", {"report": report_of(request.actor)})


def bag_labels(request: Request, pk: UUID) -> HttpResponse:
    """A label for each bag: its number, the door, a code that leads to the bag."""
    one = mine(request, pk)

    def address_of(bag: UUID) -> str:
        return request.build_absolute_uri(reverse("medicine:bag", args=[bag]))

    headers = {"Content-Disposition": 'inline; filename="bags.pdf"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(labels_pdf(one, request.actor, address_of), content_type="application/pdf", headers=headers)


def bag(request: Request, pk: UUID) -> HttpResponse:
    """What the code on a label opens: the door page of whoever is on the way with it, else the wave."""
    by = request.actor
    stops = Stop.objects.filter(round__in=Round.objects.said_by(by), outcome="", round__state=Round.State.ACCEPTED)
    found = get_object_or_404(Bag, pk=pk, community=by.community)
    task = Task.objects.filter(stop__in=stops, stop__household=found.household_id, is_live=True).exclude(leg="").first()
    if task:
        name = "medicine:collect" if task.leg == collecting.COLLECT else "medicine:hand_over"
        return redirect(name, task.stop_id)
    if not Wave.objects.visible_to(by).filter(pk=found.wave_id).exists():
        raise Http404
    return redirect("medicine:wave", found.wave_id)


def catch_up(request: Request, at: datetime) -> None:
    """What time alone does, before anything is shown."""
    needs_taken_in(request.actor.community, at)
    if waves.is_behind(request.actor.community, at):
        waves.keep_up(by=request.actor, at=at)
    if cold.is_any_late(request.actor.community, at):
        cold.hold_back(by=request.actor, at=at)


def mine(request: Request, pk: UUID) -> Wave:
    return get_object_or_404(Wave.objects.visible_to(request.actor).select_related("community", "buyer"), pk=pk)


def own_item(request: Request, pk: UUID) -> Item:
    return get_object_or_404(Item.objects.visible_to(request.actor).select_related("need__household", "wave"), pk=pk)


def rounds_of(one: Wave) -> list[Round]:
    """The rounds on which this wave rides, the latest last."""
    on_doors = Round.objects.filter(stops__tasks__need__items__wave=one).exclude(stops__tasks__leg="")
    to_counters = Round.objects.filter(stops__manifest__about_id=one.pk)
    found = (on_doors | to_counters).exclude(state=Round.State.DROPPED).distinct()
    return list(found.select_related("carrier", "community").order_by("starts_at", "number", "pk"))


def wave_behind(round: Round) -> Wave | None:
    return Wave.objects.filter(items__need__tasks__stop__round=round).order_by("-cut_off_at").first()


def pressing_outside(request: Request, one: Wave, at: datetime) -> list[tuple[Item, int | None]]:
    """What runs out within a day and waits for a later wave, while this one can still take it; each with its days."""
    if one.state not in (Wave.State.CLOSED, Wave.State.BUYING):
        return []
    waiting = Item.objects.visible_to(request.actor).filter(state=ItemState.READY).exclude(wave=one)
    waiting = waiting.exclude(wave__state__in=[Wave.State.CLOSED, Wave.State.BUYING])
    today = one.community.today(at)
    found = [item for item in waiting.select_related("need__door", "line") if waves.is_pressing(item, today)]
    return [(item, item.days_left(today)) for item in found]


def about(one: Wave) -> list[Event]:
    return list(Event.objects.about(one).select_related("account").order_by("-seq")[:TIMELINE])


def chosen_helpers(request: Request, at: datetime) -> list[Account]:
    ticked = set(request.POST.getlist("carriers"))
    return [one.account for one in helpers(request.actor, at) if str(one.account.pk) in ticked]


def start_in(request: Request, at: datetime) -> datetime:
    """The hour they set off, as HH:MM of today; where none is given the next quarter of an hour."""
    written = request.POST.get("starts_at", "")
    try:
        hour, minute = (int(part) for part in written.split(":"))
        return request.actor.community.local(at).replace(hour=hour, minute=minute, second=0, microsecond=0)
    except ValueError:
        return next_quarter(at)


def uuid_in(request: Request, name: str) -> UUID | None:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        return None
