"""A long household ledger read, beside the naive way: the cells of the first row as heads, no questions.

shouwang bench sheets [--json] [--rows 100000]
"""

import argparse
import csv
import io
import random
import resource
import time
from collections.abc import Callable

from benchmarks._table import tell

HEADS = (
    "序号 楼栋 房号 户主 姓名 与户主关系 性别 身份证号码 联系电话 慢病及用药 特殊人群 紧急联系人 排查日期 备注".split()
)
SURNAMES = "何马牛苗单仇曾解查区覃盖朴乐"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def identity(chance: random.Random, number: int) -> str:
    """An invented identity number whose check digit fits (region 990000 does not exist)."""
    year, month, day = chance.randint(1930, 1999), chance.randint(1, 12), chance.randint(1, 28)
    first = f"990000{year}{month:02d}{day:02d}{number % 998 + 1:03d}"
    return first + "10X98765432"[sum(int(a) * b for a, b in zip(first, WEIGHTS, strict=True)) % 11]


def ledger(rows: int) -> list[list[str]]:
    """A ledger of `rows` people in three-person households, the same every time; places merged downwards."""
    chance = random.Random(7)
    table = [["样例社区居民台账（2020年2月8日更新）"], HEADS]
    for number in range(rows):
        household, place = divmod(number, 3)
        name = chance.choice(SURNAMES) + chr(0x4E00 + number % 5000) + chr(0x5000 + number % 777)
        own = identity(chance, number)
        door = [f"{household // 100 + 1}号楼{household // 50 % 2 + 1}单元", f"{household % 50 + 1}01", name]
        table.append([
            str(number + 1), *(door if place == 0 else ["", "", ""]), name, "户主" if place == 0 else "妻",
            "男" if int(own[16]) % 2 else "女", own, f"130{number:08d}", "高血压/络活喜5mg" if number % 5 == 0 else "",
            "独居老人" if number % 7 == 0 else "", f"女儿：130{number:08d}（外地）" if number % 4 == 0 else "",
            "2月8日", "放门口" if number % 9 == 0 else "",
        ])  # fmt: skip
    return table


def as_csv(table: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(table)
    return out.getvalue().encode("gb18030")


def as_xlsx(table: list[list[str]]) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    for row, cells in enumerate(table):
        for column, cell in enumerate(cells):
            if cell:
                sheet.write_string(row, column, cell)
    book.close()
    return out.getvalue()


def naive(data: bytes) -> int:
    """What a script of twenty lines does: heads from the first row, a dictionary a row."""
    return sum(1 for _ in csv.DictReader(io.StringIO(data.decode("gb18030"))))


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="shouwang bench sheets")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rows", type=int, default=100_000)
    options = parser.parse_args(argv)
    from shouwang.reading import sheets

    table = ledger(options.rows)
    text, book = as_csv(table), as_xlsx(table)
    del table
    readers: dict[str, Callable[[], int]] = {
        "shouwang.reading.sheets, CSV in GB18030": lambda: len(sheets.read(text, "ledger.csv").records),
        "shouwang.reading.sheets, xlsx": lambda: len(sheets.read(book, "ledger.xlsx").records),
        "naive dictionary a row, CSV": lambda: naive(text),
    }
    rows = []
    for name, read in readers.items():
        start, processor = time.perf_counter(), time.process_time()
        found = read()
        rows.append(
            {
                "reader": name,
                "rows": options.rows,
                "records": found,
                "seconds": time.perf_counter() - start,
                "processor seconds here": time.process_time() - processor,
                "peak MB here": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        )
    tell(f"A ledger of {options.rows} rows", rows, options.json)
    return 0
