# ruff: noqa: E501  (the linter counts a Chinese character as two columns; patterns and word lists read best unbroken)
"""Goods: names and their synonyms, letter codes, short forms, and the units that convert.

A unit converts only where the conversion is a fact (1 公斤 = 2 斤); 份, 盒, 箱, 提 never convert:
what is in them is the supplier's to say.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from shouwang.reading.regex import regex

_WEIGHTS = {
    "公斤": Decimal(2),
    "千克": Decimal(2),
    "kg": Decimal(2),
    "斤": Decimal(1),
    "两": Decimal("0.1"),
    "克": Decimal("0.002"),
    "g": Decimal("0.002"),
}
_VOLUMES = {"升": Decimal(1000), "l": Decimal(1000), "毫升": Decimal(1), "ml": Decimal(1)}
_COUNTS = {"个": 1, "枚": 1, "打": 12, "对": 2, "双": 2}
_SAME_UNIT = ({"棵", "颗"}, {"枚", "个", "只", "颗"}, {"支", "只"})  # typed one for the other, or the same count
DIVISIBLE = frozenset(_WEIGHTS) | frozenset(_VOLUMES)
EGGS = ("鸡蛋", "鸭蛋", "咸蛋", "皮蛋", "土鸡蛋", "鹌鹑蛋", "蛋")

_SYNONYM_GROUPS = """
土豆 洋芋 马铃薯 山药蛋 地蛋|西红柿 番茄 洋柿子 柿子(菜)|卷心菜 包菜 莲花菜 圆白菜 洋白菜 甘蓝 包心菜 高丽菜|花菜 菜花 花椰菜|西兰花 西蓝花 绿花菜
红薯 地瓜 番薯 山芋 白薯 红苕|青椒 甜椒 灯笼椒 菜椒 大辣子|辣椒 辣子 尖椒|茄子 茄瓜|黄瓜 青瓜|大白菜 白菜 黄芽白 黄芽菜|小白菜 小青菜 鸡毛菜
菠菜 菠棱菜|香菜 芫荽 盐须|大葱 葱|大蒜 蒜 蒜头|生姜 姜 老姜|萝卜 白萝卜|胡萝卜 红萝卜|洋葱 葱头 圆葱 皮芽子|豆角 四季豆 芸豆 刀豆|黄豆芽 豆芽
鸡蛋 鸡子 鸡子儿|猪肉 大肉|羊肉 羊腿肉|抽纸 面巾纸 餐巾纸 纸巾|卷纸 卫生纸 手纸|大米 米|面粉 白面|食用油 清油|牛奶 纯牛奶 鲜奶 鲜牛奶|酸奶 老酸奶
馒头 馍馍 馍|方便面 泡面|橙子 橙|苹果 红富士|西瓜 大西瓜|橘子 桔子|菠萝 凤梨|猕猴桃 奇异果|草莓 士多啤梨|消毒液 消毒水 84消毒液|酒精 医用酒精
盒饭 套餐 便当 爱心餐|豆腐 老豆腐|木耳 黑木耳|玉米 苞谷 包谷 棒子|蔬菜包 菜包 蔬菜套餐|水果包 水果套餐|肉包 肉类包|鸡腿 鸡大腿
"""
SYNONYMS: dict[str, frozenset[str]] = {}
for _line in _SYNONYM_GROUPS.replace("\n", "|").split("|"):
    _group = frozenset(w for w in _line.split() if "(" not in w)
    for _word in _group:
        SYNONYMS[_word] = _group

_GOODS_CHAR = "菜瓜豆肉鱼虾蟹蛋奶米面油盐酱醋糖果梨桃橙橘桔莓椒茄菇蒜姜葱笋薯芋藕馍饼饺粥汤纸巾皂液粉丝茶烟酒药膏枣桶菌耳腐膜帽鞋袜裤锅碗杯壶灯鸡鸭鹅牛羊猪排骨肠蕉柚柑杏柿枇杷麦片肝翅腿口罩"
_COMMON_GOODS = regex(
    "|".join(
        sorted(
            {w for g in SYNONYMS.values() for w in g if len(w) > 1}
            | set(
                "矿泉水 纯净水 老干妈 纸尿裤 尿不湿 湿巾 洗衣液 洗洁精 牙膏 牙刷 洗发水 沐浴露 香皂 肥皂 垃圾袋 保鲜膜 电池 灯泡 蜡烛 打火机 水饺 汤圆 "
                "面包 饼干 火锅底料 方便面 火腿 香肠 腊肉 排骨 五花肉 里脊 牛腩 带鱼 鲈鱼 草鱼 鲫鱼 虾仁 豆浆 豆皮 粉条 冬瓜 南瓜 丝瓜 苦瓜 莴笋 芹菜 韭菜 油菜 生菜 茼蒿 蒜苗 "
                "山药 莲藕 香菇 金针菇 哈密瓜 葡萄 火龙果 车厘子 柚子 雪梨 奶粉 麦片 燕麦 小米 绿豆 红豆 黑豆 花生 核桃 红枣 枸杞 茶叶 可乐 雪碧 啤酒 白酒 香烟 猫粮 狗粮 猫砂 "
                "体温计 温度计 手套 护目镜 防护服 洗手液 创可贴 棉签 血糖试纸 青菜 咸蛋 皮蛋 鸭蛋 油条 包子 花卷 肉夹馍 拉条子 馕 酵母 白糖 红糖 味精 鸡精 料酒 醋 盐 酱油 蚝油".split()
            ),
            key=len,
            reverse=True,
        )
    )
)
_VAGUE_GOODS = regex(
    r"水果|蔬菜|青菜|肉类|日用品|吃的|零食|东西|随便|都行|看着(?:买|办|来)|一样来", needs="东吃日样水看肉蔬都随零青"
)


@dataclass(frozen=True)
class Good:
    """One thing on offer: its name, the unit it is sold in, a letter code, a price in yuan."""

    name: str
    unit: str | None = None
    code: str | None = None
    price_cny: Decimal | None = None
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


@dataclass
class Catalogue:
    """The goods of one campaign, and how people may call them.

    `free` means no list was given: any name counts (a shopping errand). `default` is the one good a
    bare quantity stands for.
    """

    goods: tuple[Good, ...] = ()
    default: Good | None = None
    free: bool = False
    _index: dict[str, tuple[Good, ...]] = field(default_factory=dict, init=False, repr=False)
    _pattern: re.Pattern[str] | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        if self.default is None and len(self.goods) == 1:
            self.default = self.goods[0]
        known = self.goods if self.default is None or self.default in self.goods else (*self.goods, self.default)
        self.goods = tuple(known)
        self._index = _index_names(self.goods)
        words = sorted(self._index, key=len, reverse=True)
        if words:
            self._pattern = regex("|".join(_as_pattern(w) for w in words), re.IGNORECASE)

    def find(self, text: str) -> list[tuple[int, int, tuple[Good, ...]]]:
        """Where goods are named: (start, end, the goods it may mean; more than one is for asking)."""
        if self._pattern is None:
            return []
        return [(m.start(), m.end(), self._meaning(_key(m[0]))) for m in self._pattern.finditer(text)]

    def _meaning(self, key: str) -> tuple[Good, ...]:
        return self._index.get(key) or self._index.get(_SHORT + key) or self._index.get(key[0], ())

    def by_name(self, name: str) -> Good | None:
        found = self._index.get(_key(name), ())
        return found[0] if len(found) == 1 else None

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(g.code for g in self.goods if g.code)


def convert(value: Decimal, unit: str, *, to: str, good: str = "") -> Decimal | None:
    """`value` of `unit` in the unit `to`, or None where only the supplier could say."""
    if unit == to or any({unit, to} <= same for same in _SAME_UNIT):
        return value
    for table in (_WEIGHTS, _VOLUMES):
        if unit in table and to in table:
            return (value * table[unit] / table[to]).normalize() + 0
    if to in ("个", "枚", "只") and unit in _COUNTS:
        return value * _COUNTS[unit]
    if to in ("个", "枚") and unit == "板" and good in EGGS:
        return value * 30
    return None


def names_a_good(text: str) -> bool:
    """Whether some text looks like goods rather than a person."""
    return bool(_COMMON_GOODS.search(text))


def smells_of_goods(text: str) -> bool:
    """A looser look: characters that mostly stand in goods' names."""
    return names_a_good(text) or (len(text) > 1 and text[-1] in _GOODS_CHAR)


def is_lone_good(text: str) -> bool:
    """One character that is goods of a sort: 菜, 蛋."""
    return len(text) == 1 and text in "菜瓜豆肉鱼虾蛋奶米面油盐糖果梨桃橙茄椒葱姜蒜笋薯水药纸鸡鸭蔬猪鹅"


def is_vague(text: str) -> bool:
    """ "水果", "随便": goods of a sort, none in particular."""
    return bool(_VAGUE_GOODS.search(text))


def initials(name: str) -> str:
    """Pinyin initials by the order of GB 2312 (level one): 鸡蛋 gives "jd"; "" where a character is rare."""
    letters = []
    for char in name:
        code = char.encode("gb2312", errors="ignore")
        number = int.from_bytes(code, "big") if len(code) == 2 else 0
        letter = next((x for low, x in _INITIALS if number >= low), "") if 0xB0A1 <= number <= 0xD7F9 else ""
        letters.append(letter if letter else char.lower() if char.isascii() else "?")
    return "" if "?" in letters else "".join(letters)


_INITIALS = tuple(
    reversed(
        (
            (0xB0A1, "a"),
            (0xB0C5, "b"),
            (0xB2C1, "c"),
            (0xB4EE, "d"),
            (0xB6EA, "e"),
            (0xB7A2, "f"),
            (0xB8C1, "g"),
            (0xB9FE, "h"),
            (0xBBF7, "j"),
            (0xBFA6, "k"),
            (0xC0AC, "l"),
            (0xC2E8, "m"),
            (0xC4C3, "n"),
            (0xC5B6, "o"),
            (0xC5BE, "p"),
            (0xC6DA, "q"),
            (0xC8BB, "r"),
            (0xC8F6, "s"),
            (0xCBFA, "t"),
            (0xCDDA, "w"),
            (0xCEF4, "x"),
            (0xD1B9, "y"),
            (0xD4D1, "z"),
        )
    )
)


_SHORT = "~"  # marks a short form in the index


def _key(word: str) -> str:
    return word.replace(" ", "").lower()


def _as_pattern(word: str) -> str:
    """A code or initials must stand apart from other letters, a short form from other words; a name may touch anything."""
    if word.startswith(_SHORT):
        short = word.removeprefix(_SHORT)
        if short.isascii():
            return rf"(?<![a-zA-Z]){re.escape(short)}(?![a-zA-Z])(?!\d{{3}})"
        return rf"(?<![一-龥]){re.escape(short)}(?=[\d一二两三四五六七八九十半各俩仨*xX]|\s|[,、;+]|$)"
    if word.isascii() and word.isalpha():
        # A2, 2A, A份; not the A of A1203 (a door) nor of a Latin word
        return (
            rf"(?<![a-zA-Z]){re.escape(word)}(?:款|套餐|餐|组合|团|包(?![a-zA-Z]))?(?![a-zA-Z座栋幢区])(?!\d{{3}})"
            if len(word) == 1
            else rf"(?<![a-zA-Z]){re.escape(word)}(?![a-zA-Z])(?!\d{{3}})"
        )
    return re.escape(word)


def _index_names(goods: Iterable[Good]) -> dict[str, tuple[Good, ...]]:
    """Every way to say a good -> the goods it may mean; surer ways push out looser ones."""
    goods = tuple(goods)
    sure: dict[str, list[Good]] = {}
    for good in goods:
        for word in (*good.names, *((good.code,) if good.code else ())):
            _add(sure, word, good)
    for good in goods:
        for word in good.names:
            for other in SYNONYMS.get(word, ()):
                if _key(other) not in sure or good in sure[_key(other)]:
                    _add(sure, other, good)
    loose: dict[str, list[Good]] = {}
    for good in goods:
        for short in _short_forms(good):
            _add(loose, short, good)
    return sure_and_loose(sure, loose)


def sure_and_loose(sure: dict[str, list[Good]], loose: dict[str, list[Good]]) -> dict[str, tuple[Good, ...]]:
    """Short forms only where no full name says the same; they are kept apart by a leading mark."""
    merged = {w: tuple(g) for w, g in sure.items()}
    merged.update({_SHORT + w: tuple(g) for w, g in loose.items() if w not in merged})
    return merged


def _add(index: dict[str, list[Good]], word: str, good: Good) -> None:
    entries = index.setdefault(_key(word), [])
    if good not in entries:
        entries.append(good)


def _short_forms(good: Good) -> set[str]:
    """Names people cut short: single telling characters, leading pairs, pinyin initials."""
    name = re.sub(r"(?<=..)(?:套餐|组合|礼盒|[包团箱盒])$", "", good.name)
    forms = {good.name[:2], name} if name != good.name else set()
    forms |= {name[:2], name[-2:]} if len(name) > 2 else set()
    forms.add(name[-1])
    if len(name) == 2:
        forms.add(name[0])
    forms -= set("包子头大小鸡鸭鹅鱼虾猪牛羊米面糖人份")
    letters = initials(name)
    if len(letters) > 1 and not name.isascii():
        forms.add(letters)
    return {f for f in forms if f and f != good.name}


def read_goods(listing: object) -> tuple[Good, ...]:
    """Goods from a context's list of {name, unit, code, price_cny, aliases} or plain names."""
    found = []
    for row in listing if isinstance(listing, (list, tuple)) else ():
        if isinstance(row, str):
            found.append(Good(row))
        elif isinstance(row, Mapping) and row.get("name"):
            price = row.get("price_cny", row.get("price"))
            names = row.get("aliases") or row.get("synonyms") or row.get("alias") or ()
            found.append(
                Good(
                    str(row["name"]),
                    str(row["unit"]) if row.get("unit") else None,
                    str(row["code"]).upper() if row.get("code") else None,
                    Decimal(str(price)) if isinstance(price, (int, float, str)) and _is_number(str(price)) else None,
                    tuple(map(str, [names] if isinstance(names, str) else names)),
                )
            )
    return tuple(found)


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"\d{1,7}(\.\d{1,4})?", text))
