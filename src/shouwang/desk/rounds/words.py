"""Reasons in words: what planning says in codes and numbers, in the reader's language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shouwang.desk.rounds.sheet import RoundShown

WHY = {
    "split": gettext_lazy("Staircase %(stairs)s has more doors than one person can carry for (%(most)s): shared."),
    "due": gettext_lazy("%(door)s must be reached by %(time)s; the order keeps that."),
    "after_window": gettext_lazy("%(door)s will be reached %(minutes)s min after its time: it cannot be sooner."),
    "waits": gettext_lazy("At %(door)s there is a wait of %(minutes)s min, until it may be visited."),
    "same_door": gettext_lazy("%(needs)s things for the same doors go together."),
    "full": gettext_lazy("More than %(stops)s stops cannot be carried."),
    "minutes": gettext_lazy("About %(minutes)s minutes."),
}
LEFT = {
    "no_address": gettext_lazy("no door is known"),
    "on_a_round": gettext_lazy("is on a round already: %(round)s"),
    "another_service": gettext_lazy("nobody on foot can do it: it needs a car or a craftsman"),
    "held_by_other": gettext_lazy("%(carrier)s has taken it and does not go now"),
    "not_yet": gettext_lazy("not before %(time)s"),
    "too_late": gettext_lazy("would come %(minutes)s min too late to be of use"),
    "too_heavy": gettext_lazy("too heavy for one person: %(kilograms)s kg"),
    "nobody": gettext_lazy("nobody goes"),
    "no_room": gettext_lazy("everybody's hands are full"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A reason as it is shown; `is_warning` where somebody should look twice."""

    words: str
    is_warning: bool = False


def reasons_in_words(reasons: Iterable[Mapping[str, Any]], names: Mapping[str, str] | None = None) -> list[Said]:
    """Every reason of a round. `names` of carriers by id."""
    return [Said(why(one, names or {}), one["code"] in {"after_window", "late_already"}) for one in reasons]


def reasons_of(shown: RoundShown, names: Mapping[str, str]) -> list[Said]:
    """Every reason of a round for whoever may see all of it: they tell of doors what is urgent, late or must stay
    cold."""
    return reasons_in_words(shown.round.reasons, names) if shown.is_whole else []


def why(reason: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """One reason for a round, a sentence."""
    code, numbers = reason["code"], _numbers(reason, names)
    counted = _counted(code, numbers)
    return counted if counted else str(WHY[code]) % numbers


def why_left_out(reason: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Why a need is on no round, to follow its door."""
    return str(LEFT[reason["code"]]) % _numbers(reason, names)


def _counted(code: str, numbers: Mapping[str, Any]) -> str:
    if code == "staircase":
        return ngettext(
            "Staircase %(stairs)s: %(stops)s door.", "Staircase %(stairs)s: %(stops)s doors, from the top down.",
            numbers["stops"],
        ) % numbers  # fmt: skip
    if code == "late_already":
        return (
            ngettext(
                "%(stops)s is late already and goes first.",
                "%(stops)s are late already and go first.",
                numbers["stops"],
            )
            % numbers
        )
    if code == "cold_first":
        return (
            ngettext(
                "%(stops)s must stay cold and goes early.", "%(stops)s must stay cold and go early.", numbers["stops"]
            )
            % numbers
        )
    if code == "urgent_first":
        return ngettext("%(stops)s is urgent.", "%(stops)s are urgent.", numbers["stops"]) % numbers
    if code == "held":
        return ngettext(
            "%(needs)s was taken by the same person before.", "%(needs)s were taken by the same person before.",
            numbers["needs"],
        ) % numbers  # fmt: skip
    return ""


def _numbers(reason: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    numbers = dict(reason["numbers"])
    if "building" in numbers:
        numbers["stairs"] = "-".join(filter(None, (numbers["building"], numbers["staircase"])))
    if "at" in numbers:
        numbers["time"] = date_format(timezone.localtime(datetime.fromisoformat(numbers["at"])), "H:i")
    if "carrier" in numbers:
        numbers["carrier"] = names.get(numbers["carrier"]) or _("Somebody else")
    if "load" in numbers:
        numbers["kilograms"] = f"{numbers['load'] / 1000:g}"
    return numbers
