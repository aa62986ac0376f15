"""The goods of a wide order: a column each, named, priced and measured by its head or by rows below it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from shouwang.reading.sheets import amounts
from shouwang.reading.sheets.headers import Column
from shouwang.reading.sheets.table import PRICES, Table
from shouwang.reading.text import even_out

_PRICE = re.compile(
    r"(\d+(?:\.\d+)?)\s*(?:元|块|¥|￥)(?:\s*/?\s*([一-龥]))?|[¥￥]\s*(\d+(?:\.\d+)?)(?:\s*/?\s*([一-龥]))?"
)
_UNITS = "份盒斤袋箱瓶个板件包桶提只条罐"


@dataclass(frozen=True, slots=True)
class Good:
    """What a column stands for. `price` in yuan for one `unit`."""

    name: str
    unit: str | None = None
    spec: str | None = None
    price: Decimal | None = None


def find_goods(table: Table) -> dict[int, Good]:
    """Take for goods the columns with a head of their own and small numbers below."""
    found = {}
    for column in table.columns:
        if column.field == "good" or (column.field is None and column.how != "given" and _holds_numbers(table, column)):
            found[column.index] = read_good(column)
    return found


def _holds_numbers(table: Table, column: Column) -> bool:
    if not column.title or len(column.title) > 40:
        return False
    first = table.head.first_data_row
    rows = [row for row in range(first, min(first + 300, len(table.grid.rows))) if not _label(table, row)]
    texts = [table.grid.text(row, column.index) for row in rows]
    texts = [text for text in texts if text]
    numbers = [
        text for text in texts if re.match(r"\d{1,3}(?:\.\d)?\D{0,2}$|[一二两三四五六七八九十半]\D?$|[√✓]$", text)
    ]
    return bool(texts) and len(numbers) * 10 >= len(texts) * 8


def read_good(column: Column) -> Good:
    """Read a head such as 鸡蛋（30枚/板）25元, A套餐 50元/份, 大米(袋)."""
    text = even_out(column.title.replace("\n", " ")).strip()
    price = _PRICE.search(text)
    unit = (price[2] or price[4]) if price else None
    text = _PRICE.sub("", text).strip(" /,，:：")
    spec = None
    if match := re.search(r"[(（]([^()（）]*)[)）]", text):
        inside = match[1].strip()
        text = (text[: match.start()] + text[match.end() :]).strip()
        if inside in _UNITS:
            unit = unit or inside
        elif inside:
            spec = inside
            if per := re.search(rf"/\s*([{_UNITS}])$", inside):
                unit = unit or per[1]
    elif match := re.search(rf"/\s*([{_UNITS}])$", text):
        text, unit = text[: match.start()].strip(), unit or match[1]
    money = Decimal(price[1] or price[3]) if price else None
    return Good(text or column.title, unit, spec, money)


def _label(table: Table, row: int) -> str:
    """What a row of prices or units calls itself; "" for any other row."""
    first = next((text for _, text in table.grid.filled(row)), "")
    return first if re.fullmatch(PRICES, first) else ""


def with_prices(table: Table, goods: dict[int, Good]) -> dict[int, Good]:
    """Add the prices and units that stand in a row of their own under the heads."""
    first = table.head.first_data_row
    for row in range(first, min(first + 3, len(table.grid.rows))):
        label = _label(table, row)
        for column, good in goods.items():
            text = table.grid.text(row, column)
            if "价" in label and good.price is None:
                goods[column] = replace(good, price=amounts.read_money(text, "price")[0])
            elif label == "单位" and good.unit is None:
                goods[column] = replace(good, unit=text or None)
            elif label == "规格" and good.spec is None:
                goods[column] = replace(good, spec=text or None)
    return goods
