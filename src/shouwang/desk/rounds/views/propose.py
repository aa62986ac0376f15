"""Choosing what goes out with whom, and the proposal that comes of it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from shouwang.desk.base.pages import Request, refusals_into
from shouwang.desk.needs.models import Kind, Need
from shouwang.desk.people.models import Building
from shouwang.desk.rounds.actions.propose import propose_rounds
from shouwang.desk.rounds.choosing import WHENS, Filters, chosen_needs, helpers, names_of, needs_to_offer, next_quarter
from shouwang.desk.rounds.forms import ProposeForm
from shouwang.desk.rounds.models import Proposal, Round
from shouwang.desk.rounds.sheet import show_rounds
from shouwang.desk.rounds.views.board import card_of, load
from shouwang.desk.rounds.words import why_left_out


def propose(request: Request) -> HttpResponse:
    """GET offers needs and helpers; POST proposes rounds of what was ticked."""
    at, by = timezone.now(), request.actor
    start = timezone.localtime(next_quarter(at))
    form = ProposeForm(request.POST if request.method == "POST" else None, by=by, at=at, initial={"starts_at": start})
    ticked = request.POST.getlist("needs")
    if form.is_valid():
        with refusals_into(form):
            made = propose_rounds(
                needs=chosen_needs(ticked, by), carriers=form.accounts(), starts_at=form.cleaned_data["starts_at"],
                most_stops=form.cleaned_data["most_stops"], by=by, at=at,
            )  # fmt: skip
            return redirect("rounds:proposal", made.pk)
    filters = Filters.from_query(request.GET)
    offered = needs_to_offer(filters, by, at)
    chosen = set(ticked) if form.is_bound else {str(need.pk) for need in offered if not need.taken_by_id}
    page = {
        "form": form,
        "filters": filters,
        "needs": [(need, str(need.pk) in chosen, need.is_late(at)) for need in offered],
        "kinds": Kind.choices,
        "whens": WHENS,
        "buildings": Building.objects.visible_to(by).in_order(),
    }
    return render(request, "rounds/propose.html", page, status=422 if form.is_bound else 200)


def proposal(request: Request, pk: UUID) -> HttpResponse:
    """The rounds that were proposed together, what was left out, and who need not go."""
    one = get_object_or_404(Proposal.objects.visible_to(request.actor), pk=pk)
    by, names = request.actor, names_of(request.actor)
    rounds = load(Round.objects.visible_to(by).filter(proposal=one)).order_by("number", "pk")
    live = [round for round in rounds if round.state in (Round.State.PROPOSED, Round.State.ACCEPTED)]
    runs = set(Round.objects.run_by(by).filter(proposal=one).values_list("pk", flat=True))
    page = {
        "proposal": one,
        "cards": [
            {
                **card_of(shown, names),
                "others": [other for other in live if other.pk != shown.round.pk and other.pk in runs],
                "may_run": shown.round.pk in runs,
            }
            for shown in show_rounds(rounds, by)
        ],
        "left_out": left_out_of(one, request),
        "spare": [names[pk] for pk in one.spare if pk in names],
        "helpers": helpers(by, timezone.now()),
    }
    return render(request, "rounds/proposal.html", page)


def left_out_of(one: Proposal, request: Request) -> list[tuple[Need, str]]:
    """Each need that is on none of the rounds, and why."""
    names = names_of(request.actor)
    needs = Need.objects.visible_to(request.actor).filter(pk__in=[left["need"] for left in one.left_out])
    by_id = {str(need.pk): need for need in needs.select_related("door", "community").prefetch_related("lines")}
    return [(by_id[left["need"]], why_left_out(left, names)) for left in one.left_out if left["need"] in by_id]
