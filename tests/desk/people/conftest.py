"""What the tests of the register share: the field's ledger, and sheets written on the spot."""

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from shouwang.desk.people.actions.imports import receive_sheet
from shouwang.desk.people.models import Import, ImportRow

LEDGER = Path(__file__).parents[2] / "reading" / "samples" / "sheets" / "sheet_A_ledger_raw.xlsx"
HEAD = (
    "楼栋",
    "房号",
    "户主",
    "姓名",
    "与户主关系",
    "性别",
    "身份证号码",
    "联系电话",
    "常住",
    "慢病及用药",
    "特殊人群",
    "紧急联系人",
)


@pytest.fixture
def ledger() -> bytes:
    """The household ledger of the field: three header rows, merged cells, telephones as floats, a hidden row."""
    return LEDGER.read_bytes()


def sheet(*rows: Sequence[str], head: Sequence[str] = HEAD) -> bytes:
    """A CSV with `head` and `rows`; what a row leaves out at its end is empty."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    for row in rows:
        writer.writerow([*row, *[""] * (len(head) - len(row))])
    return out.getvalue().encode("utf-8-sig")


@pytest.fixture
def receive(zhao, ten) -> Callable[..., Import]:
    """Upload a sheet as Zhao (or somebody else) and see its preview."""

    def upload(data: bytes, *, filename: str = "ledger.csv", kind: str = Import.Kind.LEDGER, by=zhao, at=ten) -> Import:
        return receive_sheet(data=data, filename=filename, kind=Import.Kind(kind), stated_by="ledger of", by=by, at=at)

    return upload


def outcomes(batch: Import) -> dict[int, tuple[str, str]]:
    """What becomes of each row: row → (outcome, reason)."""
    rows = ImportRow.objects.filter(batch=batch).order_by("number")
    return {row.number: (row.outcome, row.reason) for row in rows}
