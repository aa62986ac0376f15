"""Fixtures that several rooms of medicine share."""

from tests.desk.medicine.items_scene import formulary, item_for, need_for

__all__ = ["formulary", "item_for", "need_for"]
