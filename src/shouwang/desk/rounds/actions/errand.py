"""A round to the counters of partners: proposed like any other, accepted by a person, walked stop by stop."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.models import Account
from shouwang.desk.base.refusals import use_case
from shouwang.desk.needs.models import Need
from shouwang.desk.partners.models import Manifest, Partner
from shouwang.desk.rounds.actions.propose import NothingChosen, count_of_day, put_on_stop, refuse_stranger
from shouwang.desk.rounds.models import Round, Stop


@dataclass(frozen=True, slots=True)
class Counter:
    """A partner to go to, the list to fetch there, and when."""

    partner: Partner
    manifest: Manifest | None = None
    expected_at: datetime | None = None
    not_before: datetime | None = None
    due_by: datetime | None = None


@use_case
def propose_errand(
    *, counters: Sequence[Counter], carrier: Account, starts_at: datetime, by: Actor, at: datetime, name: str = "",
    reasons: Sequence[dict[str, Any]] = (), then_to: Sequence[Need] = (), leg: str = "",
) -> Round:  # fmt: skip
    """`carrier` is to go to `counters`, in this order, and straight on to the doors of `then_to` (as `leg`).

    Raises NothingChosen, NotAMember, AlreadyOnARound.
    """
    if not counters:
        raise NothingChosen(_("Choose at least one place to go to."))
    refuse_stranger(carrier, by)
    assert by.account is not None
    made = Round.objects.create(
        community=by.community, name=name[:80], carrier=carrier, number=count_of_day(by, starts_at) + 1,
        starts_at=starts_at, proposed_at=at, proposed_by=by.account, reasons=list(reasons),
    )  # fmt: skip
    stops = []
    for position, counter in enumerate(counters, start=1):
        stop = Stop.objects.create(
            community=by.community, round=made, position=position, partner=counter.partner, manifest=counter.manifest,
            expected_at=counter.expected_at, not_before=counter.not_before, due_by=counter.due_by,
        )  # fmt: skip
        stops.append([str(stop.pk), str(counter.partner)])
    for position, need in enumerate(then_to, start=len(stops) + 1):
        stop = Stop.objects.create(
            community=by.community, round=made, position=position, door=need.door, household=need.household,
            due_by=need.due_by,
        )  # fmt: skip
        put_on_stop(stop, [need], leg)
        stops.append([str(stop.pk), str(need.door)])
    made.as_proposed = {"carrier": str(carrier.pk), "stops": stops}
    made.save(update_fields=["as_proposed"])
    record("rounds.errand_proposed", made, by=by, at=at, stops=len(stops))
    return made
