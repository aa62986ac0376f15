"""What runs out soon in a household, told to whoever writes down a need for medicine: "insulin, 2 days left"."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import ngettext

from shouwang.desk.base.actor import Actor
from shouwang.desk.medicine.regimens.panels import taken_in
from shouwang.desk.medicine.regimens.prompting import level_of
from shouwang.desk.needs.known import Known, register_known
from shouwang.desk.needs.models import Kind
from shouwang.desk.people.models import Household

URGENT = 2  # whole days: who came to the gate for it does not wait for the next list


def runs_out(household: Household, by: Actor, at: datetime) -> Iterable[Known]:
    """Each regimen whose end is near enough to be asked about. Four queries."""
    for taken in taken_in(household, by, at):
        level = level_of(taken.left) if taken.left else None
        if taken.left is None or level is None:
            continue
        left = taken.left.whole_days
        words = ngettext("%(drug)s: %(n)s day left", "%(drug)s: %(n)s days left", left)
        named = {"drug": f"{taken.regimen.name} {taken.regimen.strength}".strip(), "n": left}
        yield Known(words % named, kind=Kind.MEDICINE, is_urgent=left <= URGENT)


def register_known_regimens() -> None:
    """Called once, when the desk starts."""
    register_known("regimens", 10, runs_out)
