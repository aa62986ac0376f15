# ruff: noqa: E501  (the linter counts a Chinese character as two columns; patterns and word lists read best unbroken)
"""A reading as a person's table: totals by good and by building, then what to ask whom."""

from typing import TYPE_CHECKING

from shouwang.reading.chat.model import REVIEW, Entry, as_number
from shouwang.reading.reasons import sentence_for

if TYPE_CHECKING:
    from shouwang.reading.chat.reading import Reading


def write_table(reading: "Reading") -> str:
    """Plain text for a terminal; every line received is accounted for in the last row."""
    counts = reading.counts
    rows = [f"{reading.header.get('title') or '(no title)'}  [{', '.join(dict.fromkeys(reading.kinds))}]", ""]
    rows += [
        f"  {key.partition('|')[0]}: {as_number(qty)} {key.partition('|')[2]}"
        for key, qty in sorted(reading.totals.items())
    ]
    for building, sums in sorted(reading.by_building.items()):
        goods = ", ".join(
            f"{k.partition('|')[0]} {as_number(v)} {k.partition('|')[2]}" for k, v in sorted(sums.items())
        )
        rows.append(f"  building {building or '?'}: {goods}")
    waiting = [e for e in reading.entries if e.status == REVIEW]
    if waiting:
        rows += ["", f"To ask ({len(waiting)}):"]
        rows += [f"  {_who(e)}\n      {sentence_for(e.review.code)}" for e in waiting if e.review]
    told = ", ".join(f"{n} {name}" for name, n in counts.items() if n)
    rows += [
        "",
        f"{len(reading.lines)} lines: {len(reading.entries)} entries ({told or 'none'}), {len(reading.non_entries)} others.",
    ]
    return "\n".join(rows)


def _who(entry: Entry) -> str:
    place = entry.place.text if entry.place and entry.place.text else ""
    name = entry.name or entry.nick or ""
    return f"line {entry.line}: {' '.join(w for w in (place, name) if w) or '(no door)'} | {entry.raw.splitlines()[0].strip()}"
