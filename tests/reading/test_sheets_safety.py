"""Any bytes give a result or a sentence: bombs, junk, locks, wrong names, and whatever comes to mind."""

import csv
import io
import random
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shouwang.reading import sheets

SAMPLES = Path(__file__).parent / "samples/sheets"
LEDGER = (SAMPLES / "sheet_A_ledger_raw.xlsx").read_bytes()


def refused(data, name="x.xlsx"):
    with pytest.raises(sheets.Unreadable) as caught:
        sheets.read(data, name)
    assert str(caught.value).endswith((".", "?"))
    return caught.value.code


def archive(parts, template=LEDGER):
    """The sample workbook with some parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def sheet_xml(rows, before=""):
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?>{before}<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'


@pytest.mark.parametrize("data", [b"", b"   \r\n", b"\xef\xbb\xbf", b"\x00" * 100])
def test_an_empty_file(data):
    assert refused(data) == "empty"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7 ...", "not_a_table"),
        (b"\x89PNG\r\n\x1a\n....", "not_a_table"),
        (b"\xff\xd8\xff\xe0 JFIF", "not_a_table"),
        (b"PK\x03\x04 cut off", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut off", "damaged"),
        (bytes(range(256)) * 4, "not_a_table"),
        (LEDGER[: len(LEDGER) // 2], "damaged"),
    ],
)
def test_what_is_no_table_gets_a_sentence(data, code):
    assert refused(data) == code


def test_the_name_does_not_decide():
    assert sheets.read(LEDGER, "台账.csv").kind == "ledger"
    text = (SAMPLES / "sheet_A_ledger_raw.csv").read_bytes()
    assert sheets.read(text, "台账.xlsx").kind == "ledger"


def test_a_bomb_is_refused_by_its_directory():
    bomb = archive({"xl/worksheets/sheet1.xml": sheet_xml("<row/>" * 9_000_000)})
    assert len(bomb) < 500_000
    assert refused(bomb) == "bomb"


def test_a_directory_that_lies_about_sizes_is_noticed():
    bomb = bytearray(archive({"xl/worksheets/sheet1.xml": sheet_xml("<row/>" * 9_000_000)}))
    place = bomb.rindex(b"xl/worksheets/sheet1.xml", 0, bomb.rindex(b"PK\x05\x06")) - 46
    bomb[place + 24 : place + 28] = (1000).to_bytes(4, "little")
    assert refused(bytes(bomb)) in {"bomb", "damaged"}


def test_a_long_ledger_is_no_bomb():
    """60 MB of what people type, as a styled ledger of 100,000 rows unpacks to."""
    cell = '<c r="{}{}" t="inlineStr"><is><t>{}</t></is></c>'
    heads = "".join(
        cell.format(letter, 1, head) for letter, head in zip("ABC", ["门牌号", "姓名", "备注"], strict=True)
    )
    chance = random.Random(7)
    remarks = ["".join(chance.choices("0123456789放门口老人", k=3000)) for _ in range(50)]
    rows = "".join(
        f'<row r="{n}">' + cell.format("A", n, f"3-2-{n}") + cell.format("B", n, "何虚构")
        + cell.format("C", n, chance.choice(remarks) * 4) + "</row>"
        for n in range(2, 4002)
    )  # fmt: skip
    data = archive({"xl/worksheets/sheet1.xml": sheet_xml(f'<row r="1">{heads}</row>{rows}')})

    assert sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(data)).infolist()) > 60 * 2**20
    assert len(sheets.read(data, "台账.xlsx").records) == 4000


def test_more_than_any_ledger_is_refused(monkeypatch):
    monkeypatch.setattr("shouwang.reading.sheets.archive.MOST_UNPACKED", 20_000)
    assert refused(LEDGER) == "bomb"


def test_too_many_parts():
    assert refused(archive({f"xl/media/{n}.bin": b"x" for n in range(300)})) == "too_many_parts"


def test_an_archive_that_is_no_workbook():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        new.writestr("readme.txt", "nothing here")
    assert refused(out.getvalue()) == "not_a_table"


def test_two_cells_a_world_apart_end_the_child_and_not_the_desk():
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert refused(archive({"xl/worksheets/sheet1.xml": sheet_xml(far)})) in {"too_heavy", "too_long", "too_wide"}


def test_entities_never_expand():
    entities = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>&j;</t></is></c></row>'
    data = archive({"xl/worksheets/sheet1.xml": sheet_xml(rows, before=entities + "]>")})
    reading, words = outcome(data, "x.xlsx")
    assert len(repr(reading) if reading else words) < 100_000


def test_a_million_columns():
    assert refused((",".join("姓名" for _ in range(1_000_000)) + "\n").encode(), "x.csv") == "too_wide"


def test_a_million_empty_columns_are_no_columns():
    data = "门牌号,姓名,与户主关系" + "," * 1_000_000 + "\n3-2-501,何虚构,户主\n"
    assert [person.name for person in sheets.read(data.encode(), "x.csv").records] == ["何虚构"]


def test_a_quotation_mark_that_never_closes_loses_no_row():
    rows = "".join(f'3-2-{501 + n},何虚构,户主,"备注{n}\n' for n in range(3))
    reading = sheets.read(("门牌号,姓名,与户主关系,备注\n" + rows + "x" * 200_000).encode(), "x.csv")
    assert len(reading.records) >= 3


def test_nul_right_to_left_and_emoji_in_cells():
    data = "门牌号,姓名,与户主关系\n3-2-\x00501,\u202e何虚构,户主\n3-2-502," + "😀" * 1000 + ",妻\n"
    reading = sheets.read(data.encode(), "x.csv")
    assert reading.records[0].name == "何虚构"
    assert len(reading.records) == 2


def test_a_row_with_lost_characters_waits_and_its_neighbours_do_not():
    data = "门牌号,姓名,与户主关系\n3-2-501,何锟斤拷,户主\n3-2-502,马示例,户主\n"
    reading = sheets.read(data.encode(), "x.csv")
    assert [person.codes for person in reading.records] == ["text_damaged", ""]


def test_a_table_saved_in_the_wrong_encoding_is_read_anew():
    data = "门牌号,姓名,与户主关系\n3-2-501,何虚构,户主\n"
    wrong = data.encode("gb18030").decode("latin-1")
    assert [person.name for person in sheets.read(wrong.encode(), "x.csv").records] == ["何虚构"]


def test_a_locked_workbook_is_told_from_a_damaged_one():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        new.writestr("xl/workbook.xml", "<workbook/>")
    locked = bytearray(out.getvalue())
    central = locked.rindex(b"PK\x01\x02")
    locked[central + 8] |= 1
    assert refused(bytes(locked)) == "password"


def test_a_sheet_that_does_not_exist_is_named():
    with pytest.raises(sheets.Unreadable, match="网格9"):
        sheets.read(LEDGER, "x.xlsx", {"sheet": "网格9"})
    assert sheets.read(LEDGER, "x.xlsx", {"sheet": "说明"}).kind == "unknown"


def test_formulas_are_read_as_what_they_show_and_text_stays_text():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["门牌号", "姓名", "与户主关系", "备注"])
    sheet.write_row(1, 0, ["3-2-501", "何虚构", "户主"])
    sheet.write_string(1, 3, "=cmd|' /C calc'!A0")
    book.close()
    assert sheets.read(out.getvalue(), "x.xlsx").records[0].remark == "=cmd|' /C calc'!A0"


def outcome(data, name, context=None):
    """The reading, or the sentence that stands for it."""
    try:
        return sheets.read(data, name, context), ""
    except sheets.Unreadable as problem:
        return None, str(problem)


def ends_well(data, name, context=None):
    reading, words = outcome(data, name, context)
    assert reading or words
    if not reading:
        return
    rows = [*reading.accepted, *reading.review, *(left.row for left in reading.left_out)]
    assert sorted(rows) == list(range(1, reading.received + 1))
    reading.as_json()


HEADS = (
    "序号 楼栋 单元 房号 门牌号 姓名 户主 与户主关系 性别 身份证号 联系电话 常住 慢病 特殊人群 忌口 紧急联系人 日期 "
    "备注 药品名称 数量 医保卡 密码 时间 体温 出/入 事由 凭证 岗位 白班 夜班 2月17日 2.16早 商品 "
    "金额 是否付款 鸡蛋25元/板 用车日期 目的医院 人数 出舱号 去向"
).split()
WRITTEN = (
    "3号楼2单元 501 3-2-501 何虚构 同上 户主 长子 男 13000000101 1.3E+10 9.9E+17 990000194803150019 是 √ × 43869 "
    "2.8 8/3 高血压/络活喜5mg 合计 7户 填表人： 无 2盒 各2盒 36.5 365 未接 何、马 （空） 例 密码123456 一个月的量 "
    "出 8:05 1+1 锟斤拷"
).split()
CELLS = st.sampled_from(WRITTEN) | st.text(max_size=12) | st.just("")


@given(st.lists(st.sampled_from(HEADS), min_size=1, max_size=9), st.lists(st.lists(CELLS, max_size=9), max_size=8))
@settings(deadline=None, max_examples=300)
def test_any_rows_under_any_heads_end_in_exactly_one_place(heads, rows):
    out = io.StringIO()
    csv.writer(out).writerows([heads, *rows])
    ends_well(out.getvalue().encode("utf-8", "replace"), "x.csv")


@given(st.binary(max_size=600), st.sampled_from(["x.csv", "x.xlsx", "x.xls", ""]))
@settings(deadline=None)
def test_any_bytes_give_a_result_or_a_sentence(data, name):
    ends_well(data, name)


@given(st.lists(st.tuples(st.integers(0, len(LEDGER) - 1), st.integers(0, 255)), min_size=1, max_size=6))
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_a_damaged_workbook_gives_a_result_or_a_sentence(changes):
    data = bytearray(LEDGER)
    for place, byte in changes:
        data[place] = byte
    ends_well(bytes(data), "x.xlsx")


@given(
    st.sampled_from(sheets.KINDS), st.dictionaries(st.sampled_from("ABCDEFGHIJKLMNOP"), st.text(max_size=8) | st.none())
)
@settings(deadline=None)
def test_any_correction_of_kind_and_columns_is_survived(kind, columns):
    ends_well((SAMPLES / "sheet_A_ledger_raw.csv").read_bytes(), "x.csv", {"kind": kind, "columns": columns})


@pytest.mark.parametrize("kind", sheets.KINDS)
@pytest.mark.parametrize("sample", ["A_ledger", "B_medicine", "C_gate", "F_roster", "G_health"])
def test_every_sample_as_every_kind_ends_well(sample, kind):
    ends_well((SAMPLES / f"sheet_{sample}_raw.csv").read_bytes(), "x.csv", {"kind": kind, "on": "2020-02-17"})


def test_every_reason_that_is_used_has_a_sentence_that_asks():
    folder = Path(sheets.__file__).parent
    source = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py") if path.name != "reasons.py")
    for code, reason in sheets.REASONS.items():
        assert reason.why.endswith(".")
        assert reason.ask.endswith(("?", "."))
        assert f'"{code}"' in source, f"{code} is never used"
