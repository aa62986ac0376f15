"""The words of the gate: who, which way, why, and what the answer says. The desk has the sentences for them."""

from enum import StrEnum


class Direction(StrEnum):
    OUT = "out"
    IN = "in"


class Who(StrEnum):
    RESIDENT = "resident"
    VISITOR = "visitor"
    COURIER = "courier"
    WORKER = "worker"  # essential: a nurse, a repair, the fire brigade
    VEHICLE = "vehicle"  # of somebody who does not live here


class State(StrEnum):
    """What is asked of a household at present."""

    OPEN = "open"
    SEALED = "sealed"  # its building is shut off
    ARRIVED = "arrived"  # stays at home for some days after a journey
    ISOLATED = "isolated"  # somebody is ill, or was close to somebody ill


class Reason(StrEnum):
    """Why somebody passes. Whatever is none of these is not understood: nobody is refused because of it."""

    HOSPITAL = "hospital"
    DIALYSIS = "dialysis"
    CHEMOTHERAPY = "chemotherapy"
    ANTENATAL = "antenatal"
    FUNERAL = "funeral"
    ESSENTIAL_WORK = "essential_work"
    EMERGENCY = "emergency"  # fire, violence at home, a birth: anything that cannot wait
    SHOPPING = "shopping"
    MEDICINE = "medicine"
    WALK = "walk"
    WORK = "work"
    CASH = "cash"
    PARCEL = "parcel"
    VISIT = "visit"
    DELIVERY = "delivery"


REASONS = frozenset(Reason)
"""For asking whether a word is one of them: an Enum raises where it is none."""

ALWAYS = frozenset({
    Reason.HOSPITAL, Reason.DIALYSIS, Reason.CHEMOTHERAPY, Reason.ANTENATAL, Reason.FUNERAL, Reason.ESSENTIAL_WORK,
    Reason.EMERGENCY,
})  # fmt: skip
"""Reasons that no rule can refuse: there is no way to write a rule without them."""

AT_ONCE = frozenset({Reason.EMERGENCY, Reason.ESSENTIAL_WORK})
"""Of these, what lets in also those who do not live here. With the others they are taken to a senior."""


class Guests(StrEnum):
    """How those who do not live here are let in."""

    YES = "yes"
    PASS = "pass"  # with a pass that is not void
    GATE = "gate"  # what they bring is left at the gate
    SENIOR = "senior"
    NO = "no"


class Verdict(StrEnum):
    ALLOWED = "allowed"
    SENIOR = "senior"  # doubtful: somebody decides who may
    NO = "no"


class Why(StrEnum):
    """What the answer rests on, each with the facts of `Answer` that it is said with."""

    HOME = "home"  # allowed: those who live here come home, those who do not leave
    EXEMPT = "exempt"  # allowed, without a time to be back
    FREE = "free"  # allowed, `until` the gate shuts where it does
    WITHIN = "within"  # allowed, `until`
    GUEST = "guest"  # allowed
    NOBODY = "nobody"  # no, from `next_at` on where a later rule is known
    USED_UP = "used_up"  # no: last out `last_out_at`, next `next_at`
    SHUT = "shut"  # no: the gate opens `next_at`
    ANOTHER_OUT = "another_out"  # no: `other` of the household is out, back by `other.back_by`
    NO_PASS = "no_pass"  # no
    PASS_VOID = "pass_void"  # no: passes count that were issued from `passes_since` on
    AT_GATE = "at_gate"  # no: leave it at the gate
    NO_GUESTS = "no_guests"  # no
    REASON_UNKNOWN = "reason_unknown"  # senior: perhaps it is a reason that nobody refuses
    WHO_UNKNOWN = "who_unknown"  # senior: whose household it is would decide
    STATE_UNKNOWN = (
        "state_unknown"  # senior: what is asked of the household would decide; no, where it is one in any case
    )
    BOOK_UNSURE = "book_unsure"  # senior: the book may be read in two ways
    OUT_ALREADY = "out_already"  # senior: the book says that they are out (`other` is that passage)
    OVERDUE = "overdue"  # senior: `other` of the household should be back by now
    GUEST_DECIDED = "guest_decided"  # senior: the rule has a senior let them in
