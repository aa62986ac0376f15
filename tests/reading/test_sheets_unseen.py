"""Sheets of shapes that no sample has: made here as a grid worker would make them."""

import io
import zipfile
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from shouwang.reading import sheets

SAMPLES = Path(__file__).parent / "samples/sheets"


def workbook(rows, merged=(), name="Sheet1"):
    """An xlsx with `rows`, and `merged` areas as (top, left, bottom, right, text)."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet(name)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    clock = book.add_format({"num_format": "hh:mm"})
    for top, left, bottom, right, text in merged:
        sheet.merge_range(top, left, bottom, right, text)
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, datetime):
                sheet.write_datetime(row, column, cell.replace(tzinfo=None), day)
            elif isinstance(cell, time):
                sheet.write_datetime(row, column, cell, clock)
            elif isinstance(cell, int | float):
                sheet.write_number(row, column, cell)
            elif cell is not None:
                sheet.write_string(row, column, cell)
    book.close()
    return out.getvalue()


def csv_of(text):
    return text.strip().encode("gb18030")


def all_rows(reading):
    return sorted([*reading.accepted, *reading.review, *(left.row for left in reading.left_out)])


def items(order):
    return [(item.good, item.qty, item.unit) for item in order.items]


def test_a_wide_group_order_with_a_two_row_head():
    rows = [
        [None],
        [None, None, None, None, None, "鸡蛋(30枚/板)25元", "蔬菜包\n10斤 50元/份", "大米（袋）", None],
        [1, None, "501", "何虚构", 13000000101, 2, 1, None, "放门口"],
        [2, None, "502", "马示例", "13000000102", "1板", None, "2", None],
        [3, None, "601", "牛样本", "同上", "√", None, None, None],
        [4, "5号楼1单元", "203", "钟无忧", None, None, None, None, None],
        [5, "5号楼1单元", "204", "安样例", None, "3-4板", 1, None, None],
        ["合计", None, None, None, None, 3, 2, 2, None],
        ["制表：样例"],
    ]
    merged = [(0, column, 1, column, head) for column, head in enumerate(["序号", "楼栋", "房号", "姓名", "手机号"])]
    merged += [(0, 5, 0, 7, "商品及数量"), (0, 8, 1, 8, "备注"), (2, 1, 4, 1, "3号楼2单元")]
    reading = sheets.read(workbook(rows, merged), "团购.xlsx")
    orders = {order.row: order for order in reading.records}
    assert reading.kind == "groupbuy"
    assert items(orders[3]) == [("鸡蛋", 2, "板"), ("蔬菜包 10斤", 1, "份")]
    assert orders[3].addr.text == "3-2-501"
    assert orders[4].addr.text == "3-2-502"
    assert items(orders[4]) == [("鸡蛋", 1, "板"), ("大米", 2, "袋")]
    assert orders[5].phones == ("13000000102",)
    assert orders[5].codes == "qty_missing"
    assert orders[7].codes == "qty_unclear"
    assert [(left.row, left.kind) for left in reading.left_out] == [
        (1, "header"),
        (2, "header"),
        (6, "nothing_ordered"),
        (8, "total"),
        (9, "footer"),
    ]
    assert all_rows(reading) == list(range(1, 10))
    goods = {good["name"]: good for good in reading.as_json()["goods"]}
    assert goods["鸡蛋"] == {"name": "鸡蛋", "unit": "板", "spec": "30枚/板", "price_cny": 25}


def test_a_long_group_order_keeps_a_household_together():
    reading = sheets.read(
        csv_of(
            """
样例小区蔬菜团购登记,,,,,,
门牌号,联系人,电话,商品名称,数量,金额,是否付款
3-2-501,何虚构,13000000101,鸡蛋,2板,50,已付
,,,牛奶,1箱,65元,已付
3-2-502,马示例,13000000102,青菜、豆腐,各2份,"1,024.5",否
3-2-503,牛样本,13000000105,鸡蛋3板、牛奶,,,微信
"""
        ),
        "团购.csv",
    )
    first, second, third, fourth = reading.records
    assert (second.name, second.addr.text, items(second)) == ("何虚构", "3-2-501", [("牛奶", 1, "箱")])
    assert items(third) == [("青菜", 2, "份"), ("豆腐", 2, "份")]
    assert (third.amount_yuan, third.is_paid) == (Decimal("1024.5"), False)
    assert items(fourth) == [("鸡蛋", 3, "板"), ("牛奶", None, None)]
    assert fourth.codes == "qty_missing"
    assert first.is_paid is True


def test_a_transfer_list():
    rows = [
        ["样例方舱出舱人员转运交接单（2020年3月9日）"],
        ["序号", "出舱/住院号", "姓名", "性别", "年龄", "身份证号", "联系电话", "核酸(两次)", "出院手续",
         "去向\n（康复驿站/隔离点）", "房号",
         "随身物品", "签收", "备注"],
        [1, "A012", "何虚构", "男", 71, "990000194803150019", 13000000101, "阴/阴", "√", "样例宾馆", "301", "1箱",
         None, None],
        [2, "A013", "马示例", "女", 69, "990000195011020026", 13000000102, "阴阴", "缺出院小结", "样例宾馆", "302",
         None, None, "需轮椅"],
        [3, "A013", "苗测试", "女", 28, 9.9000019911212e17, None, "阴/阴", "齐", None, None, None, None, "无人接"],
        [4, "A015", "阿依努尔•样例", "男", 26, "990000199304050083", "无", "阴/阴", "√", "居家", None, None, None,
         None],
        ["合计：4人"],
        ["交接人：", None, None, None, "接收人："],
    ]  # fmt: skip
    reading = sheets.read(workbook(rows), "转运.xlsx")
    people = {person.row: person for person in reading.records}
    assert reading.kind == "transfer"
    assert (people[3].name, people[3].destination, people[3].destination_room) == ("何虚构", "样例宾馆", "301")
    assert (people[3].paperwork, people[3].day) == (True, date(2020, 3, 9))
    assert (people[4].paperwork, people[4].flags) == (False, ("paperwork_missing",))
    assert people[5].codes == "id_precision_lost; destination_missing; ward_twice"
    assert people[5].identity is None
    assert people[6].codes == "sex_differs"
    assert {left.row: left.kind for left in reading.left_out} == {1: "title", 2: "header", 7: "total", 8: "footer"}
    assert all_rows(reading) == list(range(1, 9))


def test_a_vehicle_sheet():
    rows = [
        ["社区爱心车队用车登记表", None, None, None, None, None, None, None, None],
        ["序号", "用车日期", "上车时间", "姓名", "上车地点", "住址", "电话", "目的医院", "事由", "人数/轮椅",
         "是否等候", "安排车辆及司机", "备注"],
        [1, datetime(2020, 2, 20, tzinfo=UTC), time(7, 30), "何虚构", None, "3-2-501", 13000000101, "样例医院",
         "透析", "1/轮椅", "等候", None,
         "每周二、四、六"],
        [2, "2月20日", "8点半", "苗测试", None, "3-2-601", "13000000105", "妇幼样例院", "产检", "1+1", "不用等",
         "1号车", None],
        [3, "2.21下午", None, "尉迟样本", None, "92号院8楼东", "无", "样例医院", "化疗", "2人", None, None, None],
        [4, "20日", "9:00", "解测验", None, "5-1-203", "13000000110", None, "复查", "好几个", None, None, None],
        [5, "2月30日", "9:00", "查无此", None, "5-1-204", "13000000111", "样例医院", "复查", 1, None, None, None],
    ]  # fmt: skip
    reading = sheets.read(workbook(rows), "用车.xlsx")
    rides = {ride.row: ride for ride in reading.records}
    assert reading.kind == "vehicle"
    assert (rides[3].day, rides[3].at, rides[3].has_wheelchair, rides[3].waits) == (
        date(2020, 2, 20),
        time(7, 30),
        True,
        True,
    )
    assert rides[3].every == "每周二、四、六"
    assert (rides[4].at, rides[4].passengers, rides[4].waits, rides[4].status) == (time(8, 30), 2, False, "accepted")
    assert (rides[5].day, rides[5].at, rides[5].until) == (date(2020, 2, 21), time(12), time(18))
    assert (rides[6].day, rides[6].codes) == (date(2020, 2, 20), "destination_missing; pax_unclear")
    assert rides[7].codes == "date_bad"
    assert all_rows(reading) == list(range(1, 8))


def test_a_ledger_with_three_columns_for_a_door_and_a_section_a_building():
    reading = sheets.read(
        csv_of(
            """
居民花名册,,,,,
楼号,单元号,房间号,居民姓名,联系方式,身份证
一、3号楼,,,,,
,2,501,何虚构,13000000101,990000194803150019
,2,502,马示例,13000000102,
5,1,203,钟无忧,1300000011O,
"""
        ),
        "名册.csv",
    )
    found = [(person.name, person.addr.text) for person in reading.records]
    assert found == [("何虚构", "3-2-501"), ("马示例", "3-2-502"), ("钟无忧", "5-1-203")]
    assert reading.records[2].codes == "phone_misread"
    assert all_rows(reading) == list(range(1, 7))


def test_a_new_head_without_a_door_does_not_move_in_above():
    reading = sheets.read(
        csv_of(
            "门牌号,户主,姓名,与户主关系,电话\n3-2-501,何虚构,何虚构,户主,13000000101\n,马示例,马示例,户主,13000000102\n"
        ),
        "l.csv",
    )
    assert reading.records[1].addr is None
    assert reading.records[1].codes == "address_missing"


def test_two_rows_of_one_person_that_differ_are_asked():
    head = "门牌号,姓名,与户主关系,电话,身份证号\n"
    rows = "3-2-501,何虚构,户主,13000000101,990000194803150019\n3-2-501,何虚构,户主,13000000109,990000194803150019\n"
    other = "3-2-502,马示例,户主,13000000102,990000194803150019\n"
    reading = sheets.read(csv_of(head + rows + other), "l.csv")
    assert [person.codes for person in reading.records] == ["", "duplicate_differs", "sex_differs; id_taken_twice"[13:]]
    assert not reading.duplicates


def test_the_register_judges_doors():
    data = csv_of("门牌号,姓名,与户主关系\n3-501,何虚构,户主\n3-2-909,马示例,户主\n")
    reading = sheets.read(data, "l.csv", {"register": ["3-2-501", "3-2-502"]})
    assert reading.records[0].addr.text == "3-2-501"
    assert reading.records[1].codes == "address_not_in_register"


def test_a_sheet_of_no_known_kind_loses_nothing():
    reading = sheets.read(csv_of("甲,乙\n子,丑\n寅,卯\n"), "x.csv")
    assert reading.kind == "unknown"
    assert [record.codes for record in reading.records] == ["kind_unknown"] * 3
    again = sheets.read(
        csv_of("甲,乙\n3-2-501,何虚构\n"),
        "x.csv",
        {"kind": "ledger", "header_row": 1, "columns": {"A": "address", "乙": "name"}},
    )
    assert [(person.name, person.addr.text) for person in again.records] == [("何虚构", "3-2-501")]


HEADLESS = """
1,3-2-501,何虚构,男,990000194803150019,13000000101,早
2,3-2-502,马示例,女,990000195203150028,13000000102,晚
3,3-2-503,牛样本,男,990000196003150036,13000000103,早
"""


def test_columns_without_heads_are_guessed_and_every_row_waits_for_a_yes():
    reading = sheets.read(csv_of(HEADLESS), "x.csv")

    assert reading.kind == "ledger"
    fields = ["seq", "address", "name", "sex", "id_no", "phone", None]
    assert [(column.field, column.how) for column in reading.columns] == [(f, "guessed" if f else "") for f in fields]
    assert [person.name for person in reading.records] == ["何虚构", "马示例", "牛样本"]
    assert not reading.accepted
    assert all("columns_guessed" in person.codes for person in reading.records)


def test_guessed_columns_hold_once_a_person_has_confirmed_them():
    given = {column.letter: column.field for column in sheets.read(csv_of(HEADLESS), "x.csv").columns}
    reading = sheets.read(csv_of(HEADLESS), "x.csv", {"kind": "ledger", "columns": given})

    assert not any("columns_guessed" in person.codes for person in reading.records)
    assert [person.addr.text for person in reading.records] == ["3-2-501", "3-2-502", "3-2-503"]


def test_of_two_columns_of_names_neither_is_guessed():
    rows = "3-2-501,何虚构,马示例\n3-2-502,牛样本,苗测试\n3-2-503,单演示,仇范例\n"
    reading = sheets.read(csv_of(rows), "x.csv")

    assert [column.field for column in reading.columns] == ["address", None, None]
    assert [record.codes for record in reading.records] == ["kind_unknown"] * 3


@pytest.mark.parametrize("delimiter", ["\t", ";", "|"])
def test_other_delimiters(delimiter):
    text = "门牌号,姓名,与户主关系\n3-2-501,何虚构,户主\n".replace(",", delimiter)
    for data in (text.encode("utf-16"), text.encode("utf-8-sig"), text.encode("gb18030")):
        assert [person.name for person in sheets.read(data, "x.txt").records] == ["何虚构"]


def test_a_table_saved_as_a_web_page_is_read_for_what_it_is():
    page = "<html><table><tr><th>门牌号<th>姓名<th>与户主关系</tr><tr><td>3-2-501<td>何虚构<td>户主</tr></table></html>"
    assert [person.name for person in sheets.read(page.encode(), "导出.xls").records] == ["何虚构"]


def test_an_old_excel_workbook():
    path = SAMPLES / "ledger_old_excel.xls"
    reading = sheets.read(path.read_bytes(), path.name)
    found = [(person.name, person.addr.text, person.phones, person.checked) for person in reading.records]
    day = date(2020, 2, 8)
    assert found == [("何虚构", "3-2-501", ("13000000101",), day), ("马示例", "3-2-501", ("13000000101",), day)]
    assert [left.kind for left in reading.left_out] == ["title", "header", "total"]


def test_an_open_document_sheet():
    cells = [["门牌号", "姓名", "与户主关系", "联系电话"], ["3-2-501", "何虚构", "户主", 13000000101]]
    rows = "".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in cells)
    names = ("office", "table", "text")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    body = f'<office:spreadsheet><table:table table:name="一">{rows}</table:table></office:spreadsheet>'
    page = f"<office:document-content {spaces}><office:body>{body}</office:body></office:document-content>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        new.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        new.writestr("META-INF/manifest.xml", "<manifest/>")
        new.writestr("content.xml", page)
    person = sheets.read(out.getvalue(), "台账.ods").records[0]
    assert (person.name, person.addr.text, person.phones) == ("何虚构", "3-2-501", ("13000000101",))


def ods_cell(cell):
    kind = f'office:value-type="float" office:value="{cell}"' if isinstance(cell, int) else 'office:value-type="string"'
    return f"<table:table-cell {kind}><text:p>{cell}</text:p></table:table-cell>"


def test_a_second_telephone_column_is_kept():
    data = csv_of("门牌号,姓名,与户主关系,联系电话,备用电话\n3-2-501,何虚构,户主,13000000101,027-8500 0000\n")
    assert sheets.read(data, "l.csv").records[0].phones == ("13000000101", "027-85000000")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("何小虚 13000000103", [{"name": "何小虚", "phone": "13000000103"}]),
        ("女儿：13000000104（外地）", [{"relation": "女儿", "phone": "13000000104", "note": "外地"}]),
        ("社区书记", [{"name": "社区书记"}]),
        (
            "儿子何小虚130-0000-0103；女儿 13000000104",
            [
                {"name": "何小虚", "relation": "儿子", "phone": "13000000103"},
                {"relation": "女儿", "phone": "13000000104"},
            ],
        ),
        ("无", []),
    ],
)
def test_emergency_contacts_in_many_words(written, told):
    data = csv_of(f"门牌号,姓名,与户主关系,紧急联系人\n3-2-501,何虚构,户主,{written}\n")
    person = sheets.read(data, "l.csv").records[0]
    assert [contact.as_json() for contact in person.emergency] == told


def test_prices_in_a_row_of_their_own_and_what_does_not_add_up():
    reading = sheets.read(
        csv_of(
            """
周三蔬菜团购统计,,,,,,
楼号,房号,姓名,土豆,白菜,合计金额,备注
单价,,,3元,2.5,,
单位,,,斤,棵,,
3,501,何虚构,2,2,11,
3,502,马示例,1,,30,
3,501,何虚构,2,2,11,又填了一次
3,501,何小虚,5,,15,
"""
        ),
        "团购.csv",
    )
    orders = {order.row: order for order in reading.records}
    assert items(orders[5]) == [("土豆", 2, "斤"), ("白菜", 2, "棵")]
    assert (orders[5].due_yuan, orders[5].codes) == (Decimal(11), "")
    assert orders[6].codes == "amount_differs"
    assert [(left.row, left.of_row) for left in reading.duplicates] == [(7, 5)]
    assert orders[8].codes == "ordered_twice"
    assert [left.kind for left in reading.left_out] == ["title", "header", "prices", "prices", "duplicate"]
    assert all_rows(reading) == list(range(1, 9))
