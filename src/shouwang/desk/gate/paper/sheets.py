"""A log that was kept in a file: its rows, ready to be looked at and entered like those of paper."""

import re
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.refusals import Refused
from shouwang.desk.gate.models import Direction, Outcome, Reason, Who
from shouwang.desk.gate.paper.bridge import read_log
from shouwang.desk.gate.paper.rows import IN_A_FILE, MOST_ROWS, Row
from shouwang.desk.people.bridge import SheetUnreadable

MOST_BYTES = 8 << 20
OUTCOMES = {
    "allow": Outcome.ALLOWED, "allow_recorded": Outcome.ALLOWED, "allow_with_report": Outcome.ALLOWED,
    "turned_back": Outcome.TURNED_BACK, "stop_at_gate": Outcome.TURNED_BACK,
}  # fmt: skip
WORDS = (
    (Reason.DIALYSIS, "透析"), (Reason.CHEMOTHERAPY, "化疗|放疗"), (Reason.ANTENATAL, "产检|孕检"),
    (Reason.FUNERAL, "丧|殡|葬"), (Reason.HOSPITAL, "医院|看病|就医|就诊|复诊|急诊"), (Reason.CASH, "取钱|取现|银行"),
    (Reason.PARCEL, "快递|包裹|取件"), (Reason.VISIT, "探|看望|串门|走亲"), (Reason.WORK, "上班|下班|工作|复工"),
    (Reason.SHOPPING, "买菜|购物|超市"), (Reason.WALK, "散步|遛"),
)  # fmt: skip
GUESTS = ((Who.COURIER, "外卖|快递|送|骑手"), (Who.WORKER, "维修|施工|电工|燃气|保洁|物业"), (Who.VEHICLE, "司机|车"))


class NoLog(Refused):
    """The file is no log of a gate; the sentence says what to do."""


def rows_of(data: bytes, filename: str, *, by: Actor) -> tuple[list[Row], str]:
    """(the file's rows, its day or ""). A row's key is made of what it says: the same file, grown or with another
    name, is for ever the same passages. Raises NoLog."""
    if len(data) > MOST_BYTES:
        raise NoLog(_("The file is larger than %(n)s MB. Please split it.") % {"n": MOST_BYTES >> 20})
    try:
        records = read_log(data, filename, by.community)
    except SheetUnreadable as error:
        raise NoLog(_(error.sentence).format(**error.values)) from None
    if len(records) > MOST_ROWS:
        words = _("The sheet has %(rows)s rows, more than %(most)s. Please split it.")
        raise NoLog(words % {"rows": len(records), "most": MOST_ROWS})
    days = [str(one.day) for one in records if one.day]
    return [row for _record, row in rows_from(records, by)], days[0] if days else ""


def rows_from(records: Sequence[Any], by: Actor) -> list[tuple[Any, Row]]:
    """Each record and its row. Raises NoLog where none reads like a passage."""
    if not any(one.at and one.direction for one in records):
        raise NoLog(_("No row of this file reads like a passage. It needs a time, a door and out or in."))
    rows, seen = [], dict[str, int]()
    for number, one in enumerate(records, 1):
        key = _key(one, by)
        seen[key] = seen.get(key, 0) + 1  # two rows that say the same are two
        rows.append((one, _row(number, f"{key}#{seen[key]}", one)))
    return rows


def _key(one: Any, by: Actor) -> str:
    said = (one.name or one.visitor or "", one.direction or "", one.reason or "")
    parts = (IN_A_FILE, by.community.pk, one.day, one.at, _door(one), *said)
    return "|".join(str(part) for part in parts)


def _row(number: int, key: str, one: Any) -> Row:
    outcome = OUTCOMES.get(one.decision, "")
    if one.converted_to:
        outcome = Outcome.TURNED_BACK_HELPED
    reason = _reason(one.reason or "")
    is_door = bool(one.addr and one.addr.building and one.addr.room)
    said = [
        "" if reason else one.reason or "", one.remark or "", "" if is_door else _door(one), one.visitor or "",
    ]  # fmt: skip
    return Row(
        number, key, clock=f"{one.at:%H:%M}" if one.at else "", door=_door(one) if is_door else "",
        name=one.name or "" if is_door else "", who=_who(one), way=_way(one), reason=reason, outcome=str(outcome),
        temp=_temp(one), day=str(one.day) if one.day else "",
        note=" · ".join(dict.fromkeys(part for part in said if part)),
    )  # fmt: skip


def _temp(one: Any) -> str:
    """What cannot be read stays as it was written: it is asked."""
    unclear = next((str(review.value) for review in one.reviews if review.code == "temp_unclear"), "")
    return f"{one.temp:.1f}" if one.temp else unclear


def _way(one: Any) -> str:
    return str(Direction(one.direction)) if one.direction in Direction.values else ""


def _who(one: Any) -> str:
    if not one.visitor:
        return str(Who.RESIDENT)
    return str(next((who for who, words in GUESTS if re.search(words, one.visitor)), Who.VISITOR))


def _reason(text: str) -> str:
    if text in Reason.values:
        return text
    return str(next((reason for reason, words in WORDS if re.search(words, text)), ""))


def _door(one: Any) -> str:
    if one.addr is None:
        return ""
    parts = (one.addr.building, one.addr.unit, one.addr.room)
    return (one.addr.area or "") + "-".join(part for part in parts if part)
