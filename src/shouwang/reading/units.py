"""Units that convert, where it is a fact: 1 公斤 = 2 斤. What is in a 份, 盒 or 箱 is the supplier's to say."""

from decimal import Decimal

_WEIGHTS = {
    "公斤": Decimal(2),
    "千克": Decimal(2),
    "kg": Decimal(2),
    "斤": Decimal(1),
    "两": Decimal("0.1"),
    "克": Decimal("0.002"),
    "g": Decimal("0.002"),
}
_VOLUMES = {"升": Decimal(1000), "l": Decimal(1000), "毫升": Decimal(1), "ml": Decimal(1)}
_COUNTS = {"个": 1, "枚": 1, "打": 12, "对": 2, "双": 2}
_SAME_UNIT = ({"棵", "颗"}, {"枚", "个", "只", "颗"}, {"支", "只"})  # typed one for the other, or the same count
DIVISIBLE = frozenset(_WEIGHTS) | frozenset(_VOLUMES)
EGGS = ("鸡蛋", "鸭蛋", "咸蛋", "皮蛋", "土鸡蛋", "鹌鹑蛋", "蛋")


def convert(value: Decimal, unit: str, *, to: str, good: str = "") -> Decimal | None:
    """`value` of `unit` in the unit `to`, or None where only the supplier could say."""
    if unit == to or any({unit, to} <= same for same in _SAME_UNIT):
        return value
    for table in (_WEIGHTS, _VOLUMES):
        if unit in table and to in table:
            return (value * table[unit] / table[to]).normalize() + 0
    if to in ("个", "枚", "只") and unit in _COUNTS:
        return value * _COUNTS[unit]
    if to in ("个", "枚") and unit == "板" and good in EGGS:
        return value * 30
    return None
