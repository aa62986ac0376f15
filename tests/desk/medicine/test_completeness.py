"""When a medicine is complete: name, strength, form, quantity, and what the rules ask besides."""

from dataclasses import replace
from decimal import Decimal

import pytest

from shouwang.desk.medicine.items.completeness import Known, Missing, missing_of, packs_of

WHOLE = Known(name="络活喜", strength="5mg", form="片", wanted=Decimal(3), unit="盒")


def test_name_strength_form_and_packs_are_enough_for_an_ordinary_one():
    assert missing_of(WHOLE) == []


@pytest.mark.parametrize(
    ("without", "missing"),
    [
        ({"strength": ""}, [Missing.STRENGTH]),
        ({"form": ""}, [Missing.FORM]),
        ({"name": ""}, [Missing.NAME]),
        ({"is_vague": True, "strength": ""}, [Missing.NAME]),
        ({"strength": "", "form": "", "needs_strength": False}, []),
        ({"wanted": None}, [Missing.QUANTITY]),
        ({"wanted": Decimal("0.5")}, [Missing.QUANTITY]),
        ({"wanted": Decimal(30), "unit": "片"}, [Missing.QUANTITY]),
        ({"flags": ["quantity_unsaid"]}, [Missing.QUANTITY]),
        ({"has_household": False}, [Missing.HOUSEHOLD]),
        ({"needs_picture": True}, [Missing.PICTURE]),
        ({"needs_picture": True, "has_box": True}, []),
        ({"needs_picture": True, "has_prescription": True}, []),
        ({"needs_picture": True, "flags": ["box_comes"]}, []),
        ({"route": "prescription", "has_box": True, "is_decided": True}, [Missing.PRESCRIPTION]),
        ({"route": "prescription", "has_prescription": True}, [Missing.DECISION]),
        ({"route": "decide"}, [Missing.DECISION]),
        ({"route": "decide", "asks_health": True}, [Missing.HEALTH]),
        ({"route": "decide", "asks_health": True, "is_decided": True}, []),
        ({"most_packs": 2}, [Missing.TOO_MANY]),
        ({"most_packs": 2, "is_decided": True}, []),
        ({"most_packs": 3}, []),
        ({"needs_person": True}, [Missing.PERSON]),
        ({"needs_person": True, "has_person": True}, []),
        ({"route": "ride", "strength": "", "wanted": None}, [Missing.RIDE]),
    ],
)
def test_what_is_missing_is_said(without, missing):
    assert missing_of(replace(WHOLE, **without)) == missing


def test_as_on_the_box_answers_only_with_the_box_in_a_picture():
    on_box = replace(WHOLE, strength="", form="", flags=["strength_on_box", "form_on_box"])

    assert missing_of(on_box) == [Missing.STRENGTH, Missing.FORM]
    assert missing_of(replace(on_box, has_box=True)) == []


@pytest.mark.parametrize(
    ("wanted", "unit", "packs"),
    [
        ("3", "盒", 3),
        ("3", "", 3),
        ("2", "支", 2),
        ("2", "Box", 2),
        ("1.5", "盒", None),
        ("30", "粒", None),
        ("0", "盒", None),
    ],
)
def test_only_whole_packs_are_bought(wanted, unit, packs):
    assert packs_of(Decimal(wanted), unit) == packs
