"""For a desk under test whose hour a test sets: every process of it reads the moment that stands in a file.

On PYTHONPATH of the desk's processes, with SHOUWANG_TEST_CLOCK naming the file (ISO 8601). From each moment that is
written there time runs on by itself.
"""

import os
import time
from datetime import datetime, timedelta
from pathlib import Path

if os.environ.get("SHOUWANG_TEST_CLOCK"):
    from django.utils import timezone

    clock = Path(os.environ["SHOUWANG_TEST_CLOCK"])

    def now() -> datetime:
        since = time.time() - clock.stat().st_mtime
        return datetime.fromisoformat(clock.read_text()) + timedelta(seconds=max(since, 0))

    timezone.now = now
