"""Temperatures as people write them, and what of them is a fever. What is not certain is asked back, never guessed."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from shouwang.desk.base.refusals import Refused
from shouwang.desk.needs.bridge import read_quantity
from shouwang.desk.needs.kinds import COLDEST, HOTTEST

LONGEST = 12  # signs in which anybody writes a temperature
_POINT = r"[.。．,，·点]"
_BETWEEN = re.compile(rf"(?P<whole>\d\d)(?:{_POINT}|℃|°C?|度)(?P<tenths>\d{{1,2}})(?:℃|°C?|度)?", re.IGNORECASE)
_PLAIN = re.compile(r"(?P<whole>\d\d)(?:℃|°C?|度)?", re.IGNORECASE)
_RUN_TOGETHER = re.compile(r"(?P<whole>3[4-9]|4[0-3])(?P<tenths>\d{1,2})(?:℃|°C?|度)?", re.IGNORECASE)
_SPOKEN = re.compile(rf"(?P<whole>[零一二两三四五六七八九十]+)(?:度|{_POINT})(?P<tenths>[零一二三四五六七八九])?度?")
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")


class NoTemperature(Refused):
    """What was written is no temperature that somebody alive can have."""


class PointMissing(Refused):
    """ "365": perhaps 36.5. `suggested` is what may have been meant; a person says so."""

    def __init__(self, text: str, suggested: Decimal) -> None:
        self.suggested = suggested
        said = {"text": text, "degrees": f"{suggested:f}"}
        super().__init__(_("“%(text)s” has no point. Is it %(degrees)s? Write it with the point.") % said)


def read_degrees(text: str) -> Decimal | None:
    """The temperature, in degrees Celsius, that `text` states: 36.5, 36℃8, 三十七度二. None where it says nothing.

    Raises PointMissing where the point is missing, NoTemperature where it is none or cannot be.
    """
    said = "".join(text.split()).translate(_WIDE)
    if not said:
        return None
    if found := (_BETWEEN.fullmatch(said) or _PLAIN.fullmatch(said)):
        return plausible(Decimal(f"{found['whole']}.{found.groupdict().get('tenths') or 0}"), text)
    if found := _SPOKEN.fullmatch(said):
        whole, tenths = (read_quantity(found[part] or "零") for part in ("whole", "tenths"))
        if whole is not None and tenths is not None:
            return plausible(whole + tenths / 10, text)
    if found := _RUN_TOGETHER.fullmatch(said):
        raise PointMissing(text.strip(), Decimal(f"{found['whole']}.{found['tenths']}"))
    raise _no_temperature(text)


def plausible(degrees: Decimal, text: str = "") -> Decimal:
    """`degrees`, if somebody alive can be that warm. Raises NoTemperature."""
    if not COLDEST <= degrees <= HOTTEST:
        raise _no_temperature(text or f"{degrees:f}")
    return degrees


def _no_temperature(text: str) -> NoTemperature:
    said = {"text": text.strip()[:LONGEST], "low": COLDEST, "high": HOTTEST}
    return NoTemperature(
        _("“%(text)s” is no temperature between %(low)s and %(high)s. Ask them to measure again.") % said
    )
