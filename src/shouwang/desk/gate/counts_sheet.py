"""The gate's counts as a sheet, for whoever has to report them: numbers alone."""

import io
from collections.abc import Iterable
from datetime import date

import xlsxwriter
from django.utils.translation import gettext as _

from shouwang.desk.gate.book import Counts, total, weeks_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def counts_sheet(days: list[tuple[date, Counts]]) -> bytes:
    """An .xlsx: a row a day, the latest first, their sum, and the same by weeks on a second sheet."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True})
        by_day = [(f"{day:%Y-%m-%d}", counts) for day, counts in days]
        by_week = [(f"{first:%Y-%m-%d} – {last:%Y-%m-%d}", counts) for first, last, counts in weeks_of(days)]
        for name, first, rows in ((_("Days"), _("Day"), by_day), (_("Weeks"), _("Week"), by_week)):
            sheet = book.add_worksheet(name)
            sheet.set_column(0, 0, 26)
            sheet.set_column(1, 9, 12)
            titles = [first, *(title for title, _count in numbers(Counts(0, 0, 0, 0, 0, 0, 0)))]
            for column, title in enumerate(titles):
                sheet.write_string(0, column, title, bold)
            _write(sheet, [*rows, (_("Together"), total(days))])
    return made.getvalue()


def numbers(counts: Counts) -> list[tuple[str, int]]:
    """In the order of the page."""
    return [
        (_("came"), counts.came), (_("let out"), counts.out), (_("let in"), counts.back),
        (_("turned back"), counts.turned), (_("of them helped"), counts.helped), (_("went anyway"), counts.anyway),
        (_("handed to a senior"), counts.senior), (_("voices raised"), counts.voices),
    ]  # fmt: skip


def _write(sheet: xlsxwriter.worksheet.Worksheet, rows: Iterable[tuple[str, Counts]]) -> None:
    for line, (label, counts) in enumerate(rows, 1):
        sheet.write_string(line, 0, label)
        for column, (_title, count) in enumerate(numbers(counts), 1):
            sheet.write_number(line, column, count)
