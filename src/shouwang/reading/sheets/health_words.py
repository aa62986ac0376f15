"""Illnesses, drugs and diets in a ledger's free cells. The lists help to sort, they never decide a refusal."""

from __future__ import annotations

import re
from functools import lru_cache

from shouwang.reading.characters import fold, simplify
from shouwang.reading.sheets.cells import is_nothing, split_list
from shouwang.reading.sheets.reasons import Review
from shouwang.reading.sheets.records import Medicine

_ILLNESS = re.compile(
    "病|症|炎|癌|瘤|高血[压脂糖]|血压|血脂|三高|糖尿|脑梗|脑溢血|中风|心梗|心衰|冠心|房颤|早搏|孕|术后|手术|透析|化疗|放疗|"
    "结石|骨折|骨质疏松|哮喘|慢阻肺|痛风|偏瘫|瘫痪|残|失明|失聪|聋|盲|甲[亢减]|贫血|癫痫|帕金森|痴呆|抑郁|支架|起搏器|"
    "过敏|肝硬化|乙肝|肾|肺|前列腺|白内障|青光眼|卧床|鼻饲|尿管|造瘘|轮椅|失能|失智|健康|良好|正常|康复"
)
_DRUG = re.compile(
    "胰岛素|[片丸粒]$|胶囊|颗粒|口服液|冲剂|糖浆|滴眼|喷雾|吸入|注射|软膏|贴剂?$|地平|洛尔|沙坦|普利|他汀|双胍|格列|列[净汀]|"
    "阿司匹林|氯吡格雷|华法林|利伐沙班|硝酸甘油|速效救心|丹参|络活喜|拜新同|拜阿司匹灵|拜糖平|代文|倍他乐克|立普妥|可定|"
    "波立维|优甲乐|诺和|来得时|恩替卡韦|替诺福韦|西泮|唑仑|唑吡坦|莫沙必利|奥美拉唑|布洛芬|连花清瘟|二甲|美托|缬沙|硝苯|"
    "呋塞米|螺内酯|地高辛|甲钴胺|别嘌醇|非布司他|左旋多巴|多奈哌齐|顺尔宁|舒利迭|信必可"
)
_COLD = re.compile("胰岛素|诺和|来得时|优泌|利拉鲁肽|司美格鲁肽|度拉糖肽|生长激素|促红素|人血白蛋白|疫苗|干扰素")
_SPEC = re.compile(
    r"\d+(?:\.\d+)?\s*(?:mg|g|μg|ug|mcg|ml|毫克|克|毫升|iu|单位|u)(?:\s*[*×xX/:]\s*\d+(?:\.\d+)?\s*"
    r"(?:mg|g|ml|片|粒|支|袋|板|丸|贴|喷|盒|瓶|s)?)*", re.I
)  # fmt: skip
_DIETS = (
    ("糖尿病", r"糖尿病|血糖高|控糖|无糖"), ("不甜", r"(?:不(?:吃|能吃|要)|忌|免|少)甜(?:的|食)?|不甜"),
    ("低盐", r"少盐|低盐|低钠|忌盐"), ("清淡", r"清淡"), ("低脂", r"低脂|少油|忌油(?:腻)?"),
    ("不辣", r"(?:不(?:吃|能吃|要)|忌|免)辣|不辣"), ("清真", r"清真|回民|穆斯林|(?:不吃|忌)猪肉"),
    ("素食", r"吃素|素食|(?:不吃|忌)肉"), ("软食", r"软食|软一?点|牙不好|煮烂|半?流食|打糊|流质"),
    ("透析", r"透析|低钾|限水"), ("痛风", r"痛风|低嘌呤"),
)  # fmt: skip


def is_cold(drug: str) -> bool:
    """Whether a drug by its name must be kept at 2 to 8 degrees."""
    return _COLD.search(drug) is not None


def split_spec(text: str) -> tuple[str, str | None]:
    """Split 络活喜5mg into its name and strength; a bare number belongs to the name (门冬胰岛素30)."""
    match = _SPEC.search(text)
    if not match or not match.start():
        return text.strip(), None
    name = (text[: match.start()] + text[match.end() :]).strip(" ，,、(（)）")
    return name, re.sub(r"\s+", "", match[0])


@lru_cache(maxsize=4096)
def read_conditions(text: str) -> tuple[tuple[str, ...], tuple[Medicine, ...], tuple[Review, ...]]:
    """Sort a cell of illnesses and drugs (慢病及用药). What is neither for sure is asked."""
    conditions: list[str] = []
    meds: list[Medicine] = []
    reviews: list[Review] = []
    if is_nothing(text):
        return (), (), ()
    for piece in split_list(simplify(fold(text))):
        piece = re.sub("^(?:有|患有?|服用?|吃|用药|长期服?用?|[:：])+", "", piece).strip() or piece
        name, spec = split_spec(piece)
        if spec or (_DRUG.search(piece) and not re.search("病$|症$", piece)):
            meds.append(Medicine(name=name, spec=spec, is_cold=is_cold(name)))
        elif _ILLNESS.search(piece):
            conditions.append(piece)
        else:
            reviews.append(Review("condition_or_drug", "conditions", piece))
    return tuple(conditions), tuple(meds), tuple(reviews)


@lru_cache(maxsize=1024)
def read_diet(text: str) -> tuple[str, ...]:
    """Read a diet cell into the usual words; what has none stays as written."""
    found: list[str] = []
    for piece in split_list(simplify(fold(text))):
        if match := re.search(r"(?:对)?([一-龥]{1,6}?)过敏", piece):
            found.append(f"过敏:{match[1]}")
            continue
        tags = [tag for tag, words in _DIETS if re.search(words, piece)]
        found.extend(tags or [piece])
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=1024)
def read_groups(text: str) -> tuple[tuple[str, ...], int | None]:
    """Read the special groups of a person, and how many people live there where that is written (3人)."""
    groups, size = [], None
    for piece in split_list(text):
        if match := re.fullmatch(r"(?:共)?(\d{1,2})(?:口)?人?", piece):
            size = int(match[1])
            continue
        groups.append(piece)
    return tuple(groups), size
