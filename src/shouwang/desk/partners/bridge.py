"""The one way from partners to reading: hours as people write them, and directories that come as a sheet."""

from django.utils.translation import get_language, gettext_lazy

from shouwang.reading.hours import read_hours
from shouwang.reading.hours_written import write_hours
from shouwang.reading.sheets import SENTENCES, Unreadable
from shouwang.reading.sheets.files import open_grids

ASKS = {
    "not_understood": gettext_lazy("“%(words)s” was not understood. What is not hours belongs into the note."),
    "days_missing": gettext_lazy("On which days? Write for instance “8:00-20:30 daily”."),
    "times_missing": gettext_lazy("From when until when? Write for instance “Mon-Sat 8:00-12:00 14:00-18:00”."),
    "half_day": gettext_lazy("“%(words)s”: morning or evening? Write 20:00 or 8pm."),
    "one_time": gettext_lazy("“%(words)s”: until when?"),
    "order": gettext_lazy("“%(words)s”: these times do not follow each other."),
    "two_meanings": gettext_lazy("This may mean two things. Write one line for each group of days."),
}

Hours = list[list[list[str]]]


def hours_of(text: str) -> tuple[Hours, list[str]]:
    """The week that `text` describes, as `Partner.hours` keeps it, and what must be asked back."""
    read = read_hours(text)
    if read.week is None:
        return [], [str(ASKS[ask.code]) % {"words": ask.words} for ask in read.asks]
    return [[list(span) for span in day] for day in read.week], []


def words_of(hours: Hours) -> str:
    """`hours` as a person of the reader's language would write them."""
    return write_hours(hours, chinese=(get_language() or "").startswith("zh"))


class SheetUnreadable(Exception):
    """The file gives no table. The message is an English sentence to be translated and filled with `values`."""

    def __init__(self, sentence: str, values: dict[str, object]) -> None:
        self.sentence, self.values = sentence, values
        super().__init__(sentence)


def read_table(data: bytes, filename: str) -> list[tuple[int, list[str]]]:
    """The rows of the first sheet with anything in it, as (number from 1, texts). Raises SheetUnreadable."""
    try:
        grids = open_grids(data, filename)
    except Unreadable as error:
        raise SheetUnreadable(SENTENCES[error.code], error.values) from error
    shown = sorted((grid for grid in grids if grid.rows), key=lambda grid: grid.is_hidden)
    if not shown:
        raise SheetUnreadable(SENTENCES["no_table"], {})
    grid = shown[0]
    return [
        (row + 1, [grid.text(row, column) for column in range(grid.width)])
        for row in range(len(grid.rows))
        if not grid.is_blank(row)
    ]
