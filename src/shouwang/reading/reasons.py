# ruff: noqa: E501  (a sentence a row)
"""Why a reading waits for a person: every code with one English sentence, "what to ask".

This table is the only place these sentences live. The desk translates them; `tests/reading` proves
that every code the readers give is here and in docs/reading.md.
"""

REASONS: dict[str, str] = {
    # where
    "address_missing": "No door is written: ask which building and room this is for.",
    "building_missing": "Only a room is written: ask which building.",
    "room_missing": "Only a building is written: ask which room.",
    "unit_missing": "This room exists in more than one staircase: ask which one.",
    "address_ambiguous": "The number can be read as two different doors: ask for building and room.",
    "address_unsure": "This may be a door or something else: ask for building, staircase and room.",
    "address_not_in_register": "The register has no such door: ask whether it was mistyped.",
    "building_unsure": "No building of this name is known here: ask which building is meant.",
    "door_unsure": "Floor and door number must be joined to a room: check the room with the register.",
    "alias_unknown": "The register does not know this name of a place: ask which door it is.",
    "not_a_household": "This is a place, not somebody's home: ask who will take it there.",
    "two_rooms": "Two rooms are written: ask how much is for each.",
    "room_range": "This may be a range of rooms or a slip: ask which rooms.",
    "two_addresses": "Two doors are written: ask which is for delivery, and for whom.",
    "address_change": "They want another door: check the new door before changing it.",
    # what and how much
    "qty_missing": "No amount is written: ask how much.",
    "qty_range": "A range is written, not an amount: ask for one number.",
    "qty_unlikely": "The amount is unusual: ask whether it is meant.",
    "two_quantities": "Two amounts are written for one thing: ask which counts.",
    "item_missing": "It is not said what is wanted: ask which goods.",
    "item_unknown": "This is not among the goods on offer: ask whether they mean one of them.",
    "item_ambiguous": "The name fits more than one of the goods: ask which.",
    "item_and_qty_vague": "Neither what nor how much is clear: ask both.",
    "unit_mismatch": "The goods are sold in another unit: ask how many of that unit.",
    "fraction_of_indivisible_unit": "This cannot be divided: ask for a whole number.",
    "below_minimum": "Less than the smallest order: ask whether they want more or none.",
    "over_limit": "More than a household may have: ask what to leave out.",
    "total_differs": "The total they wrote is not the sum of their lines: ask which is right.",
    "paid_mismatch": "The money does not fit the order: ask what was ordered and what was paid.",
    "plus_one_ambiguous": "+1 can mean several things here: ask which goods.",
    "same_as_cancelled": "They want the same as a line that was cancelled: ask what they want.",
    "same_as_unsure": "They want the same as a line that is itself unclear: settle that one, then ask.",
    "same_as_unknown": "The line they want the same as was not found: ask what they want.",
    # twice, changes
    "same_household_same_item": "This door has already ordered this: ask whether it is meant once or twice.",
    "same_household_same_item_different_nick": "This door has already ordered this under another name: ask whether it is meant once or twice.",
    "target_unknown": "The order they want to change was not found: ask which one.",
    "target_ambiguous": "The change fits more than one order: ask whose it is.",
    "unclear_instruction": "It is not clear what should change: ask what they want.",
    "part_cancelled": "They take back a part: ask what remains.",
    "change_without_amount": "They want a change and do not say to what: ask.",
    "late": "It came after the deadline: decide whether it still counts.",
    "undecided": "They are not sure yet: ask whether they order.",
    "on_behalf_unclear": "It is for somebody else, and not clear who gets how much: ask.",
    "which_campaign": "Two orders run at once: ask which one this is for.",
    "not_understood": "Some words could not be read: read the line and decide.",
    "text_damaged": "Some characters were destroyed on the way: ask for the line again.",
    "too_long": "The line is too long to be read safely: read it and decide.",
    # medicine
    "spec_missing": "The strength is missing: ask for the empty box or a photograph of it.",
    "drug_name_vague": "This is a sort of medicine, not a name: ask for the box.",
    "drug_name_missing": "No medicine is named: ask for the box.",
    "fever_reported": "Somebody has a fever: do not buy fever or cough medicine; follow the fever procedure first.",
    "fever_drug": "Fever and cough medicine is registered: ask who it is for and how they are.",
    "controlled_drug": "A controlled medicine: only the patient or a registered proxy may fetch it; offer a ride.",
    "register_needed": "This medicine is sold against an identity card and in small numbers: ask who it is for.",
    # rides
    "fever": "Somebody has a fever: no ordinary car; follow the fever procedure.",
    "reason_not_eligible": "This ride is not for care: ask, and offer an errand instead.",
    "reason_missing": "It is not said what the ride is for: ask.",
    "dest_missing": "It is not said where to: ask.",
    "time_missing": "It is not said when: ask for day and time.",
    "date_unsure": "The day is relative and the day of writing is unknown: ask which date.",
    # gas cards
    "amount_missing": "No sum is written: ask how much to charge.",
    "card_lost": "The card is lost: it must be replaced before it can be charged.",
    # head counts
    "count_missing": "The number of people is missing: ask how many are at home.",
    "temp_implausible": "This temperature cannot be right: ask them to measure again.",
    "temp_count_differs": "There are not as many temperatures as people: ask for the others.",
    # transfer lists
    "not_our_jurisdiction": "The address is not in our area: tell the sender whose it is.",
    "person_incomplete": "The row cannot be read as a person: ask the sender.",
    "same_person_differs": "This person stands in the list twice with different facts: ask the sender.",
    # welfare calls, shifts
    "result_unclear": "It is not clear whether they were reached: ask the caller.",
    "shift_unclear": "The day or the time of the shift is missing: ask.",
    "helper_unknown": "It is not said who takes the shift: ask.",
    # the whole paste
    "kind_unknown": "It is not clear what kind of list this is: choose.",
}


def sentence_for(code: str) -> str:
    """What to ask, in English. An unknown code is a programming error: KeyError."""
    return REASONS[code]
