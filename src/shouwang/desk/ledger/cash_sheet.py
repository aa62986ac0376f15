"""The day's cash for a spreadsheet. Words are written as words, never as formulas."""

import io

import xlsxwriter
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.ledger.cash import CashDay

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def cash_sheet(cash: CashDay, by: Actor) -> bytes:
    """One row for each movement between opening and closing. Amounts in yuan."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet(_("Cash"))
        bold, amount = book.add_format({"bold": True}), book.add_format({"num_format": "0.00"})
        sheet.write_string(0, 0, f"{by.community.name} · {_('Cash')} · {cash.day.isoformat()}", bold)
        titles = [_("Time"), _("What"), _("With whom"), _("Came in"), _("Went out"), _("Words"), _("Entered by")]
        for column, title in enumerate(titles):
            sheet.write_string(2, column, title, bold)
        sheet.write_string(3, 1, _("Opening balance"), bold)
        sheet.write_number(3, 3, cash.opening / 100, amount)
        line = 4
        for row in cash.rows:
            local = by.community.local(row.transfer.at)
            said = [date_format(local, "H:i"), row.transfer.get_kind_display(), row.other]
            for column, text in enumerate(said):
                sheet.write_string(line, column, text)
            sheet.write_number(line, 3 if row.came else 4, abs(row.amount) / 100, amount)
            sheet.write_string(line, 5, row.transfer.words)
            sheet.write_string(line, 6, str(row.transfer.by or ""))
            line += 1
        sheet.write_string(line, 1, _("Closing, by the books"), bold)
        sheet.write_number(line, 3, cash.closing / 100, amount)
        if cash.count:
            sheet.write_string(line + 1, 1, _("Counted"), bold)
            sheet.write_number(line + 1, 3, cash.count.counted_fen / 100, amount)
            sheet.write_string(line + 1, 5, cash.count.words)
            sheet.write_string(line + 1, 6, str(cash.count.by))
        sheet.set_column(0, 0, 8)
        sheet.set_column(1, 2, 22)
        sheet.set_column(3, 4, 11)
        sheet.set_column(5, 6, 28)
    return made.getvalue()
