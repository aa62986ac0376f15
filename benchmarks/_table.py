"""How benchmarks say what they measured."""

import json
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import pysqlite3


def tell(title: str, rows: Sequence[Mapping[str, Any]], as_json: bool) -> None:
    """Print `rows` as a table with the machine, or as JSON."""
    machine = {
        "python": platform.python_version(),
        "sqlite": pysqlite3.sqlite_version,
        "cores": os.cpu_count(),
        "machine": platform.machine(),
    }
    if as_json:
        json.dump({"title": title, "machine": machine, "rows": list(rows)}, sys.stdout, ensure_ascii=False, indent=1)
        print()
        return
    print(f"{title}\n{', '.join(f'{name} {value}' for name, value in machine.items())}\n")
    columns = list(rows[0])
    cells = [[_cell(row[column]) for column in columns] for row in rows]
    widths = [max(len(column), *(len(line[i]) for line in cells)) for i, column in enumerate(columns)]
    print("  ".join(column.ljust(width) for column, width in zip(columns, widths, strict=True)))
    for line in cells:
        print("  ".join(_aligned(text, width) for text, width in zip(line, widths, strict=True)))


def _cell(value: Any) -> str:
    return f"{value:,.1f}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)


def _aligned(text: str, width: int) -> str:
    return text.rjust(width) if text[:1].isdigit() else text.ljust(width)
