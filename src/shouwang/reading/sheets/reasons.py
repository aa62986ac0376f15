"""Why a row waits for a person, and why a row was left out: one table, a sentence each.

A code is stable. The sentence says why; `ask` is what to ask, and whom. Both are English and are
translated where they are shown.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    why: str
    ask: str


REASONS: dict[str, Reason] = {
    "name_missing": Reason("The name is missing.", "Who is it?"),
    "address_missing": Reason("There is no address.", "Which building, unit and room?"),
    "address_unsure": Reason("The address can be read in more than one way.", "Which door is it?"),
    "building_missing": Reason("The building is missing.", "Which building?"),
    "room_missing": Reason("The room is missing.", "Which room?"),
    "unit_missing": Reason("The building has several units and none is written.", "Which unit?"),
    "address_not_in_register": Reason("The register has no such door.", "Is the door right, or new?"),
    "household_conflict": Reason(
        "The empty address would put this person into one household, but name or contacts point to another.",
        "Whose household is it?",
    ),
    "duplicate_differs": Reason(
        "This person stands in the sheet twice, and not everything is the same.", "Which of the two is right?"
    ),
    "id_precision_lost": Reason(
        "The spreadsheet turned the identity number into a rounded one; its last digits are lost.",
        "Please ask for the whole identity number.",
    ),
    "id_checksum_bad": Reason("The check digit of the identity number does not fit.", "Is it copied rightly?"),
    "id_date_bad": Reason("The birthday in the identity number does not exist.", "Is it copied rightly?"),
    "id_excel_15_digits": Reason(
        "The identity number ends in 000, as a spreadsheet leaves it.", "Please ask for the whole number."
    ),
    "id_length": Reason("The identity number has too few or too many digits.", "Is it copied rightly?"),
    "id_not_a_number": Reason("This is no identity number.", "What is the identity number?"),
    "id_old": Reason("This is a 15-digit number of the old card.", "What is the 18-digit number?"),
    "id_taken_twice": Reason("Two people have the same identity number.", "Whose number is it?"),
    "phone_lost": Reason("The spreadsheet rounded the telephone number.", "Please ask for the whole number."),
    "phone_digits": Reason("The telephone number has too few or too many digits.", "Is it copied rightly?"),
    "phone_misread": Reason("Letters stand among the digits of the telephone.", "What is the number?"),
    "phone_hidden": Reason("The telephone number is partly hidden.", "What is the whole number?"),
    "phone_tail_only": Reason("Only the last digits of the telephone are written.", "What is the number?"),
    "phone_prefix": Reason("No telephone number begins like this.", "What is the number?"),
    "phone_unclear": Reason("The telephone cell cannot be read for sure.", "What is the number?"),
    "same_as_what": Reason("It says 'as above', and there is nothing above to copy.", "What should stand here?"),
    "date_ambiguous": Reason("The date may be day and month or month and day.", "Which day is it?"),
    "date_bad": Reason("This cannot be a date here.", "Which day is it?"),
    "date_no_year": Reason("No year is written, and nothing in the sheet tells it.", "Which year?"),
    "time_bad": Reason("This cannot be a time of day.", "At what time was it?"),
    "sex_unclear": Reason("The sex is written in an unknown way.", "Man or woman?"),
    "sex_differs": Reason("Sex and identity number do not agree.", "Which of the two is right?"),
    "resident_unclear": Reason("It is not clear whether the person lives there.", "Do they live there now?"),
    "condition_or_drug": Reason("This may be an illness or a drug.", "Which is it?"),
    "qty_missing": Reason("The quantity is missing.", "How many?"),
    "qty_unclear": Reason("The quantity cannot be read for sure.", "How many?"),
    "qty_by_days": Reason("The quantity is given in days.", "How many boxes of which pack is that?"),
    "unit_unclear": Reason("The quantity has no unit.", "Boxes, strips or pieces?"),
    "unit_differs": Reason("The unit is not the one of this good.", "How many, of which unit?"),
    "lines_unequal": Reason("There are not as many quantities as goods.", "How many of which?"),
    "drug_missing": Reason("No drug is named.", "Which drug, which strength, which pack?"),
    "same_as_above_in_drug_cell": Reason("It says 'as above' where a drug must stand.", "Which drug, by its box?"),
    "not_our_jurisdiction": Reason("The address lies outside this community.", "Who looks after this person?"),
    "fever_reported": Reason(
        "A fever is mentioned. Fever drugs are not simply bought.", "Please report the fever first."
    ),
    "goods_missing": Reason("No goods are named, or none counted.", "What should be brought?"),
    "direction_unclear": Reason("It is not clear whether they went out or came in.", "Out or in?"),
    "temp_unclear": Reason("The temperature cannot be read for sure.", "What did the thermometer say?"),
    "person_unclear": Reason("It is not clear who takes this shift.", "Who stands there?"),
    "destination_missing": Reason("There is no destination.", "Where to?"),
    "pax_unclear": Reason("The number of passengers cannot be read for sure.", "How many people ride?"),
    "amount_differs": Reason(
        "The amount is not what the quantities cost by the prices of the sheet.", "How much is it?"
    ),
    "ordered_twice": Reason("This household ordered the same good in an earlier row.", "Is it one order or two?"),
    "amount_unclear": Reason("The amount cannot be read for sure.", "How much money is it?"),
    "ward_twice": Reason("Two people have the same ward number.", "Whose number is it?"),
    "text_damaged": Reason("Part of the text was lost before it came here.", "What stood here?"),
    "columns_guessed": Reason(
        "The sheet has no heads; what its columns are was guessed from their cells.", "Are the columns right?"
    ),
    "kind_unknown": Reason("It is not clear what kind of sheet this is.", "Please choose the kind and columns."),
}

LEFT_OUT: dict[str, str] = {
    "title": "a title above the table",
    "header": "the heads of the columns",
    "blank": "an empty row",
    "total": "a row of totals",
    "footer": "a line below the table (who filled it in, who checked it)",
    "repeated_header": "the heads of the columns once more",
    "example": "an example",
    "duplicate": "the same as an earlier row",
    "prices": "a row of prices or packs under the heads",
    "nothing_ordered": "a household that ordered nothing",
    "no_shift": "a post that nobody takes",
    "note": "a remark, no record",
}


@dataclass(frozen=True, slots=True)
class Review:
    """One question about one field of a row. `value` is the cell as written (never a PIN)."""

    code: str
    field: str
    value: str = ""
    detail: str = ""

    @property
    def sentence(self) -> str:
        """The English sentence: why, and what to ask."""
        reason = REASONS[self.code]
        return f"{reason.why} {reason.ask}"

    def as_json(self) -> dict[str, str]:
        told = {"code": self.code, "field": self.field, "value": self.value, "sentence": self.sentence}
        return told | ({"detail": self.detail} if self.detail else {})
