# ruff: noqa: E501  (the linter counts a Chinese character as two columns; patterns and word lists read best unbroken)
"""Telling a person's name from everything else in a line."""

import re

from shouwang.reading.quantities import UNITS
from shouwang.reading.regex import regex
from shouwang.reading.wares import smells_of_goods

_SURNAMES = set(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅"
    "皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫"
    "经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶"
    "郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国"
    "区朴冼文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公仝肖覃佟闫付游岳代邸"
)
_DOUBLE = (
    "欧阳",
    "尉迟",
    "司马",
    "上官",
    "诸葛",
    "令狐",
    "皇甫",
    "夏侯",
    "东方",
    "慕容",
    "公孙",
    "长孙",
    "宇文",
    "司徒",
    "端木",
    "独孤",
    "南宫",
    "百里",
    "呼延",
)
_TITLE = r"(?:奶奶|爷爷|大爷|大妈|大叔|大哥|大姐|阿姨|叔叔|叔|伯伯|伯|婶|姨|姐|哥|师傅|老师|先生|女士|小姐|太太|医生|家|老伯|婆婆|阿婆|阿公|老太|妈妈|爸爸|妈|爸|总|工|书记|主任)"
_TITLED = regex(rf"^[一-龥]{{1,3}}{_TITLE}$", needs="主书伯先医叔哥大太女奶妈姐姨婆婶家小工师总爷爸老阿")
_FAMILIAR = regex(r"^[老小阿大][一-龥]$", needs="大小老阿")
_MIDDOT = regex(r"^[一-龥]{1,8}(?:·[一-龥]{1,8})+$", needs="·")
_LATIN = regex(r"^[A-Z][a-z]{1,14}(?: [A-Z][a-z]{1,14})?$")
_RISKY = regex(r"[不没别除换退改加减取消停暂等待如若再多少只帮代替给跟和或]|[?？%]")


def looks_like_name(text: str) -> bool:
    """何, 马奶奶, 欧阳测验, 阿依努尔·样例, 老张, Anna; not 鸡蛋, not 不确定."""
    if not text:
        return False
    if _TITLED.match(text) or _MIDDOT.match(text) or _LATIN.match(text):
        return True
    if text.startswith(_DOUBLE) and len(text) <= 4:
        return True
    if not text or len(text) > 3 or not re.fullmatch(r"[一-龥]+", text):
        return False
    if re.match(r"周[一二三四五六日天]|.?[今明后]天|.?[上下]午", text) or text[-1] in "送取来去到要":
        return False
    if text[0] in _SURNAMES:
        return len(text) == 1 or (not smells_of_goods(text) and not _RISKY.search(text[1:]))
    return bool(_FAMILIAR.match(text)) and not smells_of_goods(text) and text[1] not in UNITS


def may_be_nick(text: str) -> bool:
    """A screen name beside an order: no goods, no word that could steer, no figures that count."""
    return 0 < len(text) <= 16 and not smells_of_goods(text) and not _RISKY.search(text)
