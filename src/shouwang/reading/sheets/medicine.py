"""The drug list 药品代购登记表: who needs which drug, how many, and which cards and boxes came along."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from shouwang.reading import sensitive
from shouwang.reading.addresses import Address
from shouwang.reading.characters import fold
from shouwang.reading.sheets import amounts, cells, health_words
from shouwang.reading.sheets.reasons import Review
from shouwang.reading.sheets.records import Medicine, Record, addr_json, number_json
from shouwang.reading.sheets.table import Line, Table, usual_day

# Illustrative, after the rules of early 2020: they raise a flag for a pharmacist, never a refusal.
_FEVER_DRUGS = re.compile(
    "布洛芬|对乙酰氨基酚|扑热息痛|泰诺|美林|连花清瘟|奥司他韦|左氧氟沙星|复方甘草|感冒|退[烧热]|阿莫西林|头孢"
)
_CONTROLLED = re.compile("吗啡|羟考酮|芬太尼|哌甲酯|阿普唑仑|艾司唑仑|地西泮|唑吡坦|曲马多|氯硝西泮|劳拉西泮")
_LIMITED = re.compile("新康泰克|白加黑|伪麻黄碱|麻黄")
_CUSTODY = re.compile("代管|代保管|社区(?:保管|收)|在社区|已收")
_MAKER_ONLY = re.compile(
    r"只(?:要|吃|买)[一-龥]{1,8}(?:的|厂|牌)|(?:不|别)(?:要|能)?换(?:厂|牌|别的)|同(?:一)?(?:厂|品牌|牌子)|原厂"
)
_ANYTHING = re.compile("什么(?:牌子|厂家)都(?:行|可以)|替代(?:也)?(?:行|可)|可(?:以)?换")


_FLAGGED = (
    (_FEVER_DRUGS, "fever_drug_register"),
    (_CONTROLLED, "controlled_drug"),
    (_LIMITED, "limited_drug"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrugOrder(Record):
    """One person's drugs. `insurance_card`: True, False, None (not said) or "held_by_community"."""

    name: str | None
    addr: Address | None = None
    day: date | None = None
    phones: tuple[str, ...] = ()
    lines: tuple[Medicine, ...] = ()
    disease: str | None = None
    insurance_card: bool | str | None = None
    record: bool | None = None
    empty_box: bool | None = None
    paid_yuan: Decimal | None = None
    days_left: int | None = None
    substitution: str | None = None
    notes: tuple[str, ...] = ()
    is_sensitive: bool = False

    def as_json(self) -> dict[str, Any]:
        told = Record.as_json(self) | {
            "date": str(self.day) if self.day else None,
            "addr": addr_json(self.addr),
            "name": self.name,
            "phone": self.phones[0] if self.phones else None,
            "lines": [_line_json(medicine) for medicine in self.lines],
        }
        extra = {
            "phones": list(self.phones) if len(self.phones) > 1 else None,
            "disease": self.disease,
            "insurance_card": self.insurance_card,
            "record": self.record,
            "empty_box": self.empty_box,
            "paid_cny": number_json(self.paid_yuan),
            "days_left": self.days_left,
            "substitution": self.substitution,
            "notes": list(self.notes) or None,
            "reason": self.codes or None,
            "sensitive": self.is_sensitive or None,
        }
        return told | {key: value for key, value in extra.items() if value is not None}


def _line_json(medicine: Medicine) -> dict[str, Any]:
    told: dict[str, Any] = {"drug": medicine.name, "qty": number_json(medicine.qty)}
    if medicine.days is None:
        told["unit"] = medicine.unit
    extra = {
        "brand": medicine.brand,
        "spec": medicine.spec,
        "days": medicine.days,
        "per_day": medicine.per_day,
        "cold_chain": medicine.is_cold or None,
        "same_day": medicine.is_same_day or None,
    }
    return told | {key: value for key, value in extra.items() if value is not None}


def read_medicine(table: Table) -> tuple[list[DrugOrder], dict[str, Any]]:
    """Read every order; the day that most rows state settles those that may be read either way round."""
    batch = usual_day(table, "date") or table.on
    table.on = table.on or batch
    part = re.search("上午|下午|晚上?|早", table.head.title)
    orders = [_read_order(line, batch) for line in table.lines()]
    told = {"batch": f"{batch} {part[0]}" if batch and part else str(batch) if batch else None}
    return orders, told


def _choose_day(line: Line, batch: date | None) -> tuple[date | None, tuple[str, ...], tuple[Review, ...]]:
    """The day of the order; one that may be read two ways is that of the batch where it can be."""
    day, reviews = cells.read_day(line.cell("date"), on=line.table.on, year=line.table.year, field="date")
    if day.code == "ambiguous" and batch in day.candidates:
        return batch, (f"date_{day.as_written}_ambiguous_resolved_by_batch",), ()
    return day.day, (), reviews


def _read_order(line: Line, batch: date | None) -> DrugOrder:
    name, _ = cells.read_name(line.text("name"))
    missing = () if name else (Review("name_missing", "name"),)
    chosen, day_flags, day_reviews = _choose_day(line, batch)
    addr, addr_reviews = read_place(line)
    phone, phone_reviews = cells.read_phone(line.cell("phone"))
    remark = line.text("remark")
    lines, line_reviews = _read_lines(line, remark)
    card, card_flags = _read_card(line.text("insurance_card"))
    paid, paid_reviews = amounts.read_money(line.cell("amount"), "amount")
    drugs = " ".join(medicine.name for medicine in lines)
    has_fever = any(item.kind == "fever" for item in sensitive.find(f"{remark} {line.text('disease')}"))
    fever_reviews = (Review("fever_reported", "remark", remark),) if has_fever else ()
    drug_flags = tuple(flag for pattern, flag in _FLAGGED if pattern.search(drugs))
    left = re.search(r"\d{1,3}", line.text("days_left"))
    return DrugOrder(
        row=line.row,
        source=line.source,
        name=name,
        addr=addr,
        day=chosen,
        phones=phone.numbers,
        lines=lines,
        disease=line.text("disease") or None,
        insurance_card=card,
        record=cells.read_mark(line.text("record")),
        empty_box=cells.read_mark(line.text("empty_box")),
        paid_yuan=paid,
        days_left=int(left[0]) if left else None,
        substitution=_substitution(remark),
        notes=_notes(remark),
        is_sensitive=has_fever,
        remark=remark or None,
        flags=(*card_flags, *day_flags, *drug_flags),
        reviews=sum((missing, fever_reviews, addr_reviews, line_reviews, day_reviews, phone_reviews, paid_reviews), ()),
    )


def read_place(line: Line) -> tuple[Address | None, tuple[Review, ...]]:
    """Read the door of a row that stands for itself (no "as above" but by merged cells)."""
    return cells.read_door(
        address=line.text("address"),
        building=line.text("building") or line.section,
        unit=line.text("unit"),
        room=line.text("room"),
        register=line.table.register,
    )


def _read_lines(line: Line, remark: str) -> tuple[tuple[Medicine, ...], tuple[Review, ...]]:
    """Pair the drugs of a cell with the quantities of the next; more of one than of the other is asked."""
    written = line.text("drug")
    if re.fullmatch(r"\s*(?:同上|同前|〃)\s*", written):
        return (), (Review("same_as_above_in_drug_cell", "drug", written),)
    drugs = [_read_drug(piece, line.text("spec"), remark) for piece in _split_drugs(written)]
    if not drugs:
        return (), (Review("drug_missing", "drug", written),)
    title = line.table.head.titles[line.table.places["qty"]] if line.table.has("qty") else ""
    unit = line.text("unit_of") or amounts.unit_in_head(title)
    pieces = [piece for piece in re.split(r"[\n;；、]+|(?<=[盒支瓶袋片板])[\s,，]+", line.text("qty")) if piece.strip()]
    counts = [amounts.read_amount(piece, unit) for piece in pieces]
    if len(counts) == 1 and len(drugs) > 1 and counts[0].is_each:
        counts *= len(drugs)
    if not counts:
        counts = [amounts.Amount(drug.qty, drug.unit, problem=None if drug.qty else "qty_missing") for drug in drugs]
    if len(counts) != len(drugs):
        return tuple(drugs), (Review("lines_unequal", "qty", line.text("qty")),)
    reviews = []
    for count in counts:
        if count.problem:
            reviews.append(Review(count.problem, "qty", line.text("qty")))
        elif count.unit is None:
            reviews.append(Review("unit_unclear", "qty", line.text("qty")))
    per_day = amounts.read_per_day(remark)
    found = [
        replace(drug, qty=count.value, unit=count.unit, days=count.days, per_day=per_day if count.days else None)
        for drug, count in zip(drugs, counts, strict=True)
    ]
    return tuple(found), tuple(dict.fromkeys(reviews))


def _split_drugs(written: str) -> list[str]:
    pieces = [piece.strip() for piece in re.split(r"[\n;；+]+|、(?![^(（]*[)）])", written) if piece.strip()]
    if len(pieces) == 1:
        parts = [part.strip() for part in re.split(r"[,，](?![^(（]*[)）])", written) if part.strip()]
        if len(parts) > 1 and all(re.match(r"[A-Za-z一-龥]{2,}", part) for part in parts):
            return parts
    return pieces


def _read_drug(piece: str, spec_cell: str, remark: str) -> Medicine:
    """Read 苯磺酸氨氯地平片(络活喜) 5mg*7片*1板: name, brand in brackets, strength and pack."""
    text = re.sub(r"^\d{1,2}[.、)）]\s*", "", fold(piece))
    brand = re.search(r"\(([一-龥A-Za-z]{2,10})\)", text)
    if brand:
        text = text.replace(brand[0], " ")
    count = re.search(r"(?<![\d*])\s*([一二两三四五六七八九十\d]{1,3})\s*(盒|瓶|支|袋|板)\s*$", text)
    amount = amounts.read_amount(count[0]) if count else None
    if count:
        text = text[: count.start()]
    name, spec = health_words.split_spec(text)
    is_cold = health_words.is_cold(name)
    return Medicine(
        name=re.sub(r"\s+", "", name),
        brand=brand[1] if brand else None,
        spec=spec or spec_cell or None,
        qty=amount.value if amount else None,
        unit=amount.unit if amount else None,
        is_cold=is_cold,
        is_same_day=is_cold and "当天" in remark,
    )


def _read_card(text: str) -> tuple[bool | str | None, tuple[str, ...]]:
    if _CUSTODY.search(text):
        return "held_by_community", ("card_custody",)
    return cells.read_mark(text), ()


def _substitution(remark: str) -> str | None:
    if _MAKER_ONLY.search(remark):
        return "same_manufacturer_only"
    return "any" if _ANYTHING.search(remark) else None


def _notes(remark: str) -> tuple[str, ...]:
    """What a remark says beyond what became a field: what not to buy must reach the pharmacy."""
    pieces = re.split(r"[;；。\n]+", remark)
    kept = [piece.strip() for piece in pieces if re.search("别|不要|勿|不能|只要|必须|一定|换|忌", piece)]
    return tuple(piece for piece in kept if piece and not _MAKER_ONLY.search(piece))
