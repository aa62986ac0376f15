"""Text damaged on its way here, mended line by line before it is read; the numbers of lines never change."""

from collections.abc import Sequence

from shouwang.reading.regex import regex

_WRONG_ENCODING = regex("[\u00c0-\u00ff][\u00a1-\u00ff]|[鍙锋ゼ鍗曞厓鏉闆楦鎴銆鐨锛浠鍚鍦鏄鏈绗]{2}")
_DAMAGED = regex(
    "[\u00c0-\u00ff][\u00a1-\u00ff]|&(?:#\\d{1,6}|#x[0-9a-fA-F]{1,5}|[a-z]{2,8});|\\?{2,}|\\?[!绷锛]|锟斤?拷|烫烫|屯屯|\ufffd|[\u2e80-\u2fdf\uf900-\ufaff]|"
    "\\([a-zA-Zü]{0,5}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-zA-Zü]{0,5}\\)|,,"
)


def mend(lines: Sequence[str]) -> tuple[list[str], frozenset[int]]:
    """The lines as they were meant, and the numbers (from 1) of those where something is lost or unsure."""
    whole = "\n".join(lines)
    if not (_DAMAGED.search(whole) or _WRONG_ENCODING.search(whole)):
        return list(lines), frozenset()
    from shouwang.reading import damage  # only damaged text pays for its tables

    if _WRONG_ENCODING.search(whole):
        undone = damage.undo_wrong_encoding(whole).split("\n")
        lines = undone if len(undone) == len(lines) else lines
    mended, unsure = [], set()
    for number, line in enumerate(lines, 1):
        if len(line) < 2000 and (_DAMAGED.search(line) or _WRONG_ENCODING.search(line)):
            repaired = damage.repair(line)
            if "\n" not in repaired.text:
                line = repaired.text
            if repaired.unsure:
                unsure.add(number)
        mended.append(line)
    return mended, frozenset(unsure)
