"""The steps of the ladder, what may come of each, and where that leads.

Only the outcomes in `ENDS` end a case, and each of them says that somebody heard or saw the person themselves. What
others say ("he was fine yesterday") never ends anything: it leads to somebody who looks.
"""

from collections.abc import Mapping
from enum import StrEnum


class Code(StrEnum):
    """The steps, in the order in which silence climbs them."""

    CALL_AGAIN = "call_again"
    RELATIVES = "relatives"
    LEAD = "lead"  # the community and the grid lead
    DOOR = "door"  # two people, with police where the plan says so
    SEEN = "seen"  # how they are, as somebody saw or heard it
    OVERNIGHT = "overnight"
    NEXT_DAY_VISIT = "next_day_visit"  # forced: no plan leaves it out
    VEHICLE = "vehicle"
    HOSPITAL = "hospital"
    FOLLOW_UP = "follow_up"


class Cause(StrEnum):
    SILENT = "silent"
    UNWELL = "unwell"
    FEVER = "fever"
    WORRY = "worry"


class Outcome(StrEnum):
    WELL = "well"  # heard or seen themselves
    WEAK = "weak"  # slow, weak, afraid: not to be left alone
    UNWELL = "unwell"
    EMERGENCY = "emergency"
    NO_ANSWER = "no_answer"
    SAYS_WELL = "says_well"  # somebody else says so, without having heard or seen them today
    UNKNOWN = "unknown"  # somebody else, who does not know either
    ELSEWHERE = "elsewhere"  # in hospital, or with family: said by somebody who knows
    GO = "go"  # somebody is to go and look
    OPENED = "opened"
    NOBODY_OPENS = "nobody_opens"
    CALM = "calm"  # a night in which nothing happened
    NOBODY_STAYS = "nobody_stays"
    FETCHED = "fetched"
    NO_VEHICLE = "no_vehicle"
    STAYS = "stays"  # they do not want to go
    ADMITTED = "admitted"
    SENT_HOME = "sent_home"
    NO_BED = "no_bed"
    STILL_THERE = "still_there"  # in hospital, or wherever they are looked after
    HOME_UNWELL = "home_unwell"
    HOME_WELL = "home_well"


END = None
"""Where an outcome leads that ends the case."""

C, O = Code, Outcome  # noqa: E741  # for the table below, which is read as a table
AS_THEY_ARE = {O.UNWELL: C.VEHICLE, O.EMERGENCY: C.HOSPITAL}

OUTCOMES: Mapping[Code, Mapping[Outcome, Code | None]] = {
    C.CALL_AGAIN: {O.NO_ANSWER: C.RELATIVES, O.WELL: END, O.WEAK: C.DOOR, **AS_THEY_ARE},
    C.RELATIVES: {O.NO_ANSWER: C.LEAD, O.UNKNOWN: C.LEAD, O.SAYS_WELL: C.LEAD, O.WELL: END,
                  O.ELSEWHERE: C.FOLLOW_UP, **AS_THEY_ARE},
    C.LEAD: {O.GO: C.DOOR, O.NO_ANSWER: C.DOOR, O.UNKNOWN: C.DOOR, O.WELL: END, O.ELSEWHERE: C.FOLLOW_UP,
             **AS_THEY_ARE},
    C.DOOR: {O.OPENED: C.SEEN, O.NOBODY_OPENS: C.DOOR, O.ELSEWHERE: C.FOLLOW_UP},
    C.SEEN: {O.WELL: END, O.WEAK: C.OVERNIGHT, O.NO_ANSWER: C.DOOR, **AS_THEY_ARE},
    C.OVERNIGHT: {O.CALM: C.NEXT_DAY_VISIT, O.NOBODY_STAYS: C.SEEN, **AS_THEY_ARE},
    C.NEXT_DAY_VISIT: {O.WELL: C.FOLLOW_UP, O.WEAK: C.OVERNIGHT, O.NOBODY_OPENS: C.DOOR, **AS_THEY_ARE},
    C.VEHICLE: {O.FETCHED: C.HOSPITAL, O.NO_VEHICLE: C.VEHICLE, O.STAYS: C.NEXT_DAY_VISIT, O.EMERGENCY: C.HOSPITAL},
    C.HOSPITAL: {O.ADMITTED: C.FOLLOW_UP, O.SENT_HOME: C.NEXT_DAY_VISIT, O.NO_BED: C.HOSPITAL},
    C.FOLLOW_UP: {O.STILL_THERE: C.FOLLOW_UP, O.HOME_UNWELL: C.FOLLOW_UP, O.HOME_WELL: END,
                  O.NO_ANSWER: C.CALL_AGAIN, **AS_THEY_ARE},
}  # fmt: skip

AFTER_NOTHING: Mapping[Code, Code] = {
    C.CALL_AGAIN: C.RELATIVES, C.RELATIVES: C.LEAD, C.LEAD: C.DOOR, C.DOOR: C.DOOR, C.SEEN: C.DOOR,
    C.OVERNIGHT: C.NEXT_DAY_VISIT, C.NEXT_DAY_VISIT: C.DOOR, C.VEHICLE: C.VEHICLE, C.HOSPITAL: C.HOSPITAL,
    C.FOLLOW_UP: C.CALL_AGAIN,
}  # fmt: skip
"""Where the ladder climbs when nobody says what came of a step."""

LEFT_OUT: Mapping[Code, Code] = {
    C.RELATIVES: C.LEAD, C.LEAD: C.DOOR, C.OVERNIGHT: C.NEXT_DAY_VISIT, C.VEHICLE: C.HOSPITAL,
}  # fmt: skip
"""The steps that a plan may leave out, and what comes in their place. The others stand in every plan."""

ILL = frozenset({C.OVERNIGHT, C.NEXT_DAY_VISIT, C.VEHICLE, C.HOSPITAL})
"""Whoever was here is asked after until they are home and well: one "well" does not end it."""

CALM = frozenset({C.CALL_AGAIN, C.RELATIVES, C.LEAD, C.FOLLOW_UP, C.NEXT_DAY_VISIT, C.OVERNIGHT})
"""Where the news that somebody is ill cannot wait for the step to end."""


def outcomes_of(code: str) -> tuple[Outcome, ...]:
    """What may come of the step `code`, in the order in which it is asked."""
    return tuple(OUTCOMES[Code(code)])
