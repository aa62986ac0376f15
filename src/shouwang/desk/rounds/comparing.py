"""What people changed of a proposed round, told beside it."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from shouwang.desk.rounds.sheet import RoundShown


@dataclass(frozen=True, slots=True)
class Changes:
    """Sentences, and a mark for each stop that was added or moved (by its id)."""

    sentences: list[str] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)


def changes_of(shown: RoundShown, names: dict[str, str]) -> Changes:
    """What stands otherwise than proposed. `names` of carriers by id."""
    proposed = shown.round.as_proposed
    changes = Changes()
    if not proposed:
        return changes
    if shown.round.carrier_id and str(shown.round.carrier_id) != proposed["carrier"]:
        was = names.get(proposed["carrier"], _("somebody else"))
        changes.sentences.append(_("%(who)s goes, proposed was %(was)s.") % {"who": shown.round.carrier, "was": was})
    doors = dict(proposed["stops"])
    now = [str(one.stop.pk) for one in shown.stops]
    for one in shown.stops:
        if str(one.stop.pk) not in doors:
            changes.sentences.append(_("%(door)s was added.") % {"door": one.stop})
            changes.marks[str(one.stop.pk)] = _("added")
    gone = [door for pk, door in doors.items() if pk not in now]
    if gone:
        changes.sentences.append(_("Taken out: %(doors)s.") % {"doors": _(", ").join(gone)})
    moved = _moved([pk for pk in doors if pk in now], [pk for pk in now if pk in doors])
    for pk in moved:
        changes.marks[pk] = _("moved")
    if moved:
        changes.sentences.append(_("Moved: %(doors)s.") % {"doors": _(", ").join(doors[pk] for pk in moved)})
    return changes


def _moved(before: list[str], now: list[str]) -> list[str]:
    """As few stops as explain the new order: those outside the longest run that kept its order. O(n²)."""
    place = {pk: index for index, pk in enumerate(before)}
    best: list[list[str]] = []
    for index, pk in enumerate(now):
        runs = [best[i] for i in range(index) if place[now[i]] < place[pk]]
        best.append([*_longest(runs), pk])
    stayed = set(_longest(best))
    return [pk for pk in now if pk not in stayed]


def _longest(runs: list[list[str]]) -> list[str]:
    return max(runs, key=lambda run: len(run)) if runs else []
