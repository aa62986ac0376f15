"""A chain of many entries read, beside the naive way that existing tools take: a split at ". ".

shouwang bench chains [--json] [--entries 1000]
"""

import argparse
import random
import re
import statistics
import time
from collections.abc import Callable

from benchmarks._table import tell

GOODS = ["青菜", "土豆", "猪肉", "豆腐"]
FORMS = [
    "{n}. 邻居{n} {b}-{u}-{r} {q}份",
    "{n}. {b}栋{u}单元{r} {g}{q}斤",
    "{n}、{b}号楼{u}单元{r}室 {g}两斤 {g2}半斤",
    "{n}. 邻居{n} {b}-{u}-{r} {q}份 不要辣，放门口",
    "{n}. {b}幢{u}-{r} 一份 再加{q}份",
]


def chain(entries: int) -> str:
    """A chain of `entries` entries in the field's styles, the same every time."""
    chance = random.Random(7)
    lines = ["#接龙", "蔬菜包接龙 青菜 土豆 猪肉 豆腐", ""]
    for number in range(1, entries + 1):
        good, other = chance.sample(GOODS, 2)
        lines.append(
            chance.choice(FORMS).format(
                n=number, b=chance.randint(1, 40), u=chance.randint(1, 4),
                r=f"{chance.randint(1, 33)}{chance.randint(1, 6):02d}", q=chance.randint(1, 5), g=good, g2=other,
            )
        )  # fmt: skip
    return "\n".join(lines)


def naive(text: str) -> list[tuple[str, str]]:
    """What existing readers of chains do."""
    pairs = (line.split(". ", 1) for line in text.splitlines())
    return [(pair[0], pair[1]) for pair in pairs if len(pair) == 2 and re.fullmatch(r"\d+", pair[0])]


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="shouwang bench chains")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--entries", type=int, default=1000)
    options = parser.parse_args(argv)
    from shouwang.reading import chat

    text = chain(options.entries)
    rows = []
    readers: dict[str, Callable[[], int]] = {
        "shouwang.reading.chat": lambda: len(chat.read(text).entries),
        'naive split at ". "': lambda: len(naive(text)),
    }
    for name, read in readers.items():
        times = []
        for _run in range(5):
            start = time.perf_counter()
            found = read()
            times.append(1000 * (time.perf_counter() - start))
        rows.append(
            {"reader": name, "lines": options.entries, "entries found": found, "ms (median)": statistics.median(times)}
        )
    tell(f"A chain of {options.entries} entries", rows, options.json)
    return 0
