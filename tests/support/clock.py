"""A desk on a clock that a test moves."""

from datetime import datetime
from pathlib import Path

from tests.support.desk import HOME, Desk


class MovedClock:
    """`clock.set(moment)`: from now on it is that moment at `desk`, for its server and whatever is called there."""

    def __init__(self, desk: Desk, moment: datetime) -> None:
        self.file = Path(f"{desk.data}-clock")
        self.set(moment)
        paths = f"{HOME / 'tests' / 'support' / 'moved_clock'}:{desk.environment['PYTHONPATH']}"
        desk.environment |= {"SHOUWANG_TEST_CLOCK": str(self.file), "PYTHONPATH": paths}

    def set(self, moment: datetime) -> None:
        fresh = self.file.with_suffix(".new")
        fresh.write_text(moment.isoformat())
        fresh.replace(self.file)
