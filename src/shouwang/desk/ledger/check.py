"""Whether the books balance: every rule that holds of them, asked of every row. A sentence for each that does not.

Each question is one statement to the database, so that it may be asked while people work.
"""

from collections import Counter
from collections.abc import Iterator
from uuid import UUID

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from shouwang.desk.base.models import Community
from shouwang.desk.ledger.models import Balance, Entry, HolderKind, Thing, Transfer
from shouwang.desk.ledger.models.holders import MAY_OWE
from shouwang.desk.ledger.moves import Sides, sides_in

AT_ONCE = 500  # reversals: SQLite refuses a thousand alternatives in one statement


def books_balance(community: Community) -> list[str]:
    """What is wrong with the books of `community`; nothing when all is well. Reads every entry, a few times over."""
    return [
        *_transfers_that_do_not_sum_to_zero(community),
        *_balances_that_are_no_sum(community),
        *_things_elsewhere(community),
        *_reversals_of_something_else(community),
    ]


def _transfers_that_do_not_sum_to_zero(community: Community) -> Iterator[str]:
    entries = Entry.objects.filter(community=community)
    off = entries.values("transfer", "move", "commodity", "thing").annotate(sum=Sum("amount")).exclude(sum=0)
    for one in off:
        yield _("transfer %(pk)s does not sum to zero: %(sum)s") % {"pk": one["transfer"], "sum": one["sum"]}
    moves = Transfer.objects.filter(community=community)
    for pk in moves.filter(~Exists(Entry.objects.filter(transfer=OuterRef("pk")))).values_list("pk", flat=True):
        yield _("transfer %(pk)s moves nothing") % {"pk": pk}


def _balances_that_are_no_sum(community: Community) -> Iterator[str]:
    unlike = _("holder %(pk)s has a balance of %(amount)s, and entries of %(sum)s")
    theirs = Entry.objects.filter(holder=OuterRef("holder"), commodity=OuterRef("commodity")).order_by()
    booked = theirs.values("holder").annotate(sum=Sum("amount")).values("sum")
    balances = Balance.objects.filter(community=community).annotate(booked=Coalesce(Subquery(booked), 0))
    for one in balances.exclude(amount=F("booked")):
        yield unlike % {"pk": one.holder_id, "amount": one.amount, "sum": one.booked}
    kept = Balance.objects.filter(holder=OuterRef("holder"), commodity=OuterRef("commodity"))
    loose = Entry.objects.filter(~Exists(kept), community=community, commodity__isnull=False)
    for row in loose.values("holder").annotate(sum=Sum("amount")):
        yield unlike % {"pk": row["holder"], "amount": 0, "sum": row["sum"]}
    wrong = Q(may_owe=True) & ~Q(holder__kind__in=MAY_OWE) | Q(may_owe=False, holder__kind__in=MAY_OWE)
    for pk in balances.filter(wrong | Q(may_owe=False, amount__lt=0)).values_list("holder", flat=True):
        yield _("holder %(pk)s owes what they may not owe") % {"pk": pk}


def _things_elsewhere(community: Community) -> Iterator[str]:
    """A thing starts with its household; from there its entries lead to whoever has it, and to nobody else."""
    elsewhere = _("thing %(pk)s is not where its entries lead")
    received = Entry.objects.filter(thing=OuterRef("pk"), holder=OuterRef("holder")).order_by()
    is_home = When(holder__kind=HolderKind.HOUSEHOLD, holder__subject_id=F("household_id"), then=Value(1))
    things = Thing.objects.filter(community=community).annotate(
        has=Coalesce(Subquery(received.values("holder").annotate(sum=Sum("amount")).values("sum")), 0)
        + Case(is_home, default=Value(0), output_field=IntegerField())
    )
    yield from (elsewhere % {"pk": pk} for pk in things.exclude(has=1).values_list("pk", flat=True))
    others = Entry.objects.filter(community=community, thing__isnull=False).exclude(holder=F("thing__holder"))
    sums = others.values("thing", "thing__household", "holder__kind", "holder__subject_id").annotate(sum=Sum("amount"))
    for one in sums:
        is_home_of = (one["holder__kind"], one["holder__subject_id"]) == (HolderKind.HOUSEHOLD, one["thing__household"])
        if one["sum"] != (-1 if is_home_of else 0):
            yield elsewhere % {"pk": one["thing"]}


def _reversals_of_something_else(community: Community) -> Iterator[str]:
    reversals = Transfer.objects.filter(community=community, reverses__isnull=False)
    for pk in reversals.filter(reverses__reverses__isnull=False).values_list("pk", flat=True):
        yield _("transfer %(pk)s takes back what takes something back") % {"pk": pk}
    for one in reversals.prefetch_related("entries", "reverses__entries").iterator(chunk_size=AT_ONCE):
        assert one.reverses is not None
        if _sides(sides_in(one.entries.all()), -1) != _sides(sides_in(one.reverses.entries.all()), 1):
            yield _("transfer %(pk)s does not undo what it takes back") % {"pk": one.pk}


def _sides(sides: Sides, sign: int) -> Counter[tuple[UUID, UUID | None, UUID | None, int]]:
    return Counter((holder, commodity, thing, sign * amount) for _number, holder, commodity, thing, amount in sides)
