"""Group orders 团购登记: one row a household with a column a good (wide), or one row a good (long)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from shouwang.reading.addresses import Address
from shouwang.reading.characters import write_cell
from shouwang.reading.sheets import amounts, cells, health_words
from shouwang.reading.sheets.goods import Good, find_goods, with_prices
from shouwang.reading.sheets.medicine import read_place
from shouwang.reading.sheets.reasons import Review
from shouwang.reading.sheets.records import Record, addr_json, number_json
from shouwang.reading.sheets.table import LeftOut, Line, Table

_NUMERALS = r"\d一二两三四五六七八九十半"
_INLINE = re.compile(rf"(.*?[^\s{_NUMERALS}xX*×])\s*[xX*×]?\s*([{_NUMERALS}]+(?:\.\d+)?\s*\D{{0,3}})$")


@dataclass(frozen=True, slots=True)
class OrderLine:
    good: str
    qty: Decimal | None
    unit: str | None = None
    spec: str | None = None

    def as_json(self) -> dict[str, Any]:
        told: dict[str, Any] = {"name": self.good, "qty": number_json(self.qty), "unit": self.unit}
        return told | ({"spec": self.spec} if self.spec else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsOrder(Record):
    """What one household ordered. `amount_yuan` is what the sheet states, `due_yuan` what its prices make."""

    name: str | None
    addr: Address | None = None
    phones: tuple[str, ...] = ()
    items: tuple[OrderLine, ...] = ()
    amount_yuan: Decimal | None = None
    due_yuan: Decimal | None = None
    is_paid: bool | None = None
    delivery: str | None = None
    diet: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        told = Record.as_json(self) | {
            "name": self.name,
            "addr": addr_json(self.addr),
            "phones": list(self.phones),
            "items": [item.as_json() for item in self.items],
        }
        extra = {
            "amount_cny": number_json(self.amount_yuan),
            "due_cny": number_json(self.due_yuan),
            "paid": self.is_paid,
            "delivery": self.delivery,
            "diet": list(self.diet) or None,
        }
        return told | {key: value for key, value in extra.items() if value is not None}


def read_orders(table: Table) -> tuple[list[GoodsOrder], dict[str, Any]]:
    """Read every order; count what is accepted, beside what a row of totals states."""
    goods = {} if table.has("goods") else with_prices(table, find_goods(table))
    table.columns = tuple(
        replace(column, field="good", how=column.how or "guessed", key=goods[column.index].name)
        if column.index in goods
        else column
        for column in table.columns
    )
    orders: list[GoodsOrder] = []
    for line in table.lines():
        order = _read_order(line, goods, orders[-1] if orders else None)
        if order is None:
            table.left_out.append(LeftOut(line.row, "nothing_ordered", line.source))
        else:
            orders.append(order)
    orders = _question_repeats(orders, table)
    return orders, {"goods": [_good_json(good) for good in goods.values()], **_totals(table, goods, orders)}


def _due(items: tuple[OrderLine, ...], goods: dict[int, Good]) -> Decimal | None:
    """What the quantities cost by the sheet's prices; None where a price or a quantity is missing."""
    prices = {good.name: good.price for good in goods.values()}
    due = Decimal(0)
    for item in items:
        price = prices.get(item.good)
        if price is None or item.qty is None:
            return None
        due += price * item.qty
    return due if items else None


def _question_repeats(orders: list[GoodsOrder], table: Table) -> list[GoodsOrder]:
    """The same again by the same person is left out; the same good for one door by another is asked."""
    seen: dict[tuple[Address, str], GoodsOrder] = {}
    kept = []
    for order in orders:
        earlier = [
            seen[order.addr, item.good] for item in order.items if order.addr and (order.addr, item.good) in seen
        ]
        if earlier and earlier[0].name == order.name and earlier[0].items == order.items:
            table.left_out.append(LeftOut(order.row, "duplicate", order.source, of_row=earlier[0].row))
            continue
        if earlier:
            review = Review("ordered_twice", "items", order.source, str(earlier[0].row))
            order = replace(order, reviews=(*order.reviews, review))
        kept.append(order)
        for item in order.items:
            if order.addr:
                seen.setdefault((order.addr, item.good), order)
    return kept


def _good_json(good: Good) -> dict[str, Any]:
    return {"name": good.name, "unit": good.unit, "spec": good.spec, "price_cny": number_json(good.price)}


def _read_order(line: Line, goods: dict[int, Good], above: GoodsOrder | None) -> GoodsOrder | None:
    name, _ = cells.read_name(line.text("name"))
    addr, addr_reviews = read_place(line)
    phone, phone_reviews = cells.read_phone(line.cell("phone"))
    if goods:
        items, item_reviews = _wide_items(line, goods)
        if not items and not item_reviews:
            return None
    else:
        items, item_reviews = _long_items(line)
    numbers = phone.numbers
    if phone.code == "same_as_above":
        numbers = above.phones if above else ()
        phone_reviews = () if numbers else (Review("same_as_what", "phone", phone.as_written),)
    if not goods and above and name is None and addr is None and not phone.as_written:
        # A household's further goods stand below it with nothing before them.
        name, addr, numbers, addr_reviews = above.name, above.addr, above.phones, ()
    amount, amount_reviews = amounts.read_money(line.cell("amount"), "amount")
    due = _due(items, goods)
    if amount is not None and due is not None and due != amount:
        amount_reviews = (Review("amount_differs", "amount", line.text("amount"), f"{due}"),)
    paid = line.text("paid")
    return GoodsOrder(
        row=line.row,
        source=line.source,
        name=name,
        addr=addr,
        phones=numbers,
        items=items,
        amount_yuan=amount,
        due_yuan=due,
        is_paid=True if re.search("已|微信|支付宝|现金|转账", paid) else cells.read_mark(paid),
        delivery=line.text("delivery") or None,
        diet=health_words.read_diet(line.text("diet")),
        remark=line.text("remark") or None,
        reviews=addr_reviews + item_reviews + phone_reviews + amount_reviews,
    )


def _wide_items(line: Line, goods: dict[int, Good]) -> tuple[tuple[OrderLine, ...], tuple[Review, ...]]:
    items, reviews = [], []
    for column, good in goods.items():
        text = write_cell(line.table.grid.merged_value(line.index, column)).strip()
        if not text or cells.is_nothing(text) or text in ("0", "×", "x", "X", "不要"):
            continue
        if text in ("√", "✓", "✔", "要", "有"):
            reviews.append(Review("qty_missing", good.name, text))
            items.append(OrderLine(good.name, None, good.unit, good.spec))
            continue
        amount = amounts.read_amount(text, good.unit)
        if amount.problem:
            reviews.append(Review("qty_unclear", good.name, text))
        elif good.unit and amount.unit and amount.unit != good.unit:
            reviews.append(Review("unit_differs", good.name, text))
        items.append(OrderLine(good.name, amount.value, amount.unit, good.spec))
    return tuple(items), tuple(reviews)


def _long_items(line: Line) -> tuple[tuple[OrderLine, ...], tuple[Review, ...]]:
    written = line.text("goods")
    pieces = [piece.strip() for piece in re.split(r"[\n;；、+]+", written) if piece.strip()]
    if not pieces:
        return (), (Review("goods_missing", "goods", written),)
    title = line.table.head.titles[line.table.places["qty"]] if line.table.has("qty") else ""
    unit = line.text("unit_of") or amounts.unit_in_head(title)
    counts = [piece for piece in re.split(r"[\n;；、]+", line.text("qty")) if piece.strip()]
    if not counts:
        return _inline_items(pieces, unit)
    if len(counts) == 1 and len(pieces) > 1 and counts[0].startswith("各"):
        counts *= len(pieces)
    if len(counts) != len(pieces):
        items = tuple(OrderLine(piece, None, unit) for piece in pieces)
        return items, (Review("lines_unequal", "qty", line.text("qty")),)
    reviews: list[Review] = []
    found = []
    for piece, count in zip(pieces, counts, strict=True):
        amount = amounts.read_amount(count, unit)
        if amount.problem:
            reviews.append(Review(amount.problem, "qty", count))
        found.append(OrderLine(piece, amount.value, amount.unit, line.text("spec") or None))
    return tuple(found), tuple(reviews)


def _inline_items(pieces: list[str], unit: str | None) -> tuple[tuple[OrderLine, ...], tuple[Review, ...]]:
    """Goods with their quantity in one cell: 鸡蛋2板、牛奶1箱."""
    items, reviews = [], []
    for piece in pieces:
        match = _INLINE.match(piece)
        amount = amounts.read_amount(match[2], unit) if match else amounts.Amount(None, problem="qty_missing")
        if amount.problem:
            reviews.append(Review(amount.problem, "goods", piece))
        items.append(OrderLine(match[1] if match else piece, amount.value, amount.unit))
    return tuple(items), tuple(reviews)


def _totals(table: Table, goods: dict[int, Good], orders: list[GoodsOrder]) -> dict[str, Any]:
    counted: dict[str, Decimal] = {}
    for order in orders:
        for item in order.items if not order.reviews else ():
            key = f"{item.good}|{item.unit or ''}"
            counted[key] = counted.get(key, Decimal(0)) + (item.qty or 0)
    all_by_good: dict[str, Decimal] = {}
    for order in orders:
        for item in order.items:
            all_by_good[item.good] = all_by_good.get(item.good, Decimal(0)) + (item.qty or 0)
    stated = []
    for left in table.left_out:
        if left.kind == "total":
            for column, good in goods.items():
                amount = amounts.read_amount(table.grid.text(left.row - 1, column))
                if amount.value is None:
                    continue
                counted_all = all_by_good.get(good.name, Decimal(0))
                told = {"row": left.row, "good": good.name, "stated": number_json(amount.value)}
                told |= {"counted": number_json(counted_all), "agree": amount.value == counted_all}
                stated.append(told)
    return {"totals": {key: number_json(value) for key, value in counted.items()}, "stated_totals": stated}
