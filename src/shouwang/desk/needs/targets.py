"""Whom a need is for, out of what somebody typed: a door, a name, the end of a telephone number."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.refusals import Refused
from shouwang.desk.needs.bridge import read_place
from shouwang.desk.people.actions.households import learn_household, learn_household_behind
from shouwang.desk.people.actions.looks import note_search
from shouwang.desk.people.finding import find
from shouwang.desk.people.models import Door, Household

LEARN = "learn"


class NotFound(Refused):
    """Nobody and no door is found, or it is not said whom the need is for."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One household or empty door that may be meant: `value` is what choosing it sends."""

    value: str
    label: str


class Several(Refused):
    """More than one may be meant: a person chooses among `candidates`."""

    def __init__(self, words: str, candidates: list[Candidate]) -> None:
        self.candidates = candidates
        super().__init__(words)


def household_of(where: str, chosen: str, *, by: Actor, at: datetime) -> Household:
    """The household that is meant, learned where its door had none. Raises NotFound, Several."""
    if chosen == LEARN:
        return _learned(where, by=by, at=at)
    if chosen:
        return _chosen(chosen, by=by, at=at)
    if not where.strip():
        raise NotFound(_("Say for whom: a door or a name."))
    answer = find(where, by)
    note_search(found=answer.households, by=by, at=at)
    if len(answer.results) == 1:
        found = answer.results[0]
        return _chosen(f"household:{found.household.pk}" if found.household else f"door:{found.door.pk}", by=by, at=at)  # type: ignore[union-attr]
    if answer.results:
        candidates = [
            Candidate(
                f"household:{one.household.pk}" if one.household else f"door:{one.door.pk if one.door else ''}",
                " ".join([one.label, *one.names]),
            )
            for one in answer.results
        ]
        raise Several(_("Several are found. Which one?"), candidates)
    place, _unsure = read_place(where)
    if place.is_complete and by.sees_everything:
        raise Several(
            _("The register has no door %(door)s. Correct it, or add it.") % {"door": place.text},
            [Candidate(LEARN, _("Add door %(door)s") % {"door": place.text})],
        )
    raise NotFound(_("Nobody and no door is found under “%(text)s”.") % {"text": where})


def _chosen(chosen: str, *, by: Actor, at: datetime) -> Household:
    what, _colon, pk = chosen.partition(":")
    try:
        key = UUID(pk)
    except ValueError:
        raise NotFound(_("Say for whom: a door or a name.")) from None
    if what == "household":
        household = Household.objects.visible_to(by).filter(pk=key, left_at=None).select_related("door").first()
        if household:
            return household
    door = Door.objects.visible_to(by).filter(pk=key).first() if what == "door" else None
    if door is None:
        raise NotFound(_("Say for whom: a door or a name."))
    return learn_household_behind(door=door, by=by, at=at)


def _learned(where: str, *, by: Actor, at: datetime) -> Household:
    place, _unsure = read_place(where)
    if not place.is_complete or not by.sees_everything:
        raise NotFound(
            _("“%(door)s” is no whole door. Write building, staircase and room, like 3-2-501.") % {"door": where}
        )
    return learn_household(building=place.building, unit=place.unit, room=place.room, area=place.area, by=by, at=at)
