"""Names of people: how they are found (pinyin, initials), written alike, and hidden.

Readings come from pypinyin, surnames from our own table: a dictionary reads 单 as dan, 仇 as chou and
尉迟 as wei chi. pypinyin takes a while to import, so it is imported on the first name that needs it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product

from shouwang.reading.characters import HAN, fold, simplify
from shouwang.reading.regex import regex

# Surnames whose reading a dictionary gets wrong or that have two; the usual reading stands first.
_SINGLE = """
解 xie,单 shan,仇 qiu,曾 zeng,查 zha,区 ou,覃 qin tan,盖 ge gai,朴 piao,乐 yue le,冼 xian,缪 miao,
翟 zhai di,任 ren,华 hua,宁 ning,郗 xi chi,逄 pang,员 yun,纪 ji,黑 he hei,繁 po,种 chong,秘 bi,折 she,
佴 nai,召 shao,尉 wei yu,祭 zhai ji,哈 ha,谌 chen shen,洗 xian,晟 cheng,褚 chu,能 nai,隗 wei kui,那 na,
卜 bu,薄 bo,柏 bai bo,句 gou,牟 mu mou,车 che,阚 kan,訾 zi,臧 zang,藏 zang,撒 sa,燕 yan,应 ying,幺 yao,
过 guo,要 yao,都 du,重 chong,石 shi,沈 shen,叶 ye,贾 jia,费 fei bi,贲 ben,宿 su,谷 gu,盛 sheng,相 xiang,
行 xing,钭 tou,厍 she,郇 xun huan,郄 qie,宓 mi fu,莘 shen xin,瞿 qu,眭 sui,曲 qu,冯 feng,车 che,沙 sha,
仝 tong,乜 nie,妫 gui,妘 yun,郜 gao,郏 jia,鄢 yan,邸 di,邬 wu,邝 kuang,佘 she,佟 tong,芮 rui,羿 yi,靳 jin,
麴 qu,黎 li,葛 ge,干 gan,角 jue,强 qiang,茹 ru,长 chang,尹 yin,降 jiang,辟 bi,番 pan,俞 yu,渑 sheng,洼 wa,
居 ju,弓 gong,沃 wo,别 bie,万 wan,咸 xian,阿 a,於 yu,校 jiao,戚 qi,令 ling,参 shen,提 di,提 ti,炅 gui
"""
_DOUBLE = """
尉迟 yu chi,万俟 mo qi,欧阳 ou yang,诸葛 zhu ge,司马 si ma,上官 shang guan,令狐 ling hu,长孙 zhang sun,
皇甫 huang fu,夏侯 xia hou,东方 dong fang,独孤 du gu,南宫 nan gong,慕容 mu rong,拓跋 tuo ba,呼延 hu yan,
端木 duan mu,公孙 gong sun,钟离 zhong li,宇文 yu wen,申屠 shen tu,太史 tai shi,仲孙 zhong sun,
轩辕 xuan yuan,淳于 chun yu,鲜于 xian yu,闾丘 lü qiu,司徒 si tu,司空 si kong,百里 bai li,东郭 dong guo,
西门 xi men,赫连 he lian,闻人 wen ren,完颜 wan yan,纳兰 na lan,左丘 zuo qiu,梁丘 liang qiu,乐正 yue zheng,
谷梁 gu liang,漆雕 qi diao,亓官 qi guan,澹台 tan tai,濮阳 pu yang,单于 chan yu,宰父 zai fu,公羊 gong yang,
公冶 gong ye,宗政 zong zheng,叱干 chi gan,哥舒 ge shu,贺兰 he lan,子车 zi ju,第五 di wu,巫马 wu ma,
公西 gong xi,壤驷 rang si,颛孙 zhuan sun,欧侯 ou hou,东里 dong li,爱新觉罗 ai xin jue luo,叶赫那拉 ye he na la
"""
_MIDDOT = regex("[•・‧∙･⋅●﹒]|(?<=[^\\W\\d_])\\.(?=[^\\W\\d_])")
_BETWEEN_HAN = regex(f"(?<=[{HAN}·]) +(?=[{HAN}·])")
_PLAIN = regex("[\u4e00-\u9fff]{0,12}")
_IS_HAN = regex(f"[{HAN}]")
_MOST_READINGS = 48  # of one name: beyond it only rarer and rarer readings would follow


def _table(text: str) -> dict[str, tuple[str, ...]]:
    rows = (entry.split(" ", 1) for entry in text.replace("\n", "").split(","))
    return {surname: tuple(readings.split()) for surname, readings in rows}


_SURNAMES = _table(_SINGLE)
_COMPOUND = _table(_DOUBLE)


def is_plain(name: str) -> bool:
    """Whether a name is nothing but a few Chinese characters, as nearly all are; "" is too."""
    return _PLAIN.fullmatch(name) is not None


def normalise(name: str) -> str:
    """Write a name the one way it is compared by: no spaces between characters, one kind of middle dot."""
    if is_plain(name):
        return name
    folded = _MIDDOT.sub("·", fold(name)).strip()
    return _BETWEEN_HAN.sub("", re.sub(" +", " ", folded))


def split(name: str) -> tuple[str, str]:
    """Return surname and given name; a name with a middle dot has no Chinese surname ("", whole)."""
    name = normalise(name)
    if "·" in name or not _IS_HAN.match(name):
        return "", name
    for length in (4, 2):
        if len(name) > length and simplify(name[:length]) in _COMPOUND:
            return name[:length], name[length:]
    return name[:1], name[1:]


def surname_reading(name: str) -> str:
    """Return the surname's usual reading, syllables apart ("yu chi"); the first of a name with a dot."""
    surname, given = split(name)
    if not surname:
        return " ".join(_readings_of(given[:1])[:1])
    return " ".join(choices[0] for choices in _surname_choices(surname))


def initials(name: str) -> str:
    """Return the usual initials in capitals: 单演示 → "SYS"."""
    first = next(_spellings(normalise(name)), ())
    return "".join(syllable[0] for syllable in first).upper()


@lru_cache(maxsize=4096)
def keys(name: str) -> frozenset[str]:
    """Return everything a person may type to find `name`, in lower case.

    The name itself, the full pinyin without spaces, and the initials, for every usual reading; ü is
    found as v, u and yu. Match them by prefix. An empty name has no keys.
    """
    written = normalise(name)
    if not written:
        return frozenset()
    found = {written.lower(), written.lower().replace("·", "")}
    for syllables in _spellings(written):
        found.add("".join(syllable[0] for syllable in syllables))
        full = "".join(syllables)
        found.update({full, full.replace("ü", "v"), full.replace("ü", "u"), full.replace("ü", "yu")})
    return frozenset(key.strip() for key in found if key.strip() and "ü" not in key)


def mask(name: str) -> str:
    """Hide all of a name but its surname: 何虚构 → 何＊＊, 阿依努尔·样例 → 阿＊＊＊·＊＊."""
    surname, given = split(name)
    if surname:
        return surname + "＊" * len(given)
    return given[:1] + re.sub(r"[^·\s]", "＊", given[1:])


def _spellings(name: str) -> Iterator[tuple[str, ...]]:
    """Yield the readings of a name, the usual one first, each as its syllables."""
    surname, given = split(simplify(name))
    choices = _surname_choices(surname) if surname else []
    choices += _given_choices(given)
    # The dictionary's reading of a surname is wrong and yet what many people type: it comes last.
    for place, character in enumerate(surname):
        choices[place] = tuple(dict.fromkeys(choices[place] + _readings_of(character)))
    return islice(product(*choices), _MOST_READINGS)


def _surname_choices(surname: str) -> list[tuple[str, ...]]:
    surname = simplify(surname)
    if surname in _COMPOUND:
        return [(syllable,) for syllable in _COMPOUND[surname]]
    return [_SURNAMES.get(surname) or _readings_of(surname)[:1] or (surname,)]


def _given_choices(given: str) -> list[tuple[str, ...]]:
    from pypinyin import lazy_pinyin

    choices: list[tuple[str, ...]] = []
    for part in re.findall(f"[{HAN}]+|[A-Za-z]+|\\d+", given):
        if not _IS_HAN.match(part):
            choices.append((part.lower(),))
            continue
        # The reading within the word comes first (重阳 is chong yang), then what else the character may be.
        for character, usual in zip(part, lazy_pinyin(part, v_to_u=True), strict=False):
            choices.append(tuple(dict.fromkeys((usual, *_readings_of(character))))[:3])
    return choices


@lru_cache(maxsize=8192)
def _readings_of(character: str) -> tuple[str, ...]:
    from pypinyin import Style, pinyin

    if not character:
        return ()
    found = pinyin(character, style=Style.NORMAL, heteronym=True, v_to_u=True)[0]
    return tuple(reading.lower() for reading in found if reading)
