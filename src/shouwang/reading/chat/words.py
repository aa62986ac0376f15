# ruff: noqa: E501  (the linter counts a Chinese character as two columns; patterns and word lists read best unbroken)
"""What a line says besides its order: diet, delivery, who lives there, money, numbers of persons.

Word lists are hints for people, never a ground to refuse.
"""

import re
from decimal import Decimal

from shouwang.reading import sensitive
from shouwang.reading.chat.model import Draft
from shouwang.reading.chat.patterns import CONDITIONAL
from shouwang.reading.chat.scrap import Scrap
from shouwang.reading.quantities import UNITS
from shouwang.reading.regex import has_any, regex

_UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
_ALLERGY = regex(
    r"(?:对)?(?P<what>花生|坚果|海鲜|虾|鱼|牛奶|乳糖|鸡蛋|小麦|麸质|大豆|芒果|青霉素|[一-龥]{1,3}?)过敏[!！]*|过敏[:：]?\s*(?P<what2>[一-龥]{1,3})|allerg(?:y|ic)(?: to)?\s*(?P<what3>\w+)?",
    re.IGNORECASE,
    needs="Aa过",
)
_DIET = tuple(
    (tag, regex(words, re.IGNORECASE, needs=needs))
    for tag, needs, words in (
        ("糖尿病", "低控无糖血", r"糖尿病人?|血糖高|控糖|无糖的?|低糖"),
        ("不甜", "不少", r"不(?:要|能|吃)(?:吃)?(?:太)?甜的?|少糖"),
        ("低盐", "低少清", r"少盐|低盐|少放盐|清淡(?:点|一点|些)?"),
        ("高血压", "高", r"高血压"),
        ("不辣", "Nn不免少微", r"不(?:要|吃|能吃|放|加)(?:太)?辣椒?的?|免辣|少辣|微辣|(?:no|not) spicy"),
        ("清真", "Hh不回清穆", r"清真|回民|回族|不吃猪肉|不要猪肉|穆斯林|halal"),
        ("素食", "Vv不吃素纯", r"吃素|素食(?:者)?|不吃肉|纯素|(?<![一-龥])素的|vegetarian"),
        ("软食", "半打流煮牙软鼻", r"软一?点|软烂|软食|牙(?:口)?不好|煮烂(?:一?点)?|流食|半流食?|打糊|打成糊|鼻饲"),
        ("透析", "透", r"透析(?:病人)?"),
        ("低钾", "低", r"低钾"),
        ("限水", "限", r"限水"),
        ("痛风", "低尿痛", r"痛风|低嘌呤|尿酸高"),
        ("孕妇", "孕怀", r"孕妇|怀孕|孕\d{1,2}周"),
        ("少油", "不少", r"少油|不要油腻"),
        (
            "忌口",
            "不别忌",
            r"(?:不要|不吃|不放|别放|忌)(?:香菜|葱|蒜|姜|味精|花椒|洋葱|蒜苗|肥肉|内脏|海鲜|牛肉|羊肉|鱼)",
        ),
    )
)
_DELIVERY = tuple(
    (tag, regex(words, re.IGNORECASE, needs=needs))
    for tag, needs, words in (
        (
            "勿敲门",
            "Dd敲睡",
            r"(?:别|不要|勿|请勿|不用)敲门|(?:宝宝|孩子|小孩|老人)在?睡(?:觉|着)?了?|(?:do not|don't) knock",
        ),
        ("挂门把手", "挂", r"挂(?:在|到)?(?:门)?把手上?"),
        (
            "放门口",
            "Ll放门",
            r"(?:放|搁|送到|放到|放在)(?:家)?门口(?:就行|即可|就好|鞋柜上?)?|放(?:在)?鞋柜上?|leave (?:it )?(?:at|by) (?:the |my )?door",
        ),
        (
            "送上楼",
            "下没腿走送",
            r"(?:麻烦|请)?送(?:货)?上(?:楼|门)|腿脚?不(?:便|好)|下不了楼|下不来|没(?:有)?电梯|走不动",
        ),
        (
            "先电话",
            "先到前提",
            r"先(?:打|来)?(?:个)?电话|到了?(?:请|就)?(?:打|来)?(?:个)?(?:电话|叫我)|(?:送|来)(?:之)?前(?:请)?(?:打|来)?(?:个)?电话|提前(?:打|来)?(?:个)?电话",
        ),
        ("自提", "自", r"自己?(?:下(?:来|楼))?(?:拿|取|提)|自提|自取"),
        ("放门卫", "放", r"放(?:在|到)?(?:门卫|门岗|岗亭|物业|保安室|传达室)"),
    )
)
_TAGS = tuple(
    (tag, regex(words, needs=needs))
    for tag, needs, words in (
        ("elderly", "大奶岁爷老阿", r"[奶爷]{2}|大爷|大妈|老人|老太|老伯|阿婆|阿公|岁老|老年"),
        ("mobility", "下卧拄瘫腿走轮", r"腿脚?不(?:便|好)|轮椅|下不了楼|走不动|瘫痪|卧床|拄拐"),
        ("isolation", "健在密居次隔", r"居家隔离|隔离户|在隔离|密接|次密接|健康监测"),
        ("priority", "孤残独空重", r"独居|孤寡|空巢|重点户|残疾"),
        ("infant", "个奶婴宝新", r"宝宝|婴儿|奶娃|新生儿|\d+个月(?:大)?的?孩子"),
        ("pregnant", "产孕怀", r"孕妇|怀孕|孕\d{1,2}周|产检"),
    )
)
_NOTE_PHRASES = regex(
    rf"腿脚?不(?:便|好)|(?:居家)?隔离(?:户|中|在家)?|密接|\(?独居(?:老人)?\)?|孤寡|空巢|家有(?:老人|小孩|宝宝|孕妇)|老人一个人|重点户|残疾(?:人)?|"
    rf"(?:要|挑)?(?:新鲜|大|小|红|青|熟|生|嫩|老|瘦|肥|软|硬)(?:一?[点些])?的?(?![{_UNIT}一-龥\d])",
    needs="大嫩孤家密小新残熟独生瘦硬空红老肥腿软重隔青",
)
_OUTSIDE = {"勿敲门", "挂门把手", "放门口", "放门卫"}
_TAGGED = (*(pattern for table in (_TAGS, _DIET, _DELIVERY) for _, pattern in table), _NOTE_PHRASES)
_NO_SUB = regex(
    r"(?:如果|要是|若)?(?P<what>没有?货?|缺货?|无货|卖完了?|没了|买不到)(?:的话)?,?\s*(?:就|则|请)?\s*(?:不要|不用|取消|算|退|别买|不买)(?:了)?(?:吧)?",
    needs="买卖无没缺",
)
_ASK_SUB = regex(
    r"(?:如果|要是|若)?(?:没有?货?|缺货?|无货|卖完了?|没了|买不到)(?:的话)?,?\s*(?:就|则)?(?:请)?(?:打(?:个)?)?(?:电话|联系我?|微信(?:说|我)?|告诉我|问我)",
    needs="买卖无没缺",
)
_SUB = regex(
    r"(?:如果|要是|若)?(?:没有?货?|缺货?|无货|卖完了?|没了|买不到)(?:的话)?,?\s*(?:就|则|请)?\s*(?:可以?)?(?:换(?:成)?|改(?:成)?|用|要|买|来)\s*(?P<for>[一-龥A-Za-z]{1,8})(?:代替|也行|也可以)?",
    needs="买卖无没缺",
)
_NOT_THIS = regex(
    r"不要(?P<what>\d{1,4}(?:\.\d+)?\s*(?:mg|g|ml|l|寸|号|元|斤)的?|别的(?:牌子|厂家)?|其他(?:牌子|厂家)?|散装的?|进口的?|国产的?|冻的?|冷冻的?|烂的?|坏的?|肥的?|太(?:大|小|熟|生|老|肥)的?)",
    re.IGNORECASE,
    needs="不",
)
_PHONE = regex(
    r"(?:(?:联系)?(?:电话|手机|tel)(?:号码?)?\s*[:：]?\s*)?(?<![\d.])(?:\+?86[- ]?)?(?P<n>1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?!\d)",
    re.IGNORECASE,
    needs="1",
)
_IDNO = regex(r"(?:身份证(?:号码?)?\s*[:：]?\s*)?(?<!\d)\d{6}(?:18|19|20)\d{9}[\dXx](?!\d)")
_CARDNO = regex(r"(?:医保卡|社保卡|医保|就诊卡|卡)(?:号|编号)\s*[:：]?\s*[A-Za-z\d]{5,20}", needs="医卡就社")
_PIN = regex(r"(?:医保卡|社保卡|银行卡|卡)?密码\s*[:：是为]?\s*[\d＊*]{4,12}", needs="密")
_PAID = regex(
    rf"(?P<word>已?(?:经)?(?:微信|支付宝|红包)?(?:已)?(?:付款?|支付|转账?|缴费|交款|交钱|发红包)(?:了|过)?|(?:微信|支付宝)(?:已?转(?:账|了)?)|红包(?:已?发(?:了)?)?|付了|转了|交了|paid)\s*[:：]?\s*(?:¥|rmb)?\s*(?:(?P<sum>\d{{1,5}}(?:\.\d{{1,2}})?)(?!\d|\s*(?:{_UNIT.replace('元|', '').replace('块|', '')}))\s*(?P<yuan>元|块钱?)?)?(?:\s*(?:付清|完毕|了))?|(?P<sum2>\d{{1,5}}(?:\.\d{{1,2}})?)\s*(?:元|块钱?)\s*(?:已|都)?(?:付|转|交)(?:了|清)?",
    re.IGNORECASE,
    needs="Pp交付发支红缴转",
)
_UNPAID = regex(
    r"未付(?:款)?|还没(?:付|转)(?:款|钱|账)?|没(?:付|转)(?:款|钱|账)?|货到(?:付款)?|到付|先欠(?:着)?|回头(?:付|转)|晚点(?:付|转)|等下(?:付|转)|稍后(?:付|转)",
    needs="先到回晚未没稍等货还",
)
_MONEY = regex(
    r"[¥￥]\s*(?P<a>\d{1,5}(?:\.\d{1,2})?)(?:元)?|(?:共|合计|计|一共|总共)?\s*(?<![\d.])(?P<b>\d{1,5}(?:\.\d{1,2})?)\s*(?:元|块钱|rmb)",
    re.IGNORECASE,
    needs="Rr¥元块￥",
)


def peel_private(scrap: Scrap, draft: Draft) -> None:
    """Take out PINs, identity and card numbers and telephones; say so in flags. Numbers are not kept.

    Also flags what must not be forwarded, and talk of harming oneself.
    """
    kinds = peel_secrets(scrap, draft)
    phones = scrap.take_all(_PHONE)
    if phones:
        draft.phone = re.sub(r"\D", "", phones[0]["n"])
    _mark_sensitive(kinds, draft)


def peel_secrets(scrap: Scrap, draft: Draft) -> set[str]:
    """Take out PINs, identity and card numbers; returns the kinds of sensitive words in the line."""
    kinds = {s.kind for s in sensitive.find(draft.raw)}
    if "card_pin" in kinds:
        scrap.text = sensitive.blank_pins(scrap.text)
    if scrap.take_all(_PIN) or "card_pin" in kinds:
        draft.mark("card_pin_refused", "redact_raw")
    if scrap.take_all(_IDNO):
        draft.mark("pii_in_message:id_number", "redact_raw")
    if scrap.take_all(_CARDNO):
        draft.mark("pii_in_message:insurance_no", "redact_raw")
    return kinds


def _mark_sensitive(kinds: set[str], draft: Draft) -> None:
    if kinds & {"fever", "illness", "isolation"}:
        draft.mark("sensitive_do_not_broadcast")
    if "identity" in kinds:
        draft.mark("redact_raw", "sensitive_do_not_broadcast")
    if "self_harm" in kinds:
        draft.mark("urgent", "self_harm", "sensitive_do_not_broadcast")


def is_left_outside(text: str) -> bool:
    """Whether `text` says that things are put down where nobody takes them from a hand: 放门口, 挂门把手, 别敲门."""
    return any(tag in _OUTSIDE and pattern.search(text) for tag, pattern in _DELIVERY)


def peel_wishes(scrap: Scrap, draft: Draft) -> None:
    """Take out conditions (没有就换…), diets and delivery wishes."""
    for match in scrap.take_all(_NO_SUB):
        draft.substitution = "none"
        _note(draft, match)
    for match in scrap.take_all(_ASK_SUB):
        draft.substitution = "ask"
        _note(draft, match)
    for match in scrap.take_all(_SUB):
        draft.substitution = match["for"]
    if CONDITIONAL.search(scrap.text):
        draft.ask("not_understood", "a condition")
    for match in scrap.take_all(_NOT_THIS):
        draft.substitution = draft.substitution or "none"
        draft.notes.append(match[0].removesuffix("的"))
    for match in scrap.take_all(_ALLERGY):
        what = match["what"] or match["what2"] or match["what3"] or ""
        draft.diet.append(f"过敏:{what}")
        draft.mark("safety_critical")
    _peel_tagged(scrap, draft)


def _peel_tagged(scrap: Scrap, draft: Draft) -> None:
    if not has_any(_TAGGED, scrap.text):
        return
    for tag, pattern in _TAGS:
        if pattern.search(scrap.text) and tag not in draft.tags:
            draft.tags.append(tag)
    for tag, pattern in _DIET:
        if scrap.take_all(pattern):
            draft.diet.append(tag)
            if tag == "透析":
                draft.mark("safety_critical")
    for tag, pattern in _DELIVERY:
        if scrap.take_all(pattern):
            draft.delivery.append(tag)
    for match in scrap.take_all(_NOTE_PHRASES):
        if match[0].strip("()"):
            draft.notes.append(match[0].strip("()"))


def peel_money(scrap: Scrap, draft: Draft) -> Decimal | None:
    """Take out payments. Returns a sum that stands there without a word of payment."""
    if scrap.take_all(_UNPAID):
        draft.mark("unpaid")
    paid = scrap.take_all(_PAID)
    for match in paid:
        draft.mark("paid")
        amount = match["sum"] or match["sum2"]
        if amount:
            draft.paid_cny = (draft.paid_cny or Decimal(0)) + Decimal(amount)
    stated = None
    for match in scrap.take_all(_MONEY):
        amount = Decimal(match["a"] or match["b"])
        if paid and draft.paid_cny is None:
            draft.paid_cny = amount
        else:
            stated = amount
    return stated


def _note(draft: Draft, match: re.Match[str]) -> None:
    draft.notes.append(match[0].strip(" ,()"))
