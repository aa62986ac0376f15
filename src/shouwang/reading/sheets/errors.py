"""Why a file could not be read, in a sentence for the person who sent it."""

from __future__ import annotations


class Unreadable(Exception):
    """The file gives no table. `code` is for programs, the message says what to do, in English.

    `values` are the numbers the sentence speaks of, so that it can be said in another language.
    """

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = values
        super().__init__(SENTENCES[code].format(**values))


SENTENCES = {
    "empty": "The file is empty. Please save it again and send it once more.",
    "no_table": "There is no table in this file, only empty sheets. Is it the right file?",
    "too_big": "The file has {megabytes} MB, more than the {limit} MB that can be read. Please split it.",
    "bomb": "The file unpacks to far more than it should. Please save it again as a new workbook or as CSV.",
    "too_many_parts": "The workbook has {parts} parts inside, more than {limit}. Please save the sheet alone.",
    "too_wide": "The table has {columns} columns, more than {limit}. Please delete the empty ones and save again.",
    "too_long": "The table has more than {limit} rows. Please split it.",
    "too_heavy": "The workbook needs too much memory or time. Please save the sheet alone, or as CSV.",
    "password": "The workbook is locked with a password. Please save it without one.",
    "damaged": "The workbook is damaged and cannot be opened. Please save it again and send it once more.",
    "not_a_table": "This is {what}, not a table. Please send an Excel, WPS or CSV file.",
    "no_such_sheet": 'The workbook has no sheet named "{name}".',
}
