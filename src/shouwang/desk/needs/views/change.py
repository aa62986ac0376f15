"""Changing a need: its things, when it is due, what is promised."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwang.desk.base.pages import Request, refusals_into
from shouwang.desk.base.refusals import Refused
from shouwang.desk.needs.actions.capture import Wish
from shouwang.desk.needs.actions.changes import change_need as change
from shouwang.desk.needs.actions.changes import promise, schedule_need
from shouwang.desk.needs.bridge import read_quantity, without_pins
from shouwang.desk.needs.forms import ChangeForm
from shouwang.desk.needs.models import Line, Need

SPARE = 2  # empty lines offered


class NoAmount(Refused):
    """What was typed is no amount."""


@dataclass(frozen=True, slots=True)
class TypedLine:
    """A line as it stands in the form."""

    name: str = ""
    quantity: str = ""
    unit: str = ""
    promised: str = ""


def change_need(request: Request, pk: UUID) -> HttpResponse:
    """What is wanted, promised and due, as long as nobody has set off with it."""
    mine = Need.objects.visible_to(request.actor).select_related("taken_by", "ended_by", "door")
    need = get_object_or_404(mine, pk=pk)
    if request.method == "POST":
        form, lines = ChangeForm(request.POST), _typed(request)
        if form.is_valid():
            with refusals_into(form):
                _change(request, need, form, lines)
                return redirect("needs:need", need.pk)
        return render(request, "needs/change.html", {"need": need, "form": form, "lines": lines}, status=422)
    form = ChangeForm(initial={name: getattr(need, name) for name in ChangeForm.base_fields})
    lines = [_as_typed(line) for line in need.lines.order_by("position")] + [TypedLine()] * SPARE
    return render(request, "needs/change.html", {"need": need, "form": form, "lines": lines})


def _change(request: Request, need: Need, form: ChangeForm, lines: list[TypedLine]) -> None:
    said, by, at = form.cleaned_data, request.actor, timezone.now()
    wishes = [Wish(line.name, _amount(line.quantity), line.unit) for line in lines if line.name]
    change(need=need, wishes=wishes, words=without_pins(said["words"]), by=by, at=at)
    said_promises = {
        (line.name, line.unit): _amount(line.promised) if line.promised else None for line in lines if line.name
    }
    promised = {line.pk: said_promises.get((line.name, line.unit)) for line in need.lines.all()}
    promise(need=need, promised=promised, by=by, at=at)
    schedule_need(
        need=need, due_by=said["due_by"], not_before=said["not_before"], urgency=said["urgency"], note=said["note"],
        by=by, at=at,
    )  # fmt: skip


def _typed(request: Request) -> list[TypedLine]:
    columns = [request.POST.getlist(name) for name in ("name", "quantity", "unit", "promised")]
    return [TypedLine(*(cell.strip()[:120] for cell in row)) for row in zip(*columns, strict=False)]


def _as_typed(line: Line) -> TypedLine:
    promised = "" if line.promised is None else f"{line.promised.normalize():f}"
    return TypedLine(line.name, f"{line.wanted.normalize():f}", line.unit, promised)


def _amount(text: str) -> Decimal:
    amount = read_quantity(text)
    if amount is None or amount < 0:
        raise NoAmount(_("“%(amount)s” is no amount. Write a number.") % {"amount": text})
    return amount
