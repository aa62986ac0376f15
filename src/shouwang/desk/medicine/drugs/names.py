"""Names and strengths of drugs as they are compared: salts, forms, brands in brackets, 0.5g = 500mg."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from functools import lru_cache

_BRACKET = re.compile(r"\(([^()]*)\)|【([^【】]*)】")
_SALT = re.compile(
    "^(?:苯磺酸|甲磺酸|盐酸|马来酸|重?酒石酸|琥珀酸|富马酸|硫酸氢?|氢溴酸|枸橼酸|磷酸|醋酸|丙酸|糠酸|注射用)(?=[一-龥]{2})"
)
_SALT_BEHIND = re.compile("(?<=[一-龥]{3})(?<!酸)(?:钠|钙|钾)$")
FORMS = (
    "缓释片 控释片 肠溶片 分散片 咀嚼片 泡腾片 口腔崩解片 口崩片 含片 薄膜衣片 舌下片 片剂 片 "
    "缓释胶囊 肠溶胶囊 软胶囊 硬胶囊 胶囊剂 胶囊 颗粒剂 颗粒 "
    "冲剂 口服溶液 口服液 糖浆 浓缩丸 水蜜丸 大蜜丸 滴丸 丸 滴眼液 眼药水 滴鼻液 "
    "注射液 注射剂 注射笔 预填充 预混笔 特充 笔芯 软膏 乳膏 凝胶 膏药 贴膏 贴片 贴剂 "
    "气雾剂 吸入气雾剂 粉吸入剂 吸入粉雾剂 喷雾剂 吸入剂 混悬液 混悬滴剂 散 栓"
).split()
_FORM_BEHIND = re.compile(f"(?:{'|'.join(sorted(FORMS, key=len, reverse=True))})$")
_FORM_ANY = re.compile(
    "|".join(sorted((form for form in FORMS if form not in {"散", "栓", "丸"}), key=len, reverse=True))
)
RELEASE = re.compile("缓释|控释|肠溶|分散")
_UNITS = {
    "mg": ("mg", Decimal(1)), "毫克": ("mg", Decimal(1)), "g": ("mg", Decimal(1000)), "克": ("mg", Decimal(1000)),
    "μg": ("mg", Decimal("0.001")), "ug": ("mg", Decimal("0.001")), "mcg": ("mg", Decimal("0.001")),
    "微克": ("mg", Decimal("0.001")), "ml": ("ml", Decimal(1)), "毫升": ("ml", Decimal(1)), "l": ("ml", Decimal(1000)),
    "u": ("u", Decimal(1)), "iu": ("u", Decimal(1)), "单位": ("u", Decimal(1)), "万单位": ("u", Decimal(10_000)),
    "万u": ("u", Decimal(10_000)), "%": ("%", Decimal(1)),
}  # fmt: skip
_AMOUNT = re.compile(
    r"(\d+(?:\.\d+)?)\s*(" + "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True)) + r")(?![a-z])"
)
_PACK_BEGINS = re.compile(r"[*×✕]|(?<=[a-z克升位\s])x(?=\s*\d)|(?<=[克升位g])\s*/\s*(?:片|粒|支|盒|瓶|袋)")


def fold(text: str) -> str:
    """Widths made even, small letters, no spaces."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).lower())


@lru_cache(maxsize=8192)
def normalise_strength(text: str) -> str:
    """A strength as it is compared: "0.5 g" and "500mg" are "500mg", "300u/3ml" and "3ml:300单位" are "3ml:300u".

    What stands behind a × is the pack, and left away. What has no unit stays as it was written ("30").
    """
    plain = unicodedata.normalize("NFKC", text).lower().replace("µ", "μ").strip()
    head = _PACK_BEGINS.split(plain, maxsplit=1)[0]
    found = _AMOUNT.findall(head) or _AMOUNT.findall(plain)[:1]
    if not found:
        return re.sub(r"\s+", "", head)
    return ":".join(_written(number, unit) for number, unit in sorted(found, key=_volume_first))


def same_strength(one: str, other: str) -> bool:
    return normalise_strength(one) == normalise_strength(other)


def part_of_strength(one: str, other: str) -> bool:
    """Whether one says less than the other and nothing else: "3ml" of "3ml:300u"."""
    few, many = sorted((set(normalise_strength(text).split(":")) for text in (one, other)), key=len)
    return bool(few) and few < many


@lru_cache(maxsize=8192)
def spellings(name: str) -> frozenset[str]:
    """The whole names that a writing holds: 苯磺酸氨氯地平片(络活喜) → 苯磺酸氨氯地平片, 络活喜."""
    plain = fold(name)
    inside = [part for pair in _BRACKET.findall(plain) for part in pair if len(part) > 1]
    outside = _BRACKET.sub("", plain)
    whole = [plain.replace("(", "").replace(")", "")] if inside else []
    return frozenset(part for part in (outside, *inside, *whole) if part)


@lru_cache(maxsize=8192)
def stem(name: str) -> str:
    """A name without its salt and form: 苯磺酸氨氯地平片 → 氨氯地平, 阿托伐他汀钙 → 阿托伐他汀."""
    plain = fold(name)
    plain = _AMOUNT.sub("", _BRACKET.sub("", plain)) or plain
    while (shorter := _SALT_BEHIND.sub("", _FORM_BEHIND.sub("", plain))) != plain and len(shorter) > 1:
        plain = shorter
    bare = _SALT.sub("", plain)
    return bare if len(bare) > 1 else plain


def form_in(text: str) -> str:
    """The form that a name or a form's cell says, nothing where it says none."""
    found = _FORM_ANY.findall(fold(text))
    return found[-1] if found else ""


def same_release(one: str, other: str) -> bool:
    """Whether two forms give their drug off alike: 缓释片 and 片 do not."""
    return RELEASE.findall(one) == RELEASE.findall(other)


def _written(number: str, unit: str) -> str:
    name, factor = _UNITS[unit]
    try:
        value = (Decimal(number) * factor).normalize()
    except InvalidOperation:
        return number + unit
    return f"{value:f}{name}"


def _volume_first(amount: tuple[str, str]) -> tuple[bool, str, Decimal]:
    name, factor = _UNITS[amount[1]]
    return name != "ml", name, Decimal(amount[0]) * factor
