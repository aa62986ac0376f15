"""A medicine's name taken apart: strength, pack and form, as somebody wrote them on one line."""

import re

_AMOUNT = r"\d+(?:\.\d+)?\s*(?:mg|ml|ug|μg|mcg|iu|g|u|万?单位|毫克|微克|毫升|克)"
_STRENGTH = re.compile(rf"(?<![\d.])(?P<strength>{_AMOUNT}(?:\s*[:：/]\s*{_AMOUNT})?)", re.IGNORECASE)
_PACK = re.compile(r"(?<![\d.])\d{1,4}\s*(?:片|粒|丸|支|袋|s)\s*(?:装|/盒)?", re.IGNORECASE)
_FORM = re.compile(
    "(?:缓释|控释|肠溶|分散|咀嚼|泡腾|含|薄膜衣)?片|(?:缓释|肠溶|软)?胶囊|颗粒|冲剂|口服液|糖浆|滴丸|丸|滴眼液|眼药水|滴鼻液|"
    "注射液|注射剂|笔芯|软膏|乳膏|凝胶|膏药|贴膏|贴片|贴剂|气雾剂|喷雾剂?|吸入剂|混悬液|散|栓|试纸"
)


def split_name(written: str) -> tuple[str, str, str]:
    """(name, strength, pack) of a medicine as somebody wrote it on one line: "络活喜 5mg*7片"."""
    found = _STRENGTH.search(written)
    if found:
        rest = written[found.end() :].strip(" *x×X,，)）")
        return written[: found.start()].strip(" (（"), re.sub(r"\s+", "", found["strength"]), rest
    found = _PACK.search(written)
    if found and found.start():
        return written[: found.start()].strip(" (（*x×"), "", found[0].strip()
    return written.strip(), "", ""


def form_of(name: str) -> str:
    """The form that a name says: 缓释片, 胶囊; nothing where it says none."""
    forms = _FORM.findall(name)
    return forms[-1] if forms else ""
