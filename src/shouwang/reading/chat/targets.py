"""Whose line a change is about: by quotation, door, number or name, in that order of trust."""

import re

from shouwang.reading.addresses import Address, find_addresses
from shouwang.reading.chat.model import ACTIVE, CANCELLED, REVIEW, Draft
from shouwang.reading.text import even_out, strip_invisible


class Ledger:
    """The drafts said so far, findable by door, number and name."""

    def __init__(self) -> None:
        self.said: list[Draft] = []
        self._at: dict[tuple[str | None, str | None], list[Draft]] = {}
        self._seq: dict[int, list[Draft]] = {}
        self._doors: dict[str, Address] = {}
        self._speaks_for: dict[str, set[object]] = {}
        self._served: dict[tuple[str | None, str | None], list[Draft]] = {}

    def add(self, draft: Draft) -> None:
        self.said.append(draft)
        place = draft.addr or draft.deliver_to
        if place is not None and place.is_complete:
            self._at.setdefault((place.building, place.room), []).append(draft)
            for who in (draft.speaker, draft.nick):
                if who:
                    self._doors[who] = place
                    self._speaks_for.setdefault(who, set()).add(place.door)
        for other in self.others_served(draft):
            self._served.setdefault((other.building, other.room), []).append(draft)
        if draft.seq is not None:
            self._seq.setdefault(draft.seq, []).append(draft)

    def door_of(self, who: str) -> Address | None:
        """The door somebody gave before, or carries in the name itself."""
        if len(self._speaks_for.get(who, ())) > 1:
            return None  # they have spoken for several doors
        if who in self._doors:
            return self._doors[who]
        found = [a for a in find_addresses(even_out(who)) if a.is_complete and a.problem is None]
        return found[0] if len(found) == 1 else None

    def others_served(self, draft: Draft) -> list[Address]:
        """Neighbours' doors inside a line."""
        doors = [s.addr for s in draft.sub_orders if s.addr is not None]
        if draft.deliver_to is not None and draft.type == "entry":
            doors.append(draft.deliver_to)
        return doors

    def served_twice(self, draft: Draft) -> Draft | None:
        """An earlier line that already brings something to one of this line's doors."""
        doors = self.others_served(draft)
        at = [d for door in doors for d in self._at.get((door.building, door.room), [])]
        for door in [*doors, *([draft.addr] if draft.addr and draft.deliver_to is None else [])]:
            at += self._served.get((door.building, door.room), [])
        return next((d for d in at if d.status in (ACTIVE, REVIEW) and d is not draft), None)

    def near(self, draft: Draft) -> list[Draft]:
        """Earlier drafts of what is or may be the same door (a missing unit fits any)."""
        if draft.addr is None:
            return []
        return [d for d in self._at.get((draft.addr.building, draft.addr.room), []) if self.same_door(draft, d)]

    def same_door(self, a: Draft, b: Draft) -> bool:
        one, two = a.addr or a.deliver_to, b.addr or b.deliver_to
        if one is None or two is None:
            return False
        if (one.building, one.room, one.sub) != (two.building, two.room, two.sub):
            return False
        pairs = ((one.unit, two.unit), (one.lane, two.lane), (one.area, two.area), (one.phase, two.phase))
        return all(x is None or y is None or x == y for x, y in pairs)

    def live_at(self, draft: Draft) -> list[Draft]:
        return [d for d in self.near(draft) if d.status == ACTIVE and d.op != "cancel"]

    def same_writer(self, draft: Draft) -> list[Draft]:
        """Earlier drafts by the same nick or name, at the same door where both give one."""
        return [
            d
            for d in self.said
            if _same_person(draft, d) and (d.addr is None or draft.addr is None or self.same_door(draft, d))
        ]

    def cancelled_at(self, draft: Draft) -> Draft | None:
        gone = [d for d in self.near(draft) if d.status == CANCELLED]
        return gone[-1] if gone else None

    def by_seq(self, seq: int | None) -> list[Draft]:
        return [] if seq is None else [d for d in self._seq.get(seq, []) if d.op != "cancel"]

    def said_by(self, who: str) -> list[Draft]:
        """Live drafts of that very name or nick."""
        return [d for d in self.said if _is_live(d) and who in (d.nick, d.name, d.speaker)]

    def standing(self, draft: Draft) -> Draft:
        """What has taken the place of a superseded line."""
        for _ in range(len(self.said)):
            if draft.superseded_by_line is None:
                break
            draft = next((d for d in self.said if d.line == draft.superseded_by_line), draft)
        return draft

    def additions_to(self, target: Draft) -> list[Draft]:
        """Later "add" lines that still count beside the target."""
        return [d for d in self.said if d.op == "add" and d.target_line == target.line and d.status == ACTIVE]

    def targets_of(self, draft: Draft) -> list[Draft]:
        """The lines a change may be about; one is certain, several are for asking, none is unknown."""
        if draft.quoted is not None:
            return self._by_quote(draft)
        if draft.refers_seq is not None:
            found = [d for d in map(self.standing, self.by_seq(draft.refers_seq)) if _is_live(d)]
            if draft.refers_nick:
                found = [d for d in found if draft.refers_nick in f"{d.nick or ''} {d.name or ''} {d.raw}"]
            return found
        if draft.addr is not None and draft.addr.is_complete:
            return self._narrow([d for d in self.near(draft) if _is_live(d)], draft)
        if draft.seq is not None:
            by_number = [d for d in map(self.standing, self.by_seq(draft.seq)) if _is_live(d)]
            if by_number and (not (draft.nick or draft.name) or any(_same_person(draft, d) for d in by_number)):
                return by_number
        return self._by_name(draft)

    def _by_quote(self, draft: Draft) -> list[Draft]:
        quoted = _plain(draft.quoted or "")
        found = [
            d
            for d in self.said
            if _is_live(d) and _plain(d.raw) and (_plain(d.raw) in quoted or quoted in _plain(d.raw))
        ]
        if draft.speaker and found and not any(_same_person(draft, d) or d.speaker == draft.speaker for d in found):
            return found * 2  # somebody else's order: ask
        return found[-1:]

    def _by_name(self, draft: Draft) -> list[Draft]:
        who = {w for w in (draft.nick, draft.name, draft.speaker) if w}
        found = [d for d in self.said if _is_live(d) and who & {d.nick, d.name, d.speaker}]
        return self._narrow(found, draft)

    def _narrow(self, found: list[Draft], draft: Draft) -> list[Draft]:
        """Several orders of one household: the one that has the goods in question, or whose writer it is."""
        if len(found) > 1:
            names = {i.name for i in draft.items}
            fitting = [d for d in found if names and names & {i.name for i in d.items}]
            found = fitting or found
        if len(found) > 1 and (draft.nick or draft.speaker):
            mine = [
                d
                for d in found
                if (draft.nick and d.nick == draft.nick) or (draft.speaker and d.speaker == draft.speaker)
            ]
            found = mine or found
        return found


def same_content(a: Draft, b: Draft) -> bool:
    return [(i.name, i.qty, i.unit) for i in a.items] == [(i.name, i.qty, i.unit) for i in b.items]


def _is_live(draft: Draft) -> bool:
    return draft.status in (ACTIVE, REVIEW) and draft.op != "cancel"


def _same_person(a: Draft, b: Draft) -> bool:
    mine = {w for w in (a.nick, a.name, a.speaker) if w}
    return bool(mine & {b.nick, b.name, b.speaker})


def _plain(text: str) -> str:
    """As a quotation is compared: it may have lost blanks, points and what cannot be seen."""
    return re.sub(r"[\s,。.、:;()]+", "", even_out(strip_invisible(text)))
