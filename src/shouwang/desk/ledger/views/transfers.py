"""One movement, and taking it back; one thing, and where it is."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwang.desk.base.operations import op_id_of
from shouwang.desk.base.pages import Request, refusals_into
from shouwang.desk.ledger.account import history_of, moves_of
from shouwang.desk.ledger.actions.correcting import bring_thing
from shouwang.desk.ledger.actions.things import find_thing, lose_thing
from shouwang.desk.ledger.actions.transfers import reverse_transfer
from shouwang.desk.ledger.forms import ThingForm, WordsForm
from shouwang.desk.ledger.models import HolderKind, Thing, Transfer
from shouwang.desk.ledger.names import name_of


def transfer(request: Request, pk: UUID) -> HttpResponse:
    return _show_transfer(request, _transfer_or_404(request, pk))


def reverse(request: Request, pk: UUID) -> HttpResponse:
    """Take it back, with words."""
    one = _transfer_or_404(request, pk)
    form, op_id = WordsForm(request.POST), op_id_of(request)
    assert op_id is not None  # the middleware asks for it
    if form.is_valid():
        with refusals_into(form):
            words = form.cleaned_data["words"]
            made = reverse_transfer(transfer=one, op_id=op_id, words=words, by=request.actor, at=timezone.now())
            messages.success(request, _("Taken back."))
            return redirect("ledger:transfer", made.pk)
    return _show_transfer(request, one, status=422, form=form)


def thing(request: Request, pk: UUID) -> HttpResponse:
    return _show_thing(request, _thing_or_404(request, pk))


def move_thing(request: Request, pk: UUID) -> HttpResponse:
    """It is back, at the desk, lost, or found."""
    one = _thing_or_404(request, pk)
    form, op_id = ThingForm(request.POST), op_id_of(request)
    assert op_id is not None  # the middleware asks for it
    if form.is_valid():
        words, way = form.cleaned_data["words"], form.cleaned_data["way"]
        said: dict[str, Any] = {
            "thing": one, "op_id": op_id, "words": words, "by": request.actor, "at": timezone.now(),
        }  # fmt: skip
        with refusals_into(form):
            if way == "lost":
                lose_thing(**said)
            elif way == "found":
                find_thing(**said)
            else:
                bring_thing(**said, is_home=way == "home")
            return redirect("ledger:thing", pk)
    return _show_thing(request, _thing_or_404(request, pk), status=422, form=form)


def _transfer_or_404(request: Request, pk: UUID) -> Transfer:
    seen = Transfer.objects.visible_to(request.actor)
    return get_object_or_404(seen.select_related("by", "community", "reverses", "reversal"), pk=pk)


def _thing_or_404(request: Request, pk: UUID) -> Thing:
    seen = Thing.objects.visible_to(request.actor)
    return get_object_or_404(seen.select_related("holder", "household__door", "community", "person"), pk=pk)


def _show_transfer(request: Request, one: Transfer, status: int = 200, form: WordsForm | None = None) -> HttpResponse:
    reversal = getattr(one, "reversal", None)
    page = {
        "transfer": one,
        "rows": moves_of(one, request.actor),
        "reversal": reversal,
        "may_reverse": reversal is None and one.reverses_id is None,
        "form": form or WordsForm(),
    }
    return render(request, "ledger/transfer.html", page, status=status)


def _show_thing(request: Request, one: Thing, status: int = 200, form: ThingForm | None = None) -> HttpResponse:
    page = {
        "thing": one,
        "who": name_of(one.holder, request.actor),
        "is_gone": one.holder.kind == HolderKind.GONE,
        "is_home": one.holder.kind == HolderKind.HOUSEHOLD,
        "is_at_desk": one.holder.kind == HolderKind.DESK,
        "rows": history_of(one, request.actor),
        "form": form or ThingForm(),
    }
    return render(request, "ledger/thing.html", page, status=status)
