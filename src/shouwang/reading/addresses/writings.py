# ruff: noqa: E501  (the linter counts a Chinese character as two columns; patterns and word lists read best unbroken)
"""How doors are written: one pattern a way of writing."""

import re

from shouwang.reading.quantities import UNIT_PATTERN
from shouwang.reading.regex import regex

CN = "零〇一二三四五六七八九十百"
_NUM = rf"(?:\d{{1,3}}|[{CN}]{{1,4}})"
_MARK = r"(?:号楼|栋楼?|幢楼?|座楼?|号院|#楼?|号(?!线|[前后上下]|码|门|就|货)|楼(?=\s*(?:\d{1,2}|[一二三四五六七八九十])\s*(?:单元|门)))"
_BUILDING = rf"(?P<building>{_NUM}[A-Za-z]?|(?<![A-Za-z])[A-Za-z]\d{{0,2}}|[甲乙丙丁戊东西南北])\s*(?P<mark>{_MARK})"
_UNIT = rf"(?P<unit>\d{{1,2}}|[{CN}]{{1,2}}|(?<![A-Za-z])[A-Za-z]|[甲乙丙丁东西中])\s*(?:单元|单(?!元)|门洞|门(?![口卫岗岛把外前禁]))"
_UNITS = UNIT_PATTERN.replace("两", "")
_NOT_QTY = rf"(?!\s?(?:(?:{_UNITS})(?![a-zA-Z一-龥])|两(?![一-龥])))"
_ROOM = rf"(?P<room>\d{{3,4}}(?![\d.])(?:[A-WYZa-wyz]|[Xx](?!\s?\d))?(?![A-WYZa-wyz])|[{CN}]{{3,4}}(?![{CN}]))"
_FLOOR_DOOR = rf"(?P<floor>{_NUM})\s*(?:楼|层)\s*(?P<door>\d{{1,2}}|[{CN}]{{1,2}})\s*(?:号|室|户)"
_LANE = r"(?P<lane>\d{1,5}弄(?:\s*\d{1,3}支弄)?)"
_AREA = rf"(?P<area>[东西南北中](?:区|苑|宅|院|里)|[A-Za-z]区|[{CN}\d]{{1,2}}区)"
_PHASE = rf"(?P<phase>[{CN}\d]{{1,2}}期)"
_SUB = r"(?:-(?P<sub>\d)(?![\d-]))?"
_TAIL = r"(?:室|房(?!子)|号房|号(?![楼院线]))?"
_MORE = rf"(?:\s*(?P<joint>[/、,和及-])\s*(?P<more>\d{{3,4}})(?![\d.]){_NOT_QTY}(?:室|房)?)?"
MARKED = regex(
    rf"(?<![\d.#-])(?:{_PHASE}\s*)?(?:{_AREA}\s*)?(?:{_LANE}\s*)?{_BUILDING}\s*[-,]?\s*"
    rf"(?:{_UNIT}\s*[-,]?\s*|(?P<unit2>\d{{1,2}})\s*[-#]\s*(?=\d{{3}}))?"
    rf"(?:{_FLOOR_DOOR}|{_ROOM}{_NOT_QTY}{_TAIL}{_SUB}{_MORE})?"
)


def _joined(separator: str) -> re.Pattern[str]:
    """B-U-R or B-R, joined by one kind of sign throughout: 7.2-203 is no door."""
    return regex(
        rf"(?<![\d.:])(?<!\d[-/#])(?<!\d\s[-/#])(?<!\d[-/#]\s)(?:{_PHASE}\s*)?(?:{_AREA}\s*)?(?:{_LANE}\s*)?"
        rf"(?<![A-Za-z\d])(?P<building>\d{{1,3}}[A-Za-z]?|[A-Za-z]\d?|[{CN}]{{1,3}}(?=\s*(?:-|杠))){separator}"
        rf"(?:(?P<unit>\d{{1,2}}|[A-Za-z]|[甲乙丙丁东西中{CN}])\s*(?:单元|门)?{separator})?"
        rf"{_ROOM}{_NOT_QTY}{_TAIL}{_SUB}{_MORE}"
    )


DASHED, SLASHED, DOTTED, BARRED = (_joined(s) for s in (r"\s*-{1,3}\s*", r"\s?/\s?", r"\.", r"(?:[#_|\\+]|杠)"))
UNIT_ROOM = regex(rf"(?<![\d.一-龥-]){_UNIT}\s*-?\s*{_ROOM}{_NOT_QTY}(?:室|房)?")
PINYIN = regex(
    r"(?i)(?<![a-z\d])(?P<building>\d{1,3})\s*(?:dong|d|hao|h|hl)\s*(?:(?P<unit>\d{1,2})\s*(?:danyuan|dy)\s*)?(?P<room>\d{3,4})(?:s|shi)?(?![a-z\d])"
)
FOUR = regex(r"(?<![\d.-])(?P<building>\d{1,3})-(?P<unit>\d{1,2})-(?P<floor>\d{1,2})-(?P<door>\d{1,2})(?![\d-])")
THREE = regex(r"(?<![\d.-])(?P<building>\d{1,3})-(?P<unit>\d{1,2})-(?P<room>\d{1,2})(?![\d.-])" + _NOT_QTY)
SPACED = regex(rf"(?<![\d.-])(?P<building>\d{{1,2}}) +(?:(?P<unit>\d) +)(?P<room>\d{{3,4}})(?![\d.-]){_NOT_QTY}")
ENGLISH = regex(
    r"(?i)\b(?:bldg|building|bld|block|blk|tower)\.?\s*(?P<building>\d{1,3}|[A-Z])\b[\s,]*"
    r"(?:unit\s*(?P<unit>\d{1,2}|[A-Z])\b[\s,]*)?(?:(?:rm|room|apt|flat|no)\.?\s*|#)?(?P<room>\d{3,4}[A-Z]?)\b"
)
LETTERED = regex(rf"(?<![A-Za-z\d])(?P<building>[A-Za-z])(?P<room>\d{{3,4}})(?![\d.]){_NOT_QTY}(?:室|房)?")
_SIDE = r"(?P<side>[东西南北中左右](?![家店头])(?:边?户|头|边|侧)?)?"
COURT_FLOOR = regex(rf"(?P<court>\d{{1,4}}号?院|[{CN}]{{1,4}}号院)\s*(?P<floor>{_NUM})(?:楼|层)\s*{_SIDE}")
_ON_FLOOR = rf"(?<![\d.-])(?P<floor>\d{{1,2}}|[{CN}]{{1,3}})(?:楼|层)(?!\s*\d)\s*{_SIDE}"
FLOOR = regex(rf"{_ON_FLOOR}(?P<court>(?!))?")
FLOOR_COURT = regex(rf"{_ON_FLOOR}\s*\((?P<court>\d{{1,4}}号院)\)")
SINGLE = regex(rf"(?P<area>[一-龥]宅)\s*(?P<building>{_NUM})号(?![楼院])")
GROUP = regex(rf"(?P<group>{_NUM})组\s*(?P<room>{_NUM})号")
BUNGALOW = regex(
    rf"(?P<alias>(?:前院|后院|前|后|东|西|南|北)?(?:平房|排房|小楼|车库)\s*{_NUM}\s*号|[前后东西南北]院\s*{_NUM}\s*号(?![楼院]))"
)
SPECIAL = regex(
    r"(?P<basement>负(?P<minus>[一二三1-3])[楼层](?:车库)?)|(?P<shop>门面[一-龥]{1,6})|(?P<post>[东南西北正后]门岗亭?|门岗|岗亭)"
)
BARE = regex(
    rf"(?<![\w.#/:-])(?P<room>\d{{3,4}}[A-Za-z]?)(?![\w./:-])(?:\s*(?:室|房))?|(?<![\d.#/:-])(?P<room2>\d{{3,4}})(?:室|房(?!子))"
    rf"|(?<![\w.#/:-])(?P<room3>\d{{3,4}})(?=[一-龥])(?!\s*(?:{UNIT_PATTERN}|块|元|弄|号|方|年|度|mg|楼|栋))"
)
POINT = regex(r"(?:电梯口|楼下|门口|大厅|门卫|单元门)")
