"""Text as it arrives, made even: encodings, invisible characters, widths, dashes, old numerals.

Nothing here understands anything. The raw line is always kept beside what these functions return.
"""

import re
import unicodedata

from shouwang.reading.regex import regex

_INVISIBLE = regex(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ue000\ue001\U000e0000-\U000e007f\x00-\x08\x0e-\x1f\x7f]"
)
_SPACES = regex("[\t\x0b\x0c\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_KEYCAP = regex("([0-9#*])\ufe0f?\u20e3", needs="\u20e3")
_TIMES = regex("\u2716\ufe0f?\\s*(?=[0-9])", needs="\u2716")  # ✖️2 is an amount, ✖ alone a cancellation
_CIRCLED = regex("[\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3251-\u325f\u32b1-\u32bf]")
_DASHES = dict.fromkeys(map(ord, "—–―−‐‑‒─━－﹣﹘ㄧ﹊"), "-")
_SIGNS = {
    **_DASHES,
    **dict.fromkeys(map(ord, "～〜∼˜"), "~"),
    ord("×"): "*",
    ord("✕"): "*",
    ord("╳"): "*",
    ord("＃"): "#",
    ord("﹟"): "#",
    ord("，"): ",",
    ord("。"): "。",
    ord("∕"): "/",
    ord("⁄"): "/",
    ord("﹒"): ".",
    ord("·"): "·",
    ord("•"): "·",
    ord("・"): "·",
}
_TRADITIONAL = str.maketrans(
    "棟單樓號層戶門東區雞個隻條罐樣買賣錢塊雙兩萬幾斷給幫鄰邊從電話時間週點車醫藥療發燒體溫歲轉運單"
    "報錯刪麵餅魚鴨豬蘋蔥薑蘿蔔鹽醬貓衛紙將無過這還裡裏後緊訂購減還對開沒",
    "栋单楼号层户门东区鸡个只条罐样买卖钱块双两万几断给帮邻边从电话时间周点车医药疗发烧体温岁转运单"
    "报错删面饼鱼鸭猪苹葱姜萝卜盐酱猫卫纸将无过这还里里后紧订购减还对开没",
)
# What `even_out` may change of a text that is in normal form already: nearly no line has any of it.
_UNEVEN = frozenset(map(chr, (*_SIGNS, *_TRADITIONAL, *range(0x2460, 0x2794), *range(0x3251, 0x32C0)))) | {
    "\u20e3",
    "\u2716",
    "🔟",
}
_LOOSE_EMOJI = regex(
    "[\U0001f000-\U0001faff\u2190-\u21ff\u2600-\u2713\u2715\u2717-\u274b\u274d-\u27bf\u2b00-\u2bff\ufe0f\u200d\u20e3]+"
)


def decode(data: bytes) -> str:
    """Turn pasted or uploaded bytes into text; never fails (what cannot be read becomes U+FFFD).

    Tried in order: byte order marks, UTF-8, UTF-16 where every second byte is NUL, GB18030.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    head = data[:400]
    if head[1::2].count(0) > len(head) // 4:
        return data.decode("utf-16-le", errors="replace")
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        return data.decode("utf-8", errors="replace")


def split_lines(text: str) -> list[str]:
    """Lines as a person counts them in the file: only CR, LF and CRLF end one."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > 1 and lines[-1] == "":
        lines.pop()
    return lines


def strip_invisible(line: str) -> str:
    """Drop what has no width and make every blank a plain space; keeps keycaps and circled numerals."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", line)).strip()


def even_out(line: str) -> str:
    """One spelling for widths, dashes, numerals in circles and keycaps, and common traditional characters."""
    if line.isascii() or (_UNEVEN.isdisjoint(line) and unicodedata.is_normalized("NFKC", line)):
        return line
    line = _KEYCAP.sub(r"\1", line.replace("🔟", "10"))
    line = _TIMES.sub("*", line)
    line = _CIRCLED.sub(_spell_circled, line)
    line = unicodedata.normalize("NFKC", line.translate(_SIGNS)).translate(_SIGNS)
    return line.translate(_TRADITIONAL)


def _spell_circled(match: re.Match[str]) -> str:
    """A numeral in a circle as digits, kept apart from digits that touch it."""
    number = unicodedata.numeric(match[0], -1)
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    spelled = str(int(number)) if number >= 0 else unicodedata.normalize("NFKC", match[0])
    return (" " if before.isdigit() else "") + spelled + (" " if after.isdigit() else "")


def drop_emoji(text: str) -> str:
    """Pictures become a blank; ❌ and ✖ stay, because they mean something."""
    return _LOOSE_EMOJI.sub(" ", text)
