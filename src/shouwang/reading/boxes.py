"""The print on a box of medicine: name, strength, pack, maker, approval number, from lines that a machine recognised.

`read_box(lines, barcodes)` takes the lines as they stand on the photograph, largest or topmost first, and the digits
of the barcodes on it. Nothing here is sure: everything is a suggestion for a person. What is not found is empty text.
Approval numbers: 国药准字 and a letter with eight digits (NMPA, Measures for the Registration of Drugs, art. 122).
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shouwang.reading.regex import regex

_APPROVAL = regex(r"(?:国药准字|批准文号)[:\s]*([HZSBTFJ])\s*([0-9OoIlB]{8})", needs="准")
_LOOKS_LIKE = str.maketrans({"O": "0", "o": "0", "I": "1", "l": "1", "B": "8"})
_UNIT = r"(?:mg|ml|ug|μg|mcg|iu|g|u|万单位|单位|毫克|毫升|微克|克)"
_STRENGTH = regex(
    rf"(?<![\d.])(\d{{1,5}}(?:\.\d{{1,3}})?\s*{_UNIT}(?:\s*[:/]\s*\d{{1,5}}(?:\.\d{{1,3}})?\s*{_UNIT})?)(?![a-z])"
)
_PACK = regex(
    r"(?<![\d.])(\d{1,3}\s*(?:片|粒|丸|支|袋|贴|枚|揿))(?:\s*[x*/]\s*(\d{1,3}\s*(?:板|盒|袋|瓶|支))|\s*/\s*(?:盒|瓶|板|袋))?"
)
_FORMS = (
    "缓释片", "控释片", "肠溶片", "分散片", "咀嚼片", "泡腾片", "口崩片", "薄膜衣片", "缓释胶囊", "肠溶胶囊", "软胶囊",
    "胶囊",
    "颗粒", "口服溶液", "口服液", "糖浆", "滴丸", "滴眼液", "注射液", "笔芯", "预填充", "软膏", "乳膏", "凝胶", "贴膏",
    "贴剂",
    "气雾剂", "喷雾剂", "吸入剂", "混悬液", "片", "丸", "栓", "散",
)  # fmt: skip
_MAKER = regex(
    r"([一-龥()A-Za-z·]{2,30}(?:制药|药业|药厂|生物|医药|制剂|集团)[一-龥()A-Za-z]{0,14}?(?:有限公司|股份公司|公司|厂))"
)
_MAKER_LABEL = regex(r"^(?:生产(?:企业|厂家|商)|上市许可持有人|委托方|受托方)[::\s]*(?:名称[::\s]*)?", needs="产许委受")
_LABEL = regex(r"^(?:通用名称|通用名|药品名称|商品名称|商品名|产品名称|品名)[::\s]*")
_BRAND_LABEL = regex(r"^商品名称?[::\s]*")
_NO_NAME = regex(
    r"说明书|适应症|用法|用量|贮藏|储存|密封|遮光|有效期|生产日期|批号|规格|包装|处方|遵医嘱|执行标准|批准文号|国药准字|地址|电话|"
    r"成份|成分|性状|功能|主治|禁忌|不良反应|注意事项|请仔细|OTC|甲类|乙类|外用|口服$|条形码|追溯|有限公司|制药|药业|集团|许可"
)
_HAN_NAME = regex(r"^[一-龥A-Za-z0-9()·-]{2,24}$")
_ONLY_UNITS = regex(r"^[\d\s.*x/:%一-龥]{0,3}$")


@dataclass(frozen=True, slots=True)
class BoxRead:
    """What stands on one box, as far as it could be read. `barcode`: EAN digits whose check digit holds."""

    name: str = ""
    brand: str = ""
    strength: str = ""
    form: str = ""
    pack: str = ""
    maker: str = ""
    approval: str = ""
    barcode: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.name or self.approval or self.barcode)


def read_box(lines: Sequence[str], barcodes: Iterable[str] = ()) -> BoxRead:
    """Read the lines and barcodes of one photograph. Cost: linear in the text."""
    plain = [text for line in lines if (text := _even(line))]
    name, brand = _names(plain)
    pack = _first(_PACK, plain)
    return BoxRead(
        name=name, brand=brand, strength=_strength(plain), form=_form([name, *plain]), pack=pack.replace("*", "×"),
        maker=_maker(plain), approval=_approval(plain), barcode=_barcode(barcodes),
    )  # fmt: skip


def is_ean(digits: str) -> bool:
    """Whether `digits` are an EAN-8, UPC-A or EAN-13 whose check digit holds (GS1 General Specifications, 7.9)."""
    if not digits.isascii() or not digits.isdecimal() or len(digits) not in (8, 12, 13):
        return False
    weighed = sum(int(sign) * (3 if place % 2 else 1) for place, sign in enumerate(reversed(digits)))
    return weighed % 10 == 0


def _even(line: str) -> str:
    text = unicodedata.normalize("NFKC", line).replace("×", "*").replace("✕", "*").replace("µ", "μ")
    return " ".join(text.split())[:200]


def _names(lines: Sequence[str]) -> tuple[str, str]:
    """(generic or largest name, brand): labelled ones first, else the first line that looks like a drug's name."""
    labelled = [_LABEL.sub("", line) for line in lines if _LABEL.match(line) and not _BRAND_LABEL.match(line)]
    brands = [_BRAND_LABEL.sub("", line) for line in lines if _BRAND_LABEL.match(line)]
    free = [line for line in lines if _is_name(line)]
    with_form = [line for line in free if line.endswith(_FORMS)]
    name = next((text for text in [*labelled, *with_form, *free] if text), "")
    brand = next((text for text in brands if text), "")
    return _bare(name), _bare(brand)


def _is_name(line: str) -> bool:
    compact = _bare(line)
    has_han = any("一" <= sign <= "鿿" for sign in compact)
    return bool(
        has_han and _HAN_NAME.match(compact) and not _NO_NAME.search(compact) and not _ONLY_UNITS.match(compact)
    )


def _bare(text: str) -> str:
    """A name without the marks behind it and the strength printed after it."""
    cut = _STRENGTH.search(text.lower())
    return "".join((text[: cut.start()] if cut and cut.start() > 1 else text).replace("®", "").replace("™", "").split())


def _strength(lines: Sequence[str]) -> str:
    """Beside the word 规格 first, else the first amount that is no pack."""
    marked = [line for line in lines if "规格" in line]
    return _first(_STRENGTH, [line.lower() for line in (*marked, *lines)])


def _form(lines: Sequence[str]) -> str:
    for line in lines:
        compact = "".join(line.split())
        found = [form for form in _FORMS if compact.endswith(form) and len(compact) > len(form)]
        if found and not _NO_NAME.search(compact) and not any(sign.isdigit() for sign in compact[-3:]):
            return found[0]
    return ""


def _maker(lines: Sequence[str]) -> str:
    for line in lines:
        text = _MAKER_LABEL.sub("", "".join(line.split()))
        if found := _MAKER.search(text):
            return found[1]
    return ""


def _approval(lines: Sequence[str]) -> str:
    for text in [*("".join(line.split()) for line in lines), "".join("".join(lines).split())]:
        if found := _APPROVAL.search(text):
            return f"国药准字{found[1]}{found[2].translate(_LOOKS_LIKE)}"
    return ""


def _barcode(barcodes: Iterable[str]) -> str:
    return next((digits for code in barcodes if is_ean(digits := "".join(code.split()))), "")


def _first(pattern: re.Pattern[str], lines: Iterable[str]) -> str:
    for line in lines:
        if found := pattern.search(line):
            return "".join(part for part in found[0].split())
    return ""
