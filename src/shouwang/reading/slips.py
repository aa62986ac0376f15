"""Two damages that need the bytes and the readings of characters: GBK pairs that slipped, and glosses.

When one byte of GBK text is lost, every pair after it is read crosswise until an ASCII character: 。”羅
(A1A3 A1B1 C15F) becomes ?!绷_. Some converters also put the reading behind each rare character: 門(mén).
"""

from __future__ import annotations

import re
import unicodedata

from shouwang.reading.characters import HAN, simplify

LOST = "[?]"
OPEN, SHUT = "\ue000", "\ue001"  # around what is unsure, until the text is finished

_TONES = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_GLOSS = re.compile(rf"([{HAN}])[(（]([a-zɡü{_TONES}]{{1,6}})[)）]")
_SLIP = re.compile(rf"\?([!,:;]?)([{HAN}]{{1,400}})([@-~?]?)")
_FOLDED = {"!": "！", ",": "，", ":": "：", ";": "；"}
_OPENED_GLOSS = re.compile(rf"([a-zɡü{_TONES}]{{1,6}})[)）]")


def drop_glosses(text: str) -> str:
    """Take out readings in brackets that have a tone and are the reading of the character before."""
    return _GLOSS.sub(lambda match: match[1] if _is_reading(match[1], match[2]) else match[0], text)


def _is_reading(character: str, gloss: str) -> bool:
    if not any(letter in _TONES for letter in gloss):
        return False
    from pypinyin import Style, pinyin

    readings = pinyin(character, style=Style.NORMAL, heteronym=True, v_to_u=True)[0]
    return _toneless(gloss) in readings


def _toneless(reading: str) -> str:
    """dòng → dong; lǜ → lü."""
    apart = unicodedata.normalize("NFD", reading.replace("ɡ", "g"))
    return unicodedata.normalize("NFC", re.sub("[\u0300\u0301\u0304\u030c]", "", apart))


def repair_slips(text: str) -> str:
    """Pair the bytes of slipped GBK anew, where that alone gives common characters."""
    fixed, place = [], 0
    for match in _SLIP.finditer(text):
        if match.start() < place:
            continue
        found = _realign(match, text)
        if found:
            repaired, end = found
            fixed += [text[place : match.start()], repaired]
            place = end
    return "".join([*fixed, text[place:]])


def _realign(match: re.Match[str], text: str) -> tuple[str, int] | None:
    """Return the repaired text and where the slip ended; None where the question mark is genuine."""
    run, end = match[2], match[3]
    try:
        data = b"\xa1" + (_FOLDED[match[1]] if match[1] else "").encode("gbk") + run.encode("gbk")
    except UnicodeEncodeError:
        return None
    stop = match.end(2)
    tail = ""
    if end and end != "?":
        data, stop = data + end.encode("ascii"), match.end()
    else:
        data, lead = data[:-1], data[-1]
        tail, stop = _solve(lead, text, stop)
    try:
        repaired = data.decode("gbk")
    except UnicodeDecodeError:
        return None
    marks = len(re.match(r"[。！？，、；：…“”‘’》」』）]*", repaired)[0])  # type: ignore[index]  # it matches nothing too
    body = repaired[marks:]
    if not marks or not body:
        return None
    before = [*map(_is_common, run), *([False] if end and end != "?" else [])]
    if not all(map(_is_common, body)) or all(before):
        return None
    return repaired + tail, stop


def _solve(lead: int, text: str, stop: int) -> tuple[str, int]:
    """Find the character whose second byte is lost: its reading may stand behind it."""
    if text[stop : stop + 1] != "?":
        return f"{OPEN}{LOST}{SHUT}", stop
    gloss = _OPENED_GLOSS.match(text, stop + 1)
    if not gloss:
        return f"{OPEN}{LOST}{SHUT}", stop + 1
    fitting = []
    for trail in (*range(0x40, 0x7F), *range(0x80, 0xFF)):
        character = bytes([lead, trail]).decode("gbk", "ignore")
        if len(character) == 1 and _is_common(character) and _is_reading(character, gloss[1]):
            fitting.append(character)
    found = fitting[0] if len(fitting) == 1 else f"{OPEN}{LOST}{SHUT}"
    return found, gloss.end()


def _is_common(character: str) -> bool:
    """One of the 3,755 most common characters (the first level of GB 2312), in either writing."""
    try:
        code = simplify(character).encode("gb2312")
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and 0xB0 <= code[0] <= 0xD7
