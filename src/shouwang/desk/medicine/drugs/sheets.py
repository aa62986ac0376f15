"""A formulary as a sheet: what its columns are, what each row says, and what a row that cannot be read lacks."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from shouwang.desk.medicine.actions.drugs import Box
from shouwang.desk.medicine.bridge import is_cold
from shouwang.desk.medicine.drugs.classes import STRICTEST_FIRST, class_by_name
from shouwang.desk.medicine.drugs.names import fold, form_in
from shouwang.desk.medicine.models import Drug, DrugClass

HEADS: dict[str, str] = {
    "generic": "通用名 通用名称 药品通用名 药品名称 药名 品名 名称 药品 generic genericname name drug drugname",
    "brand": "商品名 商品名称 商标 商标名 品牌 brand brandname tradename",
    "strength": "规格 药品规格 含量规格 制剂规格 含量 strength spec specification",
    "form": "剂型 form dosageform",
    "maker": "生产企业 生产厂家 生产厂商 厂家 厂商 企业 企业名称 生产单位 上市许可持有人 maker manufacturer company",
    "approval": "批准文号 国药准字 注册证号 批号文号 approval approvalnumber approvalno",
    "barcode": "条形码 条码 商品条码 国际条码 69码 barcode ean ean13 gtin",
    "pack": "包装 包装规格 包装数量 装量 pack packing packsize package",
    "pack_unit": "包装单位 销售单位 单位 packunit",
    "drug_class": "分类 药品分类 管理分类 管理类别 类别 处方类别 处方分类 class category",
    "is_cold": "冷藏 冷链 是否冷藏 贮藏 贮藏条件 储存条件 存储条件 cold keepcold storage coldchain",
    "other_names": "别名 其他名称 其它名称 俗名 曾用名 othernames aliases alias",
}  # fmt: skip
_FIELD_OF = {head: name for name, heads in HEADS.items() for head in heads.split()}
FIELD_WORDS: dict[str, Promise] = {
    "generic": gettext_lazy("generic name"), "brand": gettext_lazy("brand"), "strength": gettext_lazy("strength"),
    "form": gettext_lazy("form"), "maker": gettext_lazy("maker"), "approval": gettext_lazy("approval number"),
    "barcode": gettext_lazy("barcode"), "pack": gettext_lazy("pack"), "pack_unit": gettext_lazy("unit of the pack"),
    "drug_class": gettext_lazy("class"), "is_cold": gettext_lazy("keep cold"),
    "other_names": gettext_lazy("other names"),
}  # fmt: skip
FAULTS: dict[str, tuple[str, str]] = {
    "generic_missing": (
        gettext_noop("There is no generic name."), gettext_noop("Write it into the sheet and send that row again."),
    ),
    "too_long": (
        gettext_noop("This is longer than a box could say: “%(value)s…”."),
        gettext_noop("Look whether two columns ran into one another."),
    ),
    "pack_unclear": (
        gettext_noop("“%(value)s” is no pack that can be read."),
        gettext_noop("Write how many are inside, for example 7片 or 10片×2板."),
    ),
    "barcode_lost": (
        gettext_noop("The spreadsheet has rounded the barcode: “%(value)s”."),
        gettext_noop("Format the column as text and copy the digits from the box."),
    ),
    "barcode_digits": (
        gettext_noop("“%(value)s” is no barcode of 8 to 14 digits."), gettext_noop("Copy the digits from the box."),
    ),
    "twice": (
        gettext_noop("The same box stands in row %(value)s already."), gettext_noop("Nothing to do, or mend this row."),
    ),
}  # fmt: skip
"""Why a row cannot be taken, and what to do: two English sentences a code."""

LONGEST = {
    "generic": 80, "brand": 80, "maker": 80, "strength": 40, "form": 30, "approval": 30, "other_names": 200,
    "pack_unit": 12,
}  # fmt: skip
_INSIDE = re.compile(
    r"(\d{1,4})\s*(片|粒|丸|支|袋|枚|贴|颗|瓶|喷|揿|吸|滴|张|枚|个|ml|毫升|g|克|s|tablets?|tabs?|capsules?|caps?|pens?|pcs)(?![a-z])"
)
_OUTER = re.compile(r"[*×x/]\s*(\d{1,3})\s*(?:板|小?盒|排)(?![a-z])|(?<![\d.])(\d{1,3})\s*板")
_PACK_UNIT = re.compile(r"/\s*(盒|瓶|支|袋|板|罐|桶|box|bottle|pen)")
_COLD = re.compile(r"2\s*[-~～—–至]\s*8|冷藏|冷链|^(?:是|√|✓|y|yes|true|1|cold)$")
_CLASS_WORDS = (
    (DrugClass.NARCOTIC, "麻醉|第?一类精神|精一|narcotic"),
    (DrugClass.PSYCHOTROPIC, "第?二类精神|精二|精神|psychotropic"),
    (DrugClass.EPHEDRINE, "含麻|麻黄碱|ephedrine"),
    (DrugClass.FEVER, "四类药|退[热烧]|止咳|抗病毒|抗菌|抗生素|fever|cough"),
    (DrugClass.ORDINARY, "非处方|otc|甲类|乙类|普通|器械|ordinary"),
    (DrugClass.PRESCRIPTION, "处方|rx|prescription"),
)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: the box it names, or its faults as (field, code, value). `source` is the row as written, `stated` the
    fields it says itself; the class and the cold of others are read from their names."""

    row: int
    source: str
    box: Box | None = None
    faults: tuple[tuple[str, str, str], ...] = ()
    stated: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        said: dict[str, Any] = {"row": self.row, "source": self.source, "stated": list(self.stated)}
        return said | ({"drug": asdict(self.box)} if self.box else {"faults": [list(one) for one in self.faults]})

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> "SheetRow":
        box = Box(**said["drug"]) if "drug" in said else None
        faults = tuple((name, code, value) for name, code, value in said.get("faults", ()))
        return cls(said["row"], said.get("source", ""), box, faults, tuple(said.get("stated", ())))

    @property
    def complaints(self) -> list[tuple[str, str, str]]:
        """(field, why, what to do) for a person."""
        return [
            (str(FIELD_WORDS.get(name, name)), _(FAULTS[code][0]) % {"value": value}, _(FAULTS[code][1]))
            for name, code, value in self.faults
        ]


@dataclass(slots=True)
class TableRead:
    """A table of drugs: (title, field or nothing) of each column, and its rows. No rows and no columns: no header."""

    columns: list[tuple[str, str]] = field(default_factory=list)
    rows: list[SheetRow] = field(default_factory=list)


def read_drugs(table: Sequence[tuple[int, list[str]]]) -> TableRead:
    """Read a table's rows under its header: the first row that names a drug's name and something else of it."""
    start, titles, fields = _head_of(table)
    if not start:
        return TableRead()
    read = TableRead(list(zip(titles, fields, strict=True)))
    seen: dict[tuple[Any, ...], int] = {}
    for number, cells in table[start:]:
        said = {name: text.strip() for name, text in zip(fields, cells, strict=False) if name}
        source = " | ".join(text for text in cells if text)[:300]
        box, faults = _box_of(said)
        if box and (before := seen.setdefault(key_of(box), number)) != number:
            box, faults = None, (("generic", "twice", str(before)),)
        read.rows.append(SheetRow(number, source, box, faults, tuple(name for name in said if said[name])))
    return read


def _head_of(table: Sequence[tuple[int, list[str]]]) -> tuple[int, list[str], list[str]]:
    """(where the rows begin, the titles, the field of each or nothing); 0 where no row is a header."""
    for start, (_number, texts) in enumerate(table[:25], 1):
        fields = [_FIELD_OF.get(re.sub(r"[\s（(：:].*$", "", fold(text)).strip("*_"), "") for text in texts]
        fields = [name if name not in fields[:column] else "" for column, name in enumerate(fields)]
        if "generic" in fields and sum(1 for name in fields if name) > 1:
            return start, texts, fields
    return 0, [], []


def key_of(box: Box | Drug) -> tuple[Any, ...]:
    """What makes two rows the same box."""
    return box.generic, box.brand, box.maker, box.strength, box.form, box.pack_size


def pack_of(text: str) -> tuple[int | None, str, str]:
    """(how many are inside, of what, what the pack is called): "10片×2板/盒" → 20, 片, 盒; nothing where unclear."""
    plain = fold(text)
    outer = _PACK_UNIT.search(plain)
    inside = list(_INSIDE.finditer(plain))
    if not inside:
        bare = plain.isdecimal() and 0 < int(plain) < 10_000
        return int(plain) if bare else None, "", outer[1] if outer else ""
    chosen = next((one for one in inside if one[2] not in {"ml", "毫升", "g", "克"}), inside[0])
    boards = _OUTER.search(plain)
    times = int(boards[1] or boards[2]) if boards else 1
    return int(chosen[1]) * times, "片" if chosen[2].startswith(("tab", "s")) else chosen[2], outer[1] if outer else ""


def _box_of(said: Mapping[str, str]) -> tuple[Box | None, tuple[tuple[str, str, str], ...]]:
    faults: list[tuple[str, str, str]] = []
    if not said.get("generic"):
        faults.append(("generic", "generic_missing", ""))
    faults += [(name, "too_long", said[name][:30]) for name, most in LONGEST.items() if len(said.get(name, "")) > most]
    barcode, fault = _barcode(said.get("barcode", ""))
    faults += [("barcode", fault, said["barcode"][:30])] if fault else []
    size, unit, pack_unit = pack_of(said.get("pack", "") or _after_strength(said.get("strength", "")))
    if said.get("pack") and size is None:
        faults.append(("pack", "pack_unclear", said["pack"][:30]))
    if faults:
        return None, tuple(faults)
    strength = re.split(r"[*×✕]|(?<=[a-zA-Z克升])[xX](?=\d)", said.get("strength", ""))[0].strip()
    texts = {name: said.get(name, "") for name in ("generic", "brand", "maker", "approval", "other_names")}
    named = " ".join((texts["generic"], texts["brand"], texts["other_names"]))
    cold = bool(_COLD.search(fold(said["is_cold"]))) if said.get("is_cold") else is_cold(named)
    return Box(
        **texts, strength=strength, form=said.get("form", "") or form_in(texts["generic"]), pack_size=size, unit=unit,
        pack_unit=said.get("pack_unit") or pack_unit or "盒", barcode=barcode,
        drug_class=_class_of(said.get("drug_class", ""), named), is_cold=cold,
    ), ()  # fmt: skip


def _after_strength(text: str) -> str:
    """The pack behind a strength: 7片*1板 of 5mg*7片*1板."""
    parts = re.split(r"[*×✕]|(?<=[a-zA-Z克升])[xX](?=\d)", text, maxsplit=1)
    return parts[1] if len(parts) > 1 else ""


def _barcode(text: str) -> tuple[str, str]:
    """(digits, nothing) or (nothing, what is wrong)."""
    plain = fold(text).replace("-", "")
    if not plain:
        return "", ""
    if re.fullmatch(r"\d+(?:\.\d+)?e\+?\d+", plain):
        return "", "barcode_lost"
    return (plain, "") if re.fullmatch(r"\d{8,14}", plain) else ("", "barcode_digits")


def _class_of(word: str, named: str) -> str:
    """The class a sheet states; 处方药 and OTC are coarse, and give way to what the name says more narrowly."""
    stated = next((found for found, pattern in _CLASS_WORDS if re.search(pattern, fold(word))), None) if word else None
    by_name = class_by_name(named)
    narrow = STRICTEST_FIRST[:4]
    if stated is None:
        return str(by_name)
    if by_name == DrugClass.NARCOTIC or (stated not in narrow and by_name in narrow):
        return str(by_name)
    return str(stated)
