"""What an entry of each kind of list comes to: a need of some kind, or something told that is kept.

A fever, silence or feeling unwell is an alarm: it opens a visit, urgent and for the desk alone. What is unclear never
counts as well.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

from shouwang.desk.base.models import Community, Rule
from shouwang.desk.needs.bridge import speaks_of_illness
from shouwang.desk.needs.entries import REVIEW, EntryRead
from shouwang.desk.needs.models import Kind, ListKind

FEVER_RULE = "fever_threshold"  # a dated rule: degrees Celsius, from which on a temperature is a fever
FEVER_FROM = Decimal("37.3")
HOTTEST, COLDEST = Decimal(43), Decimal(34)
NEED_OF = {
    ListKind.GOODS: Kind.GOODS, ListKind.MEAL: Kind.MEAL, ListKind.MEDICINE: Kind.MEDICINE, ListKind.RIDE: Kind.RIDE,
    ListKind.ERRAND: Kind.ERRAND, ListKind.TRANSFER: Kind.RIDE,
}  # fmt: skip
TOLD = {ListKind.HEADCOUNT, ListKind.WELFARE, ListKind.SHIFTS, ListKind.GATE}
NOT_FOR_GROUPS = {ListKind.MEDICINE, ListKind.RIDE, ListKind.TRANSFER, ListKind.HEADCOUNT, ListKind.WELFARE,
                  ListKind.GATE}  # fmt: skip
MEASURED = {ListKind.HEADCOUNT, ListKind.WELFARE, ListKind.GATE}
UNANSWERED = ("no_answer", "phone_off", "knock_no_answer", "wrong_number")
FOR_MEDICINE = "medicine_request"  # reading's word for a walk that was for medicine
UNWELL = ("unwell", "low")


def fever_from(community: Community, at: datetime) -> Decimal:
    """The temperature from which on somebody is visited, as the community has set it."""
    rule = Rule.objects.in_force(community, FEVER_RULE, community.today(at))
    return Decimal(str(rule.value)) if rule else FEVER_FROM


def classified(read: EntryRead, list_kind: str, hot: Decimal) -> EntryRead:
    """`read` as an entry of such a list: the kind of its need, if it makes one, and whether it is an alarm.

    `hot`: from where on a temperature is a fever. Classifying again, after a correction, changes only what follows.
    """
    alarm = _alarm(read, list_kind, hot)
    kind = Kind.VISIT.value if alarm else str(NEED_OF.get(ListKind(list_kind), _turned_back(read, list_kind)))
    sensitive = read.is_sensitive or list_kind in NOT_FOR_GROUPS
    read = read.corrected(list_kind=list_kind, kind=kind, alarm=alarm, is_sensitive=sensitive)
    if "temp_decimal_missing" in read.flags and "asked" not in read.more:
        temps = " ".join(map(str, read.said.get("temps", ())))
        asks = (*read.asks, ("temp_decimal_missing", temps))
        read = read.corrected(status=REVIEW, asks=asks, more=read.more | {"asked": True})
    return read


def outcome_of(read: EntryRead) -> str:
    """How a welfare call ended; nothing where that is unclear."""
    call: dict[str, Any] = read.said.get("welfare") or {}
    if call.get("result") in UNANSWERED:
        return str(call["result"])
    if call.get("state") in UNWELL:
        return str(call["state"])
    if call.get("state") == "ok":
        return "well"
    return "reached" if call.get("result") else ""


def implausible(temps: list[float]) -> bool:
    return any(not COLDEST <= Decimal(str(one)) <= HOTTEST for one in temps)


def _turned_back(read: EntryRead, list_kind: str) -> str:
    """The kind of need of who was refused at the gate, and wants what the desk can fetch."""
    passage: dict[str, Any] = read.said.get("passage") or {}
    return Kind.MEDICINE.value if list_kind == ListKind.GATE and passage.get("converted_to") == FOR_MEDICINE else ""


def _alarm(read: EntryRead, list_kind: str, hot: Decimal) -> str:
    """Why somebody must go and look: a code; nothing where nobody need."""
    if list_kind not in MEASURED:
        return ""
    if any(hot <= Decimal(str(one)) <= HOTTEST for one in read.said.get("temps", ())):
        return "fever"
    if list_kind == ListKind.WELFARE:
        outcome = outcome_of(read)
        return outcome if outcome in (*UNANSWERED, *UNWELL) else ""
    if list_kind == ListKind.GATE:
        return ""
    if read.said.get("test") == "阳":
        return "tested_positive"
    return "symptoms" if "health_report_required" in read.flags and speaks_of_illness(read.raw) else ""
