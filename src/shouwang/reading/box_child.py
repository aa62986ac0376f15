"""Recognises the print and the barcodes of one photograph in a process of its own.

Started by path, outside the package, with as much memory and time as its arguments allow; a hostile picture can end
this process, not the one that asked. Needs the extra `[ocr]`; its models lie in the installed package.

Standard input: a JPEG. Standard output: {"lines": [text...], "barcodes": [digits...]}, the largest print first.
"""

from __future__ import annotations

import io
import json
import logging
import resource
import sys
from typing import Any

LONGEST_SIDE = 1600  # pixels: smaller loses the print, larger costs time
LEAST_SURE = 0.5  # of 1: what is recognised less surely is no help
MOST_LINES = 200


def recognise(data: bytes) -> dict[str, list[str]]:
    """The lines and the barcodes on a JPEG."""
    import numpy
    import zxingcpp
    from PIL import Image
    from rapidocr import RapidOCR

    with Image.open(io.BytesIO(data), formats=("JPEG",)) as photograph:
        picture = photograph.convert("RGB")
    codes = [code.text for code in zxingcpp.read_barcodes(picture)]
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    found = RapidOCR()(numpy.asarray(picture)[:, :, ::-1])
    if found.txts is None:
        return {"lines": [], "barcodes": codes}
    rows = zip(found.boxes, found.txts, found.scores, strict=True)
    sure = [(_height(box), _top(box), text) for box, text, score in rows if score >= LEAST_SURE]
    largest_first = sorted(sure, key=lambda row: (-round(row[0] / 8), row[1]))
    return {"lines": [text for _height_, _top_, text in largest_first[:MOST_LINES]], "barcodes": codes}


def _height(box: Any) -> float:
    return float(max(point[1] for point in box) - min(point[1] for point in box))


def _top(box: Any) -> float:
    return float(min(point[1] for point in box))


def main() -> None:
    """Read the limits (bytes of memory, seconds) and the photograph; write what stands on it."""
    memory, seconds = map(int, sys.argv[1:3])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.disable(logging.CRITICAL)
    json.dump(recognise(sys.stdin.buffer.read()), sys.stdout)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
