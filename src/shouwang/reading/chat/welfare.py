"""Feedback of daily calls: reached or not, how they are, the how-manieth attempt, what comes next.

Every attempt stays a line of its own: silence grows louder, an answer ends it.
"""

from shouwang.reading import sensitive
from shouwang.reading.chat.common import begin, finish
from shouwang.reading.chat.model import Draft
from shouwang.reading.chat.setting import Setting
from shouwang.reading.quantities import parse_number
from shouwang.reading.regex import regex

_RESULTS = tuple(
    (result, regex(words))
    for result, words in (
        (
            "knock_no_answer",
            r"敲门?(?:了)?(?:没|无|不)(?:人)?(?:应|开|回应|答应|反应)|敲不开|上门(?:没|无)人(?:应|在)?",
        ),
        ("wrong_number", r"空号|号码?(?:不对|错了|有误)|打错|错号|不是本人"),
        ("phone_off", r"关机|停机|不在服务区|欠费"),
        ("no_answer", r"(?:没|未|无人?|没人|不)接(?:听|通|电话)?|打不通|占线|无人应答|没打通"),
        (
            "answered_by_family",
            r"(?:女儿|儿子|老伴|家属|家人|孙女?|外孙|保姆|邻居|媳妇|女婿|爱人|妻子|丈夫)(?:代)?接(?:的|了|听|电话)?",
        ),
        ("visited", r"上门(?:看|见|了)|见到(?:本)?人|当面|敲门(?:有人)?(?:应|开)了?"),
        ("answered", r"接(?:了|通|听|的)?|通了|打通|聊了"),
    )
)
_VISITED = next(pattern for result, pattern in _RESULTS if result == "visited")
_UNWELL = regex(
    r"胸口?闷|胸痛|不舒服|难受|头晕|(?<![一-龥])晕|疼|痛|发烧|发热|咳|喘|摔|没力气|吐|拉肚子|断药|没药|(?<!没有)(?<!不)(?<!没)生病"
)
_LOW = regex(r"想不开|哭|害怕|孤单|孤独|没意思|睡不着|心情不好|焦虑")
_OK = regex(r"(?:都|挺|很|还|一切)?好|没事|正常|平安|睡(?:了|着|觉)|还行|可以|没问题|有精神")
_ATTEMPT = regex(r"\(?第\s*(?P<n>\d{1,2}|[一二三四五六七八九])\s*次\)?")
_LIFE = regex(r"电视有声|灯亮|有声音|有动静")
_FAILED = ("no_answer", "phone_off", "knock_no_answer")


def read_welfare(draft: Draft, setting: Setting) -> None:
    """Fill a draft of call feedback; attempts are counted afterwards."""
    begun = begin(draft, setting, wishes=False)
    if begun is None:
        return
    scrap, nick = begun
    text = scrap.text
    stated = scrap.take(_ATTEMPT)
    found = next(((r, m) for r, p in _RESULTS if (m := p.search(text))), None)
    welfare: dict[str, object] = {}
    if found is None:
        draft.ask("result_unclear")
        if _UNWELL.search(text):
            draft.mark("urgent", "sensitive_do_not_broadcast")
    else:
        welfare["result"] = found[0]
        if found[0] in ("answered", "answered_by_family", "visited") and _contradicts(text):
            draft.ask("result_unclear", "answered and not answered")
        if found[0] in ("no_answer", "phone_off", "wrong_number") and _VISITED.search(text):
            draft.ask("result_unclear", "no answer, and seen at the door")
    if stated:
        welfare["attempt"] = int(parse_number(stated["n"]) or 1)
    _read_state(draft, welfare, text)
    draft.details["welfare"] = welfare
    if draft.addr is None or not draft.addr.is_complete or draft.addr.problem:
        draft.ask(draft.addr.problem if draft.addr and draft.addr.problem else "address_missing")
    for _, pattern in _RESULTS:
        scrap.take_all(pattern)
    for pattern in (_UNWELL, _LOW, _OK, _LIFE):
        scrap.take_all(pattern)
    finish(draft, scrap, nick, strict=False)


def _contradicts(text: str) -> bool:
    return any(p.search(text) for r, p in _RESULTS if r in ("phone_off", "wrong_number", "knock_no_answer"))


def _read_state(draft: Draft, welfare: dict[str, object], text: str) -> None:
    if welfare.get("result") not in ("answered", "answered_by_family", "visited"):
        return
    if _UNWELL.search(text) or any(s.kind in ("fever", "illness") for s in sensitive.find(text)):
        welfare |= {"state": "unwell", "next": "health_report_now"}
        draft.mark("urgent", "sensitive_do_not_broadcast")
    elif _LOW.search(text) or sensitive.speaks_of_self_harm(text):
        welfare |= {"state": "low", "next": "listen_today"}
        draft.mark("urgent", "sensitive_do_not_broadcast")
    elif _OK.search(text):
        welfare["state"] = "ok"


def resolve_welfare(drafts: list[Draft], setting: Setting) -> None:
    """Count attempts door by door and say what comes next."""
    del setting
    tried: dict[object, int] = {}
    for draft in drafts:
        welfare = draft.details["welfare"]
        door = draft.addr.door if draft.addr else (draft.seq, draft.name)
        result = welfare.get("result")
        if result in (*_FAILED, "wrong_number"):
            tried[door] = max(int(welfare.get("attempt", 0)), tried.get(door, 0) + 1)
            welfare["attempt"] = tried[door]
            welfare["next"] = _next_step(str(result), tried[door])
            if welfare["next"] == "enter_with_family_and_police":
                draft.mark("urgent")
        elif result is not None:
            tried[door] = 0


def _next_step(result: str, attempt: int) -> str:
    if result == "knock_no_answer":
        return "enter_with_family_and_police"
    if result == "wrong_number":
        return "fix_number_and_knock"
    return "recall_within_60min" if attempt == 1 else "knock"
