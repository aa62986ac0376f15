"""Why a line is bought where it is, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WHY: Mapping[str, Promise] = {
    "only_here": _("nobody else could give it"),
    "nearest": _("the nearest of %(of)s that may have it, %(minutes)s min"),
    "going_anyway": _("another line leads here anyway"),
    "fewest": _("%(lines)s lines together make this stop worth it"),
    "cheaper": _("cheaper by %(yuan)s"),
    "surer": _("its word is surer than that of the others"),
    "ask_first": _("telephone first: %(known)s"),
    "split": _("split: no shop has more than %(most)s"),
    "part": _("%(bought)s of %(wanted)s, the rest is left out"),
    "cold": _("%(minutes)s min in the bag"),
    "late": _("%(minutes)s min after its time"),
    "not_insured": _("nearer ones take no insurance card"),
}
LEFT: Mapping[str, Promise] = {
    "hunt": _("all %(asked)s that were asked have none: hunt for it"),
    "insurance": _("who may have it takes no insurance card"),
    "cold_shop": _("who may have it keeps nothing cold"),
    "cold_way": _("from no shop is it home within %(most)s min"),
    "shut": _("who may have it is shut by then"),
    "for_others": _("what is there goes to those who run out sooner"),
    "not_worth": _("fetching it would add %(minutes)s min: it can wait for the next list"),
    "beyond": _("not among the %(most)s shops that were weighed"),
}
PASSED: Mapping[str, Promise] = {
    "visited": _("visited already"),
    "shut": _("shut"),
    "nothing": _("has nothing of the list"),
    "not_needed": _("not needed: others have its %(lines)s lines"),
    "beyond": _("not among the %(most)s shops that were weighed"),
}
KNOWN: Mapping[str, Promise] = {
    "stale": _("it had it yesterday"),
    "stale_none": _("it had none yesterday"),
    "unknown": _("nothing is known"),
}


def why(reason: Mapping[str, Any]) -> str:
    return _said(WHY, reason)


def why_left(reason: Mapping[str, Any]) -> str:
    """Why a line is bought nowhere in this wave."""
    return _said(LEFT, reason)


def why_passed(reason: Mapping[str, Any]) -> str:
    """Why a shop is not visited."""
    return _said(PASSED, reason)


def _said(words: Mapping[str, Promise], reason: Mapping[str, Any]) -> str:
    numbers = dict(reason["numbers"])
    if "fen" in numbers:
        numbers["yuan"] = f"¥{int(numbers['fen']) / 100:.2f}"
    if "word" in numbers:
        numbers["known"] = KNOWN.get(str(numbers["word"]), "")
    return str(words[reason["code"]]) % numbers
