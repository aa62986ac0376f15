"""Who speaks, and when: the messenger's own lines between what people typed."""

import re
from datetime import date, datetime, time

from shouwang.reading.chat import patterns as p
from shouwang.reading.chat.looks import has_door
from shouwang.reading.chat.sequence import split_sequence
from shouwang.reading.quantities import find_quantities

_NUMBERED = re.compile(r"[\d一二三四五六七八九十(]")


class Frames:
    """The speaker and the time of what is said, as the frames of the messenger tell them so far.

    `leader` is whoever spoke first: they offer, and do not order. `day` is the day that bare times belong to.
    """

    def __init__(self, day: date | None) -> None:
        self.speaker: str | None = None
        self.leader: str | None = None
        self.said_at: datetime | None = None
        self.day = day

    @property
    def is_chatting(self) -> bool:
        """Whether somebody other than the leader speaks."""
        return self.speaker is not None and self.speaker != self.leader

    def read(self, even: str) -> bool:
        """Whether the line is a system line, a divider with a time, or says who speaks next; remembers both."""
        if p.SYSTEM.search(even):
            return True
        if p.STAMP_SAYS.match(even):
            return False
        for pattern in (p.STAMP_ONLY, p.SPEAKER_STAMP, p.STAMP_SPEAKER, p.SPEAKER):
            match = pattern.match(even)
            if match and _is_frame(pattern, match):
                if pattern is not p.SPEAKER:
                    self.note_time(match)
                if "who" in pattern.groupindex:
                    self.note_speaker(match["who"].strip())
                return True
        return False

    def note_speaker(self, who: str) -> None:
        self.speaker = who
        if self.leader is None:
            self.leader = who

    def note_time(self, match: re.Match[str]) -> None:
        """Take the groups of patterns.STAMP; a time whose day is unknown is no time."""
        year, month, day = match["y"], match["mo"] or match["mo2"], match["d"] or match["d2"]
        if month and (year or self.day):
            try:
                self.day = date(int(year) if year else self.day.year if self.day else 2000, int(month), int(day))
            except ValueError:
                self.day = None
        elif match["word"] and match["word"] != "今天":
            self.day = None
        hour, minute = int(match["h"]), int(match["mi"])
        if match["part"] in ("下午", "晚上", "PM") and hour < 12:
            hour += 12
        self.said_at = (
            datetime.combine(self.day, time(hour, minute)) if self.day and hour < 24 and minute < 60 else None
        )


def split_speaker(even: str) -> tuple[str | None, str]:
    """晴天: 1份 is what 晴天 says; (None, the line) where nobody is named."""
    match = p.SAYS.match(even)
    if match is None or p.NO_SPEAKER.search(match["who"]) or has_door(match["who"]) or match["who"][-1].isdigit():
        return None, even
    return match["who"].strip(), match["what"]


def _is_frame(pattern: re.Pattern[str], match: re.Match[str]) -> bool:
    if pattern is p.STAMP_ONLY:
        return True
    who = match["who"]
    if p.NO_SPEAKER.search(who) or (split_sequence(who)[0] is not None and _NUMBERED.match(who)):
        return False
    if pattern is p.SPEAKER:
        return not any(q.unit for q in find_quantities(who))
    return any(match[k] for k in ("mo", "mo2", "word")) or " " not in who
