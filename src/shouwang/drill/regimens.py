"""Who of Banyan Court takes what every day, and how much of it they have."""

import random
from datetime import datetime, timedelta
from decimal import Decimal

from shouwang.desk.base.actor import Actor
from shouwang.desk.medicine.actions.regimens import state_regimen
from shouwang.desk.medicine.drugs.formulary import match_drug
from shouwang.desk.people.models import Fact, FactKind

TAKEN = {
    "氨氯地平": ("苯磺酸氨氯地平片", "5mg", "片", "片", 1),
    "二甲双胍": ("二甲双胍片", "0.5g", "片", "片", 2),
    "门冬胰岛素": ("门冬胰岛素30注射液", "3ml:300单位", "笔芯", "单位", 24),
    "阿司匹林": ("阿司匹林肠溶片", "100mg", "片", "片", 1),
    "阿托伐他汀": ("阿托伐他汀钙片", "20mg", "片", "片", 1),
}
"""By the word in what they state: name, strength, form, what is counted, and how many of it a day."""


def state_regimens(by: Actor, at: datetime) -> int:
    """Everybody who states that they take medicine says how much is left; most have enough for weeks. How many."""
    chance = random.Random(20200309)
    facts = Fact.objects.filter(community=by.community, kind=FactKind.MEDICINE, ended_at=None)
    count = 0
    for fact in facts.select_related("person__household__community").order_by("person__household__door__label", "pk"):
        taken = next((drug for word, drug in TAKEN.items() if word in fact.detail), None)
        if taken is None:
            continue
        name, strength, form, unit, daily = taken
        matches = match_drug(by.community, name, strength=strength, form=form)
        days = chance.randint(3, 7) if chance.random() < 0.15 else chance.randint(12, 45)
        state_regimen(
            person=fact.person, name=name, strength=strength, form=form, unit=unit, daily=Decimal(daily),
            drug=matches[0].drug if matches else None, units=Decimal(days * daily), stated_by="本人",
            as_of=at - timedelta(hours=chance.randint(1, 9)), by=by, at=at,
        )  # fmt: skip
        count += 1
    return count
