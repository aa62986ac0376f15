"""How the rows of an import stand: received = accepted + waiting + left out."""

from dataclasses import dataclass

from django.db.models import Count, Q

from shouwang.desk.people.models import Import, ImportRow

Outcome = ImportRow.Outcome


@dataclass(frozen=True, slots=True)
class RowCounts:
    received: int
    new: int
    changed: int
    same: int
    waiting: int
    left_out: int
    ready: int  # new or changed, and not taken over yet
    kept: int

    @property
    def accepted(self) -> int:
        return self.new + self.changed + self.same


def count_rows(batch: Import) -> RowCounts:
    """One query."""
    outcomes = {outcome.value: Count("pk", filter=Q(outcome=outcome)) for outcome in Outcome}
    ready = Count("pk", filter=Q(outcome__in=[Outcome.NEW, Outcome.CHANGED], applied_at=None))
    kept = Count("pk", filter=Q(was_kept=True))
    return RowCounts(received=batch.received, **batch.rows.aggregate(**outcomes, ready=ready, kept=kept))
