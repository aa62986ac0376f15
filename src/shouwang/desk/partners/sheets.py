"""A directory as a sheet: what its columns are, what each row says, and what a row that cannot be taken lacks."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from shouwang.desk.partners import bridge
from shouwang.desk.partners.models import PartnerKind

HEADS = {
    "name": "名称 药房 药店 店名 药房名称 药店名称 单位 单位名称 医院 机构 机构名称 name pharmacy partner",
    "kind": "类型 类别 种类 kind type",
    "phone": "电话 联系电话 电话号码 柜台电话 phone telephone tel",
    "place": "地址 位置 address place",
    "hours": "营业时间 时间 开门时间 门诊时间 hours openinghours",
    "takes_insurance": "医保 医保卡 刷医保 能否刷医保 insurance insurancecard",
    "keeps_cold": "冰箱 冷藏 冷链 fridge cold",
    "minutes": "车程 开车 开车分钟 分钟 minutes minutesbycar",
    "contact": "联系人 找谁 contact",
    "note": "备注 说明 note remark",
}
_FIELD_OF = {head: name for name, heads in HEADS.items() for head in heads.split()}
LONGEST = {"name": 80, "phone": 40, "place": 160, "contact": 120, "note": 500}
_KINDS = (
    (PartnerKind.PHARMACY, "药房|药店|大药房|pharmacy"), (PartnerKind.HOSPITAL, "医院|hospital"),
    (PartnerKind.CLINIC, "诊所|卫生|门诊|社区医院|clinic"), (PartnerKind.SITE, "隔离点|点位|方舱|酒店|site"),
    (PartnerKind.SUPPLIER, "供货|供应|超市|批发|supplier"),
)  # fmt: skip
_YES, _NO = (
    re.compile(r"^(是|有|能|可以?|√|✓|y|yes|true|1)$"),
    re.compile(r"^(否|无|没有|不能|不可以?|×|x|n|no|false|0|-)?$"),
)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: what it says of a partner, as add_partner takes it, or its faults in sentences."""

    number: int
    source: str
    about: dict[str, Any] = field(default_factory=dict)
    faults: tuple[str, ...] = ()


def read_partners(table: Sequence[tuple[int, list[str]]]) -> list[SheetRow] | None:
    """The rows under the header: the first row that has a column of names and one more. None where there is none."""
    for start, (_number, titles) in enumerate(table[:20], 1):
        fields = [_FIELD_OF.get(_plain(title), "") for title in titles]
        fields = [name if name not in fields[:column] else "" for column, name in enumerate(fields)]
        if "name" in fields and sum(map(bool, fields)) > 1:
            return [_row_of(number, cells, fields) for number, cells in table[start:]]
    return None


def _row_of(number: int, cells: list[str], fields: list[str]) -> SheetRow:
    said = {name: text.strip() for name, text in zip(fields, cells, strict=False) if name}
    source = " | ".join(text for text in cells if text)[:200]
    about: dict[str, Any] = {name: said[name] for name in LONGEST if said.get(name)}
    faults = [
        _("“%(what)s…” is too long.") % {"what": text[:20]} for name, text in about.items() if len(text) > LONGEST[name]
    ]
    if "name" not in about:
        faults.append(_("A partner needs a name."))
    kind = _kind_of(said.get("kind", "")) or _kind_of(said.get("name", ""))
    if kind is None:
        faults.append(_("Pharmacy, clinic, hospital, site or supplier? Write the kind."))
    about["kind"] = kind
    about["hours"], asks = bridge.hours_of(said.get("hours", ""))
    faults += asks
    for name in ("takes_insurance", "keeps_cold"):
        about[name] = bool(_YES.match(_plain(said.get(name, ""))))
        if not about[name] and not _NO.match(_plain(said.get(name, ""))):
            faults.append(_("“%(what)s”: yes or no?") % {"what": said[name][:20]})
    minutes = re.fullmatch(r"(\d{1,3})(分钟?|min)?", _plain(said.get("minutes", "")))
    about["minutes"] = int(minutes[1]) if minutes else None
    if said.get("minutes") and not minutes:
        faults.append(_("“%(what)s” is no number of minutes.") % {"what": said["minutes"][:20]})
    return SheetRow(number, source, about, tuple(faults))


def _kind_of(text: str) -> PartnerKind | None:
    found = {kind for kind, pattern in _KINDS if re.search(pattern, text.lower())}
    return found.pop() if len(found) == 1 else None


def _plain(text: str) -> str:
    return re.sub(r"[\s:：*（(].*$|\s", "", unicodedata.normalize("NFKC", text).strip().lower())
