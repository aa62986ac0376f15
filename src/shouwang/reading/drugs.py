"""Medicines by name: what needs a strength, what is controlled, registered, cold.

The lists are illustrative and not medical advice: they decide what is *asked*, never what is refused.
"""

from shouwang.reading.regex import regex

GENERICS = {
    "络活喜": "氨氯地平",
    "立普妥": "阿托伐他汀",
    "格华止": "二甲双胍",
    "拜新同": "硝苯地平",
    "代文": "缬沙坦",
    "波立维": "氯吡格雷",
    "泰嘉": "氯吡格雷",
    "拜唐苹": "阿卡波糖",
    "倍他乐克": "美托洛尔",
    "可定": "瑞舒伐他汀",
    "博路定": "恩替卡韦",
    "优甲乐": "左甲状腺素",
    "诺和灵": "胰岛素",
    "诺和锐": "门冬胰岛素",
    "来得时": "甘精胰岛素",
}
_CONTROLLED = regex(
    r"吗啡|羟考酮|芬太尼|哌甲酯|美沙酮|杜冷丁|哌替啶|可待因|阿普唑仑|艾司唑仑|地西泮|唑吡坦|曲马多|氯硝西泮|劳拉西泮|奥沙西泮|思诺思|佐匹克隆|咪达唑仑|苯巴比妥|安定(?!医院)|专注达|奥施康定"
)
_FEVER = regex(
    r"布洛芬|美林|芬必得|对乙酰氨基酚|扑热息痛|泰诺林|必理通|退(?:热|烧)|连花清瘟|奥司他韦|达菲|左氧氟沙星|复方甘草|止咳|感冒|阿莫西林|头孢|板蓝根|阿奇霉素|金花清感|双黄连|抗病毒|咳"
)
_REGISTERED = regex(r"新康泰克|白加黑|伪麻|麻黄碱|泰诺(?!林)|日夜百服")
_COLD = regex(
    r"胰岛素|利拉鲁肽|生长激素|诺和|来得时|优泌乐|度拉糖肽|司美格鲁肽|疫苗|干扰素|白蛋白|双歧杆菌|培菲康|诺和锐|诺和灵|甘精|地特"
)
_VAGUE = regex(
    r"^(?:[一-龥]{0,2}(?:降压|降糖|降脂|感冒|消炎|止痛|止疼|安眠|心脏|胃|高血压|糖尿病|血压|血糖|冠心病|痛风|咳嗽|过敏|甲亢|抗生素|保心|眼|外用|中|西|慢病|心脏病|老慢支|哮喘)[病的]?药(?:片|物)?|药|药品|老药|原来的药|一样的药|胰岛素)$"
)
_WITHOUT_STRENGTH = regex(
    r"阿司匹林|创可贴|试纸|眼药水|口罩|棉签|纱布|绷带|碘伏|酒精|体温计|维生素|维C|钙片|板蓝根|感冒灵|藿香正气|云南白药|速效救心|风油精|红花油|膏药|保济丸|健胃消食|开塞露|血压计|血糖仪|轮椅|针头|尿垫|手套|蒙脱石散|氯化钠|生理盐水|六味地黄丸|复方丹参滴丸|丹参滴丸"
)


def is_controlled(name: str) -> bool:
    """Narcotics and psychotropics: a volunteer may not fetch them."""
    return bool(_CONTROLLED.search(name))


def is_for_fever(name: str) -> bool:
    """Fever, cough and infection medicine, registered in an epidemic."""
    return bool(_FEVER.search(name))


def is_registered(name: str) -> bool:
    """Compounds with ephedrine: small numbers, against an identity card."""
    return bool(_REGISTERED.search(name))


def is_cold(name: str) -> bool:
    """Kept at 2 to 8 °C, delivered the same day."""
    return bool(_COLD.search(name))


def is_vague(name: str) -> bool:
    """A sort of medicine (降压药), not a name."""
    return bool(_VAGUE.match(name))


def needs_strength(name: str) -> bool:
    """Whether the name alone could bring the wrong box: all but a few that come in one strength."""
    return not _WITHOUT_STRENGTH.search(name)


def generic_of(name: str) -> str | None:
    """氨氯地平 for 络活喜."""
    return next((generic for brand, generic in GENERICS.items() if brand in name), None)
