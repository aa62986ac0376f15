"""The pass that somebody shows at the barrier, once it was found true."""

from datetime import datetime

from shouwang.desk.base.actor import Actor
from shouwang.desk.gate.models import IssuedPass, Who
from shouwang.desk.people.models import Household


def shown_by(number: str, *, who: str, household: Household | None, by: Actor) -> IssuedPass | None:
    """The pass with `number`, where it may be theirs who stand there; None for whatever else. One query."""
    if not number:
        return None
    found = (
        IssuedPass.objects.filter(community=by.community, number=number[:16])
        .select_related("community", "household", "person")
        .first()
    )
    if found is None or found.who != who:
        return None
    is_theirs = found.household_id == (household.pk if household else None) or who != Who.RESIDENT
    return found if is_theirs else None


def is_good(shown: IssuedPass, at: datetime) -> bool:
    """By what the desk knows; whether its key was lost, and at which gate it is good, is said where it is scanned."""
    is_revoked = shown.revoked_at is not None and shown.revoked_at <= at
    return not is_revoked and not shown.has_left and not shown.is_used_up and shown.not_before <= at < shown.expires
