"""What somebody holds now, and what of ours is out."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from shouwang.desk.base.models import Account
from shouwang.desk.base.pages import Request
from shouwang.desk.ledger.account import account_of
from shouwang.desk.ledger.models import Holder, HolderKind
from shouwang.desk.ledger.names import name_of
from shouwang.desk.ledger.out import at_desk, day_begin, out_now
from shouwang.desk.ledger.reading import hands_of, held_by, owed_to

LATEST_OWN = 30


def out(request: Request) -> HttpResponse:
    """Every thing and sum of cash that is out, oldest first; and what lies at the desk."""
    at, by = timezone.now(), request.actor
    found = out_now(by, at)
    page = {
        "out": found,
        "overdue": sum(one.is_overdue for one in found),
        "fen": sum(one.fen for one in found),
        "things": sum(one.thing is not None for one in found),
        "at_desk": at_desk(by),
        "begun": day_begin(by, at),
        "own": hands_of(by.account, by.community) if by.account else None,
    }
    return render(request, "ledger/out.html", page)


def mine(request: Request) -> HttpResponse:
    """What I hold, told to a helper on their phone."""
    by = request.actor
    account = by.account
    assert account is not None
    hands = hands_of(account, by.community)
    page = {
        "held": held_by(hands, by) if hands else None,
        "owed": owed_to(account, by.community),
        "rows": account_of(hands, by, most=LATEST_OWN) if hands else [],
        "begun": day_begin(by, timezone.now()),
    }
    return render(request, "ledger/mine.html", page)


def holder(request: Request, pk: UUID) -> HttpResponse:
    """What one holder has, and its account. A household's stands on its own page."""
    by = request.actor
    one = get_object_or_404(Holder.objects.visible_to(by).select_related("community"), pk=pk)
    if one.kind == HolderKind.HOUSEHOLD:
        return redirect("people:household", one.subject_id)
    account = Account.objects.filter(pk=one.subject_id).first() if one.kind == HolderKind.HELPER else None
    page = {
        "holder": one,
        "name": name_of(one, by),
        "held": held_by(one, by),
        "account": account,
        "owed": owed_to(account, by.community) if account else 0,
        "rows": account_of(one, by),
        "begun": day_begin(by, timezone.now()),
    }
    return render(request, "ledger/holder.html", page)
