"""Rides: when, where to, what for, how many, wheelchair, wait, fixed days. Fever never rides along."""

import re

from shouwang.reading import sensitive
from shouwang.reading.chat.common import begin, finish
from shouwang.reading.chat.model import Draft
from shouwang.reading.chat.moments import Moment, take_moment
from shouwang.reading.chat.scrap import Scrap
from shouwang.reading.chat.setting import Setting
from shouwang.reading.quantities import parse_number
from shouwang.reading.regex import regex

_N = r"\d|[一二两三四五六]"
_PLACES = (
    ("市中心医院", r"市?中心医院"),
    ("市第一人民医院", r"市?(?:第一人民医院|一医院|一院)"),
    ("市第二人民医院", r"市?(?:第二人民医院|二医院|二院)"),
    ("市第三人民医院", r"市?(?:第三人民医院|三医院|三院)"),
    ("市第四人民医院", r"市?(?:第四人民医院|四医院|四院)"),
)
_ANY_PLACE = regex(
    r"[一-龥]{0,8}?(?:妇幼保健院|医院|卫生院|卫生服务(?:中心|站)|诊所|门诊部?|保健院|妇幼|透析中心|中医院|急诊|方舱|隔离点|疾控中心?)"
)
_REASON = regex(
    r"(?:做|去|打|看)?(?P<what>化疗|放疗|透析|血透|产检|孕检|拆线|换药|复查|复诊|看病|就诊|就医|住院|出院|手术|输液|打针|取药|拿药|开药|买药|检查|做?B超|CT|核磁|抽血|急诊|骨折|生产|临产|打?疫苗|体检|牙疼|拔牙|看牙|眼科|陪护|看望病人|送饭|康复|理疗|针灸|转院|办(?:理)?出院|心脏不舒服|胸[闷痛]|摔(?:伤|了|倒)|中风|高血压|糖尿病)"
)
_NOT_CARE = regex(
    r"超市|买菜|购物|理发|美容|上班|办事|取快递|加油|探亲|走亲戚|聚会|吃饭|喝酒|银行|逛|商场|市场|打牌|搬家|旅游|接(?:人|朋友)|玩"
)
_FEVER = regex(r"(?<!不)(?<!没)(?<!没有)(?<!无)(?:发烧|发热|低烧|高烧)|(?<!\d)(?:3[789]|4[01])(?:\.\d)?\s*(?:度|℃)")
_COMPANY = regex(
    rf"\+?\s*(?:陪(?:同|护)?|家属)\s*(?P<n>{_N})\s*(?:人)?|(?P<child>带(?:一个)?(?:孩子|小孩|宝宝))|(?P<one>(?:女儿|儿子|老伴|家属|家人|一人|1人)陪(?:同)?)"
)
_PEOPLE = regex(rf"(?<!\d)(?P<n>{_N})\s*(?:个)?(?:大)?人")
_TOGETHER = regex(r"(?<![\d.])(?P<a>\d)\s*\+\s*(?P<b>\d)(?![\d.])(?:人)?", needs="+")
_ANOTHER = regex(r"\d{1,2}\s*(?:点|:\d\d)|\d{1,2}[.月]\d{1,2}|[上下]午|(?:周|星期)[一二三四五六日天]|[今明后]天")
_RETURN = regex(r"要?(?:接回|接送|往返|来回|送回|回程|接我?们?回来?|等(?:着|候|我)?(?:回来)?|要等)")
_NO_WAIT = regex(r"不用(?:等|接)|单程|不等")
_WEEKS = regex(r"(?:怀?孕)?\d{1,2}\+?周")
_CHAIR = regex(r"(?:坐|有|需要?)?轮椅")
_STRETCHER = regex(r"担架|躺着|卧床|不能坐")


def read_vehicle(draft: Draft, setting: Setting) -> None:
    """Fill a draft of a ride chain."""
    begun = begin(draft, setting)
    if begun is None:
        return
    scrap, nick = begun
    text = scrap.text
    moment = take_moment(scrap, setting)
    ride = _when(moment, draft)
    ride |= _where(scrap, setting) | _why(scrap, text) | _who(scrap, draft)
    draft.details["vehicle"] = ride
    if draft.wish not in ("cancel",):
        _question(draft, ride, moment, text)
    another = _ANOTHER.search(scrap.text)
    if another and draft.wish != "cancel":
        draft.ask("not_understood", another[0])  # a second ride, or the way back
    scrap.take_all(
        re.compile(r"去|到|给|住院的|老伴|孩子|老人|点?出发|用车|[的做看个]|已约好?|预约了?|\(|\)|麻烦"), leave=" "
    )
    finish(draft, scrap, nick)


def _when(moment: Moment, draft: Draft) -> dict[str, object]:
    ride: dict[str, object] = {"depart": moment.at.isoformat(timespec="minutes") if moment.at else None}
    if moment.window:
        ride["depart_window"] = moment.window
        draft.mark("time_vague")
    if moment.relative and moment.at:
        draft.mark("relative_date_resolved_against_posted_at")
    if moment.hour and not moment.at:
        ride["hour"] = "{:02d}:{:02d}".format(*moment.hour)
    if moment.recurring:
        ride["recurring"] = list(moment.recurring)
    return ride


def _where(scrap: Scrap, setting: Setting) -> dict[str, object]:
    for written, place in setting.places.items():
        if scrap.take(re.compile(re.escape(str(written)))):
            return {"dest": str(place)}
    for place, pattern in _PLACES:
        if scrap.take(re.compile(pattern)):
            return {"dest": place}
    match = scrap.take(_ANY_PLACE)
    return {"dest": match[0].removeprefix("去").removeprefix("到") if match else None}


def _why(scrap: Scrap, text: str) -> dict[str, object]:
    match = scrap.take(_REASON)
    scrap.take_all(_WEEKS)
    if match is None:
        return {"reason": None}
    found: dict[str, object] = {"reason": match["what"]}
    return found | ({"parcel": True} if match["what"] == "送饭" else {}) if text else found


def _who(scrap: Scrap, draft: Draft) -> dict[str, object]:
    found: dict[str, object] = {}
    together = scrap.take(_TOGETHER)  # 1+1: the patient and one more
    company = scrap.take_all(_COMPANY)
    people = scrap.take_all(_PEOPLE)
    count = int(parse_number(people[0]["n"]) or 1) if people else 1
    if together:
        count = int(together["a"]) + int(together["b"])
    count += sum(int(parse_number(c["n"]) or 1) if c["n"] else 1 for c in company)
    found["pax"] = count
    if scrap.take_all(_CHAIR):
        found["wheelchair"] = True
        draft.tags.append("mobility")
    if scrap.take_all(_STRETCHER):
        found["stretcher"] = True
        draft.mark("special_vehicle")
    if scrap.take_all(_NO_WAIT):
        found["return_trip"] = False
    elif scrap.take_all(_RETURN):
        found["return_trip"] = True
    return found


def _question(draft: Draft, ride: dict[str, object], moment: Moment, text: str) -> None:
    if ride.get("parcel"):
        ride["pax"] = 0
    if _FEVER.search(text) or any(s.kind == "fever" for s in sensitive.find(draft.raw)):
        draft.mark("sensitive_do_not_broadcast", "health_report_required")
        draft.ask("fever")
        return
    if _NOT_CARE.search(text) and ride["reason"] is None:
        draft.ask("reason_not_eligible")
    elif ride["reason"] is None:
        draft.ask("reason_missing")
    if ride["dest"] is None and not _NOT_CARE.search(text):
        draft.ask("dest_missing")
    if moment.unsure_day:
        draft.ask("date_unsure")
    elif moment.hour is None and moment.window is None:
        draft.ask("time_missing")
