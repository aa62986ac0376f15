"""The command line of the ride planner: a day's file, or an instance of Cordeau's format, in; the plan out.

`shouwang plan rides` calls `run`. Results go to standard output, everything else to standard error.
"""

import contextlib
import json
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from shouwang.planning.rides.command_words import say
from shouwang.planning.rides.format.json_text import decode, read_bytes
from shouwang.planning.rides.model.day import Day
from shouwang.planning.rides.model.fault import Fault, Faulty
from shouwang.planning.rides.model.result import Plan

if TYPE_CHECKING:
    from shouwang.planning.rides.search.searching import Progress as Seen  # brings numba, which takes its time

DONE, REFUSED, WRONG_USAGE, STOPPED = 0, 1, 2, 130
A_WEEK = 7 * 24 * 3600.0  # seconds


@dataclass(frozen=True, slots=True)
class Asked:
    """What the person at the terminal asked for. `iterations` None: as many as fit into `seconds`."""

    file: str
    seconds: float = 10.0
    iterations: int | None = None
    seed: int = 0
    as_json: bool = False
    svg: Path | None = None
    width: int | None = None  # units that the picture is laid out for; None: a desk's
    language: str = "en"


def run(asked: Asked) -> int:
    """Plan the day of the file and tell the plan; returns the exit status (0 planned, 1 refused with sentences)."""
    name = "-" if asked.file == "-" else Path(asked.file).name
    try:
        day, is_instance = read(asked.file)
    except Faulty as faulty:
        for fault in faulty.faults:
            print(fault.in_file(name, asked.language), file=sys.stderr)
        return REFUSED
    if asked.svg is not None and (asked.svg.is_dir() or not asked.svg.absolute().parent.is_dir()):
        print(say("no_picture", asked.language, file=asked.svg), file=sys.stderr)
        return REFUSED
    try:
        plan = find_plan(day, asked)
    except KeyboardInterrupt:
        print(say("stopped_early", asked.language), file=sys.stderr)
        return STOPPED
    status = DONE if asked.svg is None else draw(plan, asked.svg, asked.language, asked.width)
    show(as_json(plan, is_instance=is_instance) if asked.as_json else as_text(plan, asked.language))
    return status


def read(file: str) -> tuple[Day, bool]:
    """The day of the file, "-" for standard input, and whether it is an instance of Cordeau's. Raises Faulty."""
    from shouwang.planning.rides.format.cordeau import read_instance
    from shouwang.planning.rides.format.dayfile import read_day

    data = sys.stdin.buffer.read() if file == "-" else read_bytes(Path(file))
    text = decode(data)
    first = text.lstrip()[:1]
    if file.lower().endswith(".json") or first in ("{", "[", '"'):
        return read_day(text), False
    if not first:
        raise Faulty([Fault("empty_file")])
    return read_instance(text), True


def find_plan(day: Day, asked: Asked) -> Plan:
    """Search as long as asked; Ctrl-C ends it with the best so far, a second one at once."""
    from shouwang.planning.rides.search.searching import Iterations, Seconds, plan, warm_up

    compile_kernel(asked.language, warm_up)
    stop = Seconds(asked.seconds) if asked.iterations is None else Iterations(asked.iterations)
    progress = Progress(asked.language, sys.stderr.isatty())
    with stopped_by_ctrl_c() as is_stopped:

        def tell(seen: "Seen") -> bool:
            progress.tell(seen)
            return is_stopped()

        try:
            return plan(day, stop=stop, seed=asked.seed, tell=tell)
        finally:
            progress.end()


@contextlib.contextmanager
def stopped_by_ctrl_c() -> Iterator[Callable[[], bool]]:
    """While the block runs the first Ctrl-C only makes the answer true; the second raises KeyboardInterrupt."""
    asked: list[int] = []

    def note(_signal: int, _frame: object) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        asked.append(1)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield lambda: bool(asked)
    finally:
        signal.signal(signal.SIGINT, before)


class Progress:
    """Tells how the search goes: on a terminal one line that changes, else a line every five seconds."""

    def __init__(self, language: str, is_terminal: bool) -> None:
        self.language, self.is_terminal = language, is_terminal
        self.pause = 0.2 if is_terminal else 5.0
        self.began = self.told = time.monotonic()
        self.is_open = False

    def tell(self, seen: "Seen") -> None:
        now = time.monotonic()
        if now - self.told < self.pause:
            return
        self.told = now
        line = say("progress", self.language, seconds=round(now - self.began), cost=f"{seen.cost:,.0f}", left=seen.left)
        if self.is_terminal:
            self.is_open = True
            print(f"\r{line}\x1b[K", end="", file=sys.stderr, flush=True)
        else:
            print(line, file=sys.stderr, flush=True)

    def end(self) -> None:
        if self.is_open:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def compile_kernel(language: str, work: Callable[[], object]) -> float:
    """Have the search compiled, or loaded as it was compiled before: it is not to count as searching.

    The first time it is said that this takes a while. Returns the seconds it took.
    """
    from shouwang.planning.rides.kernel.compiling import CACHE_FOLDER, forget_older

    began = time.monotonic()
    mark = Path(CACHE_FOLDER) / f"compiled-{sys.version_info.major}.{sys.version_info.minor}" if CACHE_FOLDER else None
    if mark is None or not mark.exists():
        print(say("compiling", language), file=sys.stderr, flush=True)
    work()
    if mark is not None:
        is_new = not mark.exists()
        mark.touch()  # at every use: what nobody touches for a week is forgotten when a newer one is compiled
        if is_new:
            forget_older(CACHE_FOLDER, age=A_WEEK, now=mark.stat().st_mtime)
    return time.monotonic() - began


def warm_up(language: str) -> int:
    """`--warm-up`: compile the search, so that the first plan of the day does not wait for it."""
    from shouwang.planning.rides.search import searching

    seconds = compile_kernel(language, searching.warm_up)
    print(say("compiled", language, seconds=f"{seconds:.1f}"))
    return DONE


def as_json(plan: Plan, *, is_instance: bool) -> str:
    from shouwang.planning.rides.format.cordeau import routes_of
    from shouwang.planning.rides.format.planfile import write_plan

    if is_instance:
        return json.dumps(routes_of(plan), allow_nan=False)
    is_utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    return json.dumps(write_plan(plan), ensure_ascii=not is_utf8, allow_nan=False, indent=1)


def as_text(plan: Plan, language: str) -> str:
    """The table; what names from a file could do to a terminal is taken out of it."""
    from shouwang.planning.rides.table import write_table

    text = write_table(plan, language)
    return "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text)


def show(text: str) -> None:
    """Print it; a character that the terminal does not have becomes a question mark."""
    encoding = sys.stdout.encoding or "utf-8"
    print(text.encode(encoding, errors="replace").decode(encoding), flush=True)


def draw(plan: Plan, file: Path, language: str, width: int | None) -> int:
    from shouwang.planning.rides.telling.drawing import WIDTH
    from shouwang.planning.rides.telling.drawing import draw as draw_plan

    try:
        file.write_text(draw_plan(plan, language=language, width=width or WIDTH), encoding="utf-8")
    except OSError as error:
        print(say("picture_lost", language, file=file, why=error.strerror), file=sys.stderr)
        return REFUSED
    return DONE
