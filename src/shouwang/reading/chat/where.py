"""Which door a line is about, and what of the line is the writer's screen name."""

from dataclasses import replace

from shouwang.reading.addresses import Address, find_addresses, pick_best
from shouwang.reading.chat.model import Draft
from shouwang.reading.chat.patterns import ADD, BEHALF, CANCEL, REPLACE
from shouwang.reading.chat.people import looks_like_name
from shouwang.reading.chat.scrap import CUT, Scrap
from shouwang.reading.chat.setting import Setting
from shouwang.reading.quantities import find_quantities
from shouwang.reading.regex import regex

_EDGE = f" ,，:：;、.。-|()[]{CUT}\n"
_NOBODY = regex(
    r"^(?:我们?家?的?(?:是|住|也?要?)?|谢谢|感谢|麻烦|辛苦|团长(?:你好|您好)?|你好|您好|家住|住)+(?=$|[\s,。!])",
    needs="我谢感麻辛团你您家住",
)
_PROXY_END = regex(r"(?:代|替|帮|给)\s*$", needs="代帮替给")
_STREET_NUMBER = regex(r"\d号$", needs="号")
_OPENERS = regex(r"^(?:那?(?:就)?(?:来|要)|我要|我家|订|买|接|报|住|家住|地址|房号)")


def find_places(text: str, setting: Setting) -> list[Address]:
    """Every address in the text, judged by the register; a nickname of a door counts too."""
    found = find_addresses(text, lettered=setting.lettered, court=setting.court)
    if setting.register.aliases:
        found = _with_aliases(text, found, setting)
    if setting.lettered is False:
        found = [a for a in found if not (a.problem == "building_unsure" and _is_code(a, setting))]
    return [_judge(a, setting) for a in found]


def _with_aliases(text: str, found: list[Address], setting: Setting) -> list[Address]:
    for name, door in setting.register.aliases.items():
        at = text.find(name)
        if at >= 0 and door.room:
            known = replace(door, start=at, end=at + len(name), problem=None)
            found = [a for a in found if a.end <= at or a.start >= known.end]
            found.append(known)
    return sorted(found, key=lambda a: a.start)


def _is_code(address: Address, setting: Setting) -> bool:
    return (address.building or "") in setting.catalogue.codes


def _judge(address: Address, setting: Setting) -> Address:
    judged = setting.register.judge(address)
    if (
        judged.problem is None
        and judged.unit is None
        and judged.kind == "door"
        and judged.room
        and judged.room.isdigit()
        and setting.scheme == "building-unit-room"
        and not setting.register.doors
    ):
        return replace(judged, problem="unit_missing")
    return judged


def choose_place(scrap: Scrap, draft: Draft, setting: Setting) -> str:
    """Take the line's address; returns the words before it that are the writer's (nick or name).

    A second full address without a word of "for" is for asking. What stands before the address and is
    no screen name goes back into the scrap.
    """
    found = _places_for(scrap, draft, setting)
    if not found:
        return ""
    best = pick_best(found)
    others = [a for a in found if a is not best and a.is_complete and a.problem is None and a.door != best.door]
    if best.is_complete and best.problem is None and others and BEHALF.search(scrap.text) is None:
        draft.ask("two_addresses", others[0].text)
    draft.addr = best
    partial = [a for a in found if a.start < best.start and a.building and a.building != best.building and not a.room]
    if any(a.start < best.start and a.building and not a.room for a in found):
        draft.tags.append("nick_contains_building")
    if partial:
        draft.mark("nick_building_differs")
    before = scrap.text[: best.start]
    scrap.text = scrap.text[: best.start] + CUT + scrap.text[best.end :]
    if best.building and _STREET_NUMBER.search(before):
        draft.ask("address_unsure", f"{before.strip()[-8:]}{best.text}")  # 88号1号楼101
    proxy = _PROXY_END.search(before)
    if proxy:
        before = before[: proxy.start()]
        scrap.text = before + CUT + scrap.text[best.start + 1 :]
        draft.mark("on_behalf")
    nick = _nick_of(before, after=scrap.text[best.start + 1 :])
    if nick is not None:
        scrap.text = CUT + scrap.text[len(before) :]
        return nick
    return ""


def _places_for(scrap: Scrap, draft: Draft, setting: Setting) -> list[Address]:
    """The places that may be the line's door, by what it wants and what the chain is."""
    for name, door in setting.register.aliases.items():
        if door.building and not door.room:  # a building's nickname: 红楼 301
            scrap.text = scrap.text.replace(name, f"{door.building}栋")
    found = [
        a
        for a in find_places(scrap.text, setting)
        if not (a.kind == "number_only" and draft.wish) and (setting.posts or a.kind != "post")
    ]
    if draft.wish in ("replace", "add", "cancel"):
        found = [a for a in found if a.building or a.kind != "door"]  # 改成400 is an amount
    return found


def _nick_of(before: str, *, after: str) -> str | None:
    """The words before a door, if they are a name and no part of the order."""
    words = _NOBODY.sub("", before.strip(_EDGE)).strip(_EDGE)
    if not words:
        return None
    if any(_steers(part) for part in words.split()):
        return None
    if not find_quantities(after) and (find_quantities(words) or _OPENERS.match(words)):
        return None
    if any(q.unit and q.end == len(words) for q in find_quantities(words)) and not looks_like_name(words):
        return None
    return words


def _steers(part: str) -> bool:
    """A word that is nothing but an instruction: 取消, 改成3份, 帮."""
    if any(
        match and match.start() == 0 and len(part) - match.end() <= 3
        for match in (CANCEL.match(part), REPLACE.match(part), ADD.match(part))
    ):
        return True
    return part in ("帮", "代", "替", "给") or bool(BEHALF.match(part))
