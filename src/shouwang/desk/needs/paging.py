"""A long list a page at a time: a thousand lines stay light on a bad network.

A page begins after a line, not at a count: settling what waits on it moves nothing out from under the next one.
"""

from dataclasses import dataclass

from shouwang.desk.needs.doors import Doors
from shouwang.desk.needs.listing import Listing, ShownEntry, ShownLine, dress, goods_of
from shouwang.desk.needs.models import IntakeEntry

LINES = 60  # of every kind
TO_SETTLE = 30  # forms weigh more
GONE = 15  # entries that vanished from the text, shown before its first line


@dataclass(frozen=True, slots=True)
class LinesShown:
    """`after` of the page before and the next one; None where there is none. `more`: lines that follow."""

    lines: list[ShownLine]
    gone: list[ShownEntry]
    before: int | None
    next: int | None
    more: int


def page_of(listing: Listing, *, after: int = 0, only_waiting: bool = False) -> LinesShown:
    """The lines after line `after`, ready to be settled; `only_waiting` leaves the others aside."""
    fitting = [line for line in listing.lines if (line.is_waiting if only_waiting else line.says_something)]
    rest = [line for line in fitting if line.number > after]
    lines = _fill(rest, TO_SETTLE if only_waiting else LINES)
    gone = [one for one in listing.gone if not only_waiting or one.entry.state == IntakeEntry.State.WAITING][:GONE]
    shown = LinesShown(
        lines=lines,
        gone=[] if after else gone,
        before=_begin_of_the_page_before(fitting, after, TO_SETTLE if only_waiting else LINES),
        next=lines[-1].number if len(rest) > len(lines) else None,
        more=len(rest) - len(lines),
    )
    _dress(listing, shown)
    return shown


def page_with(listing: Listing, line: int) -> int:
    """After which line the page begins that shows `line`."""
    numbers = [one.number for one in listing.lines if one.says_something and one.number < line]
    pages = len(numbers) // LINES
    return numbers[pages * LINES - 1] if pages else 0


def _fill(lines: list[ShownLine], most: int) -> list[ShownLine]:
    """As many as one page holds; a line that waits takes the room of two, since its form does."""
    room, found = 2 * most, list[ShownLine]()
    for line in lines[:most]:
        room -= 4 if line.is_waiting and most == LINES else 2
        if room < 0:
            break
        found.append(line)
    return found


def _begin_of_the_page_before(fitting: list[ShownLine], after: int, most: int) -> int | None:
    earlier = [line.number for line in fitting if line.number <= after]
    if not after or not earlier:
        return None
    return earlier[-most - 1] if len(earlier) > most else 0


def _dress(listing: Listing, shown: LinesShown) -> None:
    entries = [*shown.gone, *(one for line in shown.lines for one in line.entries)]
    waiting = [one for one in entries if one.entry.state == IntakeEntry.State.WAITING]
    if waiting:
        doors, goods = Doors.of(listing.intake.community), goods_of(listing.intake)
        for one in waiting:
            dress(one, doors, goods)
