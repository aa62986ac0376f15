"""The gate book 出入登记: who went out or came in, how warm, why, and what the guard decided."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from shouwang.reading import dates
from shouwang.reading.addresses import Address
from shouwang.reading.characters import fold, write_cell
from shouwang.reading.sheets import cells
from shouwang.reading.sheets.grid import Cell
from shouwang.reading.sheets.reasons import Review
from shouwang.reading.sheets.records import Record, addr_json, moment_json
from shouwang.reading.sheets.table import Line, Table

FEVER = 37.3
_SHOPPING_DAYS = 3  # of early 2020: one of a household, once in three days
_DIRECTIONS = {"出": "out", "外出": "out", "出门": "out", "离开": "out", "入": "in", "进": "in", "回": "in",
               "进入": "in", "返回": "in", "来访": "in", "out": "out", "in": "in"}  # fmt: skip
_REASONS = (("work", "上班|工作|值班|复工"), ("shopping", "买菜|超市|购物|采购"), ("medicine", "买药|取药|拿药|配药"),
            ("walk", "散步|遛弯|走走|锻炼|遛狗"), ("delivery", "送餐|外卖|快递|送货|送菜"))  # fmt: skip
_CREDENTIALS = (("work_pass", "工作证|工牌|复工证"), ("supply_pass", "保供证"), ("pass", "出入证|通行证"),
                ("appointment", "预约单|预约|挂号单"), ("identity_card", "身份证"))  # fmt: skip
_VISITORS = re.compile("^(?:外卖|快递|送餐|送货|送水|维修|访客|施工|司机|保洁|物业|燃气|电工|骑手|亲戚|朋友)")
_NAMELESS = re.compile("不愿|不肯|拒绝|不说|匿名|不详|不知|未登记|不留名")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage(Record):
    """One passage, or one that was turned back. `decision`: allow, allow_recorded, allow_with_report,
    turned_back, stop_at_gate. `temp` in degrees Celsius, None where it was not measured."""

    name: str | None
    day: date | None = None
    at: time | None = None
    addr: Address | None = None
    visitor: str | None = None
    is_anonymous: bool = False
    phones: tuple[str, ...] = ()
    temp: float | None = None
    temp_recheck: float | None = None
    direction: str | None = None
    reason: str | None = None
    credential: str | None = None
    decision: str = "allow"
    converted_to: str | None = None
    check: str | None = None
    pairs_with_row: int | None = None

    def as_json(self) -> dict[str, Any]:
        told = Record.as_json(self) | {
            "t": moment_json(self.day, self.at),
            "name": self.name,
            "addr": addr_json(self.addr),
            "temp": self.temp,
            "dir": self.direction,
            "reason": self.reason,
            "credential": self.credential,
            "decision": self.decision,
        }
        extra = {
            "visitor": self.visitor,
            "anonymous": self.is_anonymous or None,
            "phones": list(self.phones) or None,
            "temp_recheck": self.temp_recheck,
            "converted_to": self.converted_to,
            "check": self.check,
            "pairs_with_row": self.pairs_with_row,
        }
        return told | {key: value for key, value in extra.items() if value is not None}


def read_gate(table: Table) -> tuple[list[Passage], dict[str, Any]]:
    """Read every passage, pair the ways back with the ways out, and count beside what the sheet counted."""
    passages = _pair([_read_passage(line) for line in table.lines()])
    gate = re.search("[东西南北正后大侧]+门|[一二三四\\d]+号门", table.head.title)
    told: dict[str, Any] = {"date": str(table.on) if table.on else None, "gate": gate[0] if gate else None}
    for left in table.left_out:
        counts = dict(re.findall(r"(出|入|劝返)\D{0,2}(\d+)", left.text))
        if left.kind == "total" and counts:
            names = {"出": "out", "入": "inn", "劝返": "turned_back"}
            told["summary_row"] = left.row
            told["stated"] = {names[word]: int(count) for word, count in counts.items()}
    gone = [p for p in passages if p.direction == "out" and p.decision.startswith("allow")]
    told["parsed"] = {
        "out_allowed": len(gone),
        "turned_back": sum(p.decision == "turned_back" for p in passages),
        "inn": sum(p.direction == "in" and p.decision.startswith("allow") for p in passages),
        "stop_at_gate": sum(p.decision == "stop_at_gate" for p in passages),
    }
    back = {p.pairs_with_row for p in passages}
    told["still_out"] = [p.name for p in gone if p.row not in back]
    return passages, told


def _read_passage(line: Line) -> Passage:
    written, remark = line.text("name"), line.text("remark")
    visitor = written if _VISITORS.match(written) else None
    is_anonymous = bool(_NAMELESS.search(written))
    name = None if visitor or is_anonymous else cells.read_name(written)[0]
    day, at, time_reviews = _read_moment(line)
    addr, addr_reviews = _read_addr(line, visitor)
    phone, phone_reviews = cells.read_phone(line.cell("phone"))
    temp, temp_reviews = read_temp(line.cell("temp"))
    again = re.search(r"复[测查]\D{0,3}(\d{2}[.。]?\d?)", remark)
    recheck = read_temp(again[1])[0] if again else None
    direction = _DIRECTIONS.get(re.sub(r"\s", "", line.text("direction")).lower())
    reason = _word(line.text("reason"), _REASONS)
    decision, converted = _decide(remark, temp)
    check = _too_soon(line, remark, reason, day) if decision == "allow" else None
    nameless = () if written else (Review("name_missing", "name"),)
    lost = () if direction else (Review("direction_unclear", "direction", line.text("direction")),)
    return Passage(
        row=line.row,
        source=line.source,
        name=name,
        day=day,
        at=at,
        addr=addr,
        visitor=visitor,
        is_anonymous=is_anonymous,
        phones=phone.numbers,
        temp=temp,
        temp_recheck=recheck,
        direction=direction,
        reason=reason,
        credential=_credential(line.text("credential")),
        decision="allow_recorded" if check else decision,
        converted_to=converted,
        check=check,
        remark=remark or None,
        flags=("temp_high>=37.3",) if temp is not None and temp >= FEVER else (),
        reviews=nameless + time_reviews + addr_reviews + phone_reviews + temp_reviews + lost,
    )


def _read_moment(line: Line) -> tuple[date | None, time | None, tuple[Review, ...]]:
    """The day of the row's own date, else of the title; the time in any of its styles (830, 8点40)."""
    cell, day = line.cell("time"), line.table.on
    reviews: tuple[Review, ...] = ()
    if line.text("date"):
        found, reviews = cells.read_day(line.cell("date"), on=day, year=line.table.year, field="date")
        day = found.day or day
    elif re.search(r"\d\s*[-/.月]\s*\d", write_cell(cell)) and not re.fullmatch(r"\d{1,2}\.\d\d", write_cell(cell)):
        found = dates.read_date(cell, on=day, year=line.table.year)
        day = found.day or day
        if found.at:
            return day, found.at, reviews
    at = dates.read_time(cell)
    if at is None:
        reviews = (*reviews, Review("time_bad", "time", line.text("time")))
    if day is None:
        reviews = (*reviews, Review("date_no_year", "date", line.text("date")))
    return day, at, reviews


def _read_addr(line: Line, visitor: str | None) -> tuple[Address | None, tuple[Review, ...]]:
    """A building alone is enough at a gate, and a visitor needs no door."""
    addr, reviews = cells.read_door(
        address=line.text("address"), building=line.text("building"), unit=line.text("unit"), room=line.text("room")
    )
    fine = {"room_missing"} | ({"address_missing"} if visitor else set())
    return addr, tuple(review for review in reviews if review.code not in fine)


def read_temp(cell: Cell) -> tuple[float | None, tuple[Review, ...]]:
    """Read degrees: 36.5, 36。4, 365, 36.5℃; "normal" is no number, and anything else is asked."""
    text = re.sub(r"[\s℃度°C]", "", fold(write_cell(cell)).replace("。", ".").replace(",", "."))
    if not text or text in ("正常", "-", "/", "√", "✓", "无", "未测"):
        return None, ()
    if re.fullmatch(r"3[4-9]\d|4[0-2]\d", text):
        text = f"{text[:2]}.{text[2:]}"
    if re.fullmatch(r"(?:3[4-9]|4[0-2])(?:\.\d{1,2})?", text):
        return float(text), ()
    return None, (Review("temp_unclear", "temp", write_cell(cell)),)


def _word(text: str, table: tuple[tuple[str, str], ...]) -> str | None:
    for word, pattern in table:
        if re.search(pattern, text):
            return word
    return None if cells.is_nothing(text) else text


def _credential(text: str) -> str | None:
    if cells.is_nothing(text):
        return None
    found = []
    for piece in re.split(r"[+、,，/]", text):
        word = _word(piece, _CREDENTIALS)
        number = re.search(r"\d{2,}$", piece.strip())
        if word:
            found.append(f"{word}:{number[0]}" if number and word != piece else word)
    return "+".join(found)


def _decide(remark: str, temp: float | None) -> tuple[str, str | None]:
    if re.search("劝返|劝回|不让出|未放行|拒绝", remark):
        return "turned_back", "medicine_request" if re.search("代购|代买|登记.{0,2}药", remark) else None
    if re.search("不进|放门岗|放门口|门岗代收|止步", remark):
        return "stop_at_gate", None
    if "上报" in remark or (temp is not None and temp >= FEVER):
        return "allow_with_report", None
    return "allow", None


def _too_soon(line: Line, remark: str, reason: str | None, day: date | None) -> str | None:
    """Whether a shopper was out less than three days before, as the remark says."""
    match = re.search(r"上次(?:外?出)?\s*(\S+)", remark)
    if not match or reason != "shopping" or day is None:
        return None
    last = dates.read_date(match[1], on=day, year=line.table.year).day
    return f"interval_violation: {last}" if last and 0 <= (day - last).days < _SHOPPING_DAYS else None


def _pair(passages: list[Passage]) -> list[Passage]:
    """Join each way in to the last way out of the same person; one without such is flagged."""
    out: dict[tuple[str, Address | None], int] = {}
    paired = []
    for passage in passages:
        key = (passage.name or "", passage.addr)
        if passage.name and passage.decision.startswith("allow"):
            if passage.direction == "out":
                out[key] = passage.row
            elif passage.direction == "in" and key in out:
                passage = replace(passage, pairs_with_row=out.pop(key))
            elif passage.direction == "in":
                passage = replace(passage, flags=(*passage.flags, "no_matching_exit"))
        paired.append(passage)
    return paired
