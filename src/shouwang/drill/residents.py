"""Who lives in Banyan Court 榕树里: plainly invented, and the same every time.

336 households behind 351 doors; a third of the residents old; chronic illnesses, diets, pregnant women, a wheelchair.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

HOUSEHOLDS = 336

SURNAMES = (
    "何 马 牛 苗 钟 安 贾 仇 曾 解 单 区 查 覃 乐 翟 欧阳 尉迟 梁 宋 "
    "郑 谢 韩 唐 冯 邓 曹 彭 萧 田 董 袁 潘 蒋 蔡 余 杜 叶 程 魏"
).split()
GIVEN = (
    "虚构 示例 样本 假定 设想 杜撰 比方 譬如 演示 试写 拟名 空想 样例 范例 模拟 假说 摹本 "
    "仿写 例句 题设 草拟 试题 习作 影子 剧中 书里 画中 梦里 假名 代号 样张 备考"
).split()


@dataclass(frozen=True, slots=True)
class Shape:
    """A building's floors and, on each floor, how many doors each unit has."""

    code: str
    floors: int
    units: int
    doors: int
    grid: str
    sides: str = ""  # an old house whose doors are called by their side, not by a number


ESTATE = (
    Shape("1", floors=12, units=2, doors=2, grid="第一网格"),
    Shape("2", floors=12, units=2, doors=2, grid="第一网格"),
    Shape("3", floors=18, units=1, doors=4, grid="第二网格"),
    Shape("4", floors=7, units=4, doors=3, grid="第三网格"),
    Shape("5", floors=12, units=2, doors=3, grid="第四网格"),
    Shape("92号院", floors=9, units=1, doors=3, grid="第四网格", sides="东中西"),
)


@dataclass(frozen=True, slots=True)
class Resident:
    """One invented person. `facts` are (kind, detail) as they state them."""

    name: str
    sex: str
    age: int
    relation: str
    phone: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    contact: tuple[str, str, str] | None = None  # relation, name, telephone


@dataclass(slots=True)
class Telephones:
    """13000000000 upwards: numbers that ring nowhere."""

    last: int = 100

    def next(self) -> str:
        self.last += 1
        return f"1300000{self.last:04d}"


@dataclass(slots=True)
class Names:
    """No name twice: for each surname its given names in a shuffled order."""

    chance: random.Random
    left: dict[str, list[str]] = field(default_factory=dict)

    def next(self, surname: str | None = None) -> tuple[str, str]:
        """(surname, given name), of a given family or of any that has names left."""
        if not self.left:
            self.left = {family: self.chance.sample(GIVEN, len(GIVEN)) for family in SURNAMES}
        surname = surname or self.chance.choice([family for family, given in self.left.items() if len(given) > 5])
        return surname, self.left[surname].pop()


OLD_ALONE, OLD_COUPLE, FAMILY, THREE_GENERATIONS, YOUNG = (
    "old alone",
    "old couple",
    "family",
    "three generations",
    "young",
)
KINDS = (OLD_ALONE,) * 62 + (OLD_COUPLE,) * 78 + (FAMILY,) * 96 + (THREE_GENERATIONS,) * 34 + (YOUNG,) * 66
ILLNESSES = (
    (("condition", "高血压"), ("medicine", "氨氯地平 5mg，每天一片"), ("diet", "低盐")),
    (("condition", "2型糖尿病"), ("medicine", "二甲双胍 0.5g，一天两次"), ("diet", "糖尿病，不要甜的")),
    (("condition", "2型糖尿病"), ("medicine", "门冬胰岛素 30 笔芯，冷藏"), ("diet", "糖尿病，不要甜的")),
    (("condition", "冠心病"), ("medicine", "阿司匹林 100mg，每晚一片")),
    (("condition", "脑梗后遗症"), ("diet", "软食")),
    (("condition", "高血脂"), ("medicine", "阿托伐他汀 20mg")),
)


def households() -> Iterator[tuple[Resident, ...]]:
    """336 households, each with its head first."""
    chance = random.Random(20200308)
    names, phones = Names(chance), Telephones()
    kinds = list(KINDS)
    chance.shuffle(kinds)
    for number, kind in enumerate(kinds):
        yield tuple(_household(number, kind, chance, names, phones))


def _household(number: int, kind: str, chance: random.Random, names: Names, phones: Telephones) -> Iterator[Resident]:
    family, given = names.next()
    head = family + given

    def of_the_family() -> str:
        return "".join(names.next(family))

    def married_in() -> str:
        return "".join(names.next())

    if kind == OLD_ALONE:
        daughter = ("女儿", of_the_family(), phones.next())
        facts = (("lives_alone", ""), *_illness(chance), *((("no_phone", ""),) if number % 9 == 0 else ()))
        phone = "" if number % 9 == 0 else phones.next()
        yield Resident(head, chance.choice("fm"), chance.randint(72, 93), "户主", phone, facts, daughter)
        return
    if kind == YOUNG:
        yield Resident(head, chance.choice("fm"), chance.randint(22, 38), "户主", phones.next(), _renter(chance))
        if chance.random() < 0.4:
            yield Resident(married_in(), "f", chance.randint(22, 38), "妻", phones.next(), _pregnant(number))
        return
    old = kind == OLD_COUPLE
    ages = (66, 84) if old else (33, 55)
    yield Resident(head, "m", chance.randint(*ages), "户主", phones.next(), _illness(chance) if old else ())
    wife_facts = _illness(chance) if old else _pregnant(number)
    yield Resident(married_in(), "f", chance.randint(ages[0], ages[1] - 3), "妻", phones.next(), wife_facts)
    if old:
        return
    for _child in range(chance.choice((1, 1, 2))):
        age = chance.randint(1, 17)
        facts = (("allergy", "花生过敏"),) if chance.random() < 0.05 else (("infant", ""),) if age < 3 else ()
        yield Resident(of_the_family(), chance.choice("fm"), age, "子女", facts=facts)
    if kind == THREE_GENERATIONS:
        facts = (("wheelchair", ""), ("disabled", "")) if number % 11 == 0 else _illness(chance)
        yield Resident(of_the_family(), chance.choice("fm"), chance.randint(68, 88), "父母", facts=facts)


def _illness(chance: random.Random) -> tuple[tuple[str, str], ...]:
    return chance.choice(ILLNESSES) if chance.random() < 0.55 else ()


def _pregnant(number: int) -> tuple[tuple[str, str], ...]:
    return (("pregnant", f"孕 {12 + number % 26} 周"),) if number % 13 == 0 else ()


def _renter(chance: random.Random) -> tuple[tuple[str, str], ...]:
    return (("renter", ""),) if chance.random() < 0.5 else (("diet", "清真"),) if chance.random() < 0.1 else ()
