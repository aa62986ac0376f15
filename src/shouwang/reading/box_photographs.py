"""From a photograph of a box to what stands on it, where the extra `[ocr]` is installed; without it, nothing."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from shouwang.reading.boxes import BoxRead, read_box

MOST_MEMORY = 4 * 2**30  # of addresses: the recogniser maps its models
MOST_SECONDS = 60
NEEDS = ("rapidocr", "onnxruntime", "zxingcpp")
CHILD = Path(__file__).with_name("box_child.py")


def can_read_photographs() -> bool:
    """Whether the extra is installed. Imports nothing of it."""
    return all(find_spec(name) is not None for name in NEEDS)


def read_photograph(jpeg: bytes, *, child: Path = CHILD, seconds: int = MOST_SECONDS) -> BoxRead | None:
    """What stands on the box of a photograph, recognised in a process of its own.

    None where the extra is missing, and where the process ran out of memory or time or could not make sense of it.
    """
    if not can_read_photographs() and child is CHILD:
        return None
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(child), str(MOST_MEMORY), str(seconds)],
            input=jpeg,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONIOENCODING": "utf-8", "OMP_NUM_THREADS": "1"},
            timeout=2 * seconds,  # a process that sleeps uses no processor time: the clock on the wall ends it
            check=True,
        )
        said = json.loads(done.stdout.splitlines()[-1])
        lines, codes = ([str(text) for text in said[name]] for name in ("lines", "barcodes"))
    except (subprocess.SubprocessError, OSError, ValueError, LookupError, TypeError):
        return None
    return read_box(lines, codes)
