"""Those who come to the gate in these tests, and short ways to say when."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from shouwang.planning.gate import Answer, Asked, Direction, Passage, Reason, Rules, may_pass, read_rule

SHANGHAI = ZoneInfo("Asia/Shanghai")


def clock(day: int, hour: int, minute: int = 0, month: int = 2) -> datetime:
    return datetime(2020, month, day, hour, minute, tzinfo=SHANGHAI)


def rules(*dated) -> Rules:
    """(day of February 2020, what the community's households may do) …"""
    return Rules([(date(2020, 2, day), read_rule({"states": {"open": limit}})) for day, limit in dated])


def went(at, person="wu", reason: str | None = Reason.SHOPPING, *, back_by=None, gate="west", way=Direction.OUT):
    return Passage(f"{gate} {at.isoformat()} {person} {way}", person, way, at, gate, reason, back_by)


def came(at, person="wu", gate="west"):
    return went(at, person, None, gate=gate, way=Direction.IN)


def ask(these, at, *book, person="wu", reason: str | None = Reason.SHOPPING, household="5-1-203", zone=SHANGHAI,
        mode="lockdown", **asked) -> Answer:  # fmt: skip
    asked = Asked(person=person, reason=reason, household=household, **asked)
    return may_pass(these, asked, book, at=at, mode=mode, zone=zone)


def said(answer: Answer) -> tuple[str, str]:
    return str(answer.verdict), str(answer.why)
