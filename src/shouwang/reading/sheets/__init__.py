"""Sheets of the field become records: `sheets.read(data, filename, context)`.

Household ledgers, drug lists, gate books, health rounds, group orders, vehicle and transfer lists, rosters; in
xlsx, xls, ods and CSV. What is unsure waits with a reason, what is no record is left out with one, and every
row ends in exactly one of accepted, review and left out.
"""

from shouwang.reading.sheets.errors import SENTENCES, Unreadable
from shouwang.reading.sheets.headers import Column
from shouwang.reading.sheets.reading import SheetReading, read
from shouwang.reading.sheets.reasons import LEFT_OUT, REASONS, Reason, Review
from shouwang.reading.sheets.records import Contact, Medicine, Person, Record
from shouwang.reading.sheets.synonyms import KINDS, choices
from shouwang.reading.sheets.table import LeftOut

__all__ = [
    "KINDS",
    "LEFT_OUT",
    "REASONS",
    "SENTENCES",
    "Column",
    "Contact",
    "LeftOut",
    "Medicine",
    "Person",
    "Reason",
    "Record",
    "Review",
    "SheetReading",
    "Unreadable",
    "choices",
    "read",
]
