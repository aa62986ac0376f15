"""Story 6: the doors, the pharmacies, the people who take something every day, and the lists of one morning."""

from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.refusals import Refused
from shouwang.desk.medicine.actions.items import complete_item, needs_taken_in
from shouwang.desk.medicine.actions.prompts import answer_prompt, prompt_due
from shouwang.desk.medicine.actions.regimens import state_regimen
from shouwang.desk.medicine.items.stock_key import stock_key
from shouwang.desk.medicine.models import Item, ItemState, Prompt
from shouwang.desk.needs.actions.intake import paste_chain
from shouwang.desk.needs.actions.settling import settle_entry
from shouwang.desk.needs.actions.sheets import take_sheet
from shouwang.desk.needs.models import IntakeEntry
from shouwang.desk.partners.actions.stock import note_stock
from shouwang.desk.partners.models import Partner
from shouwang.desk.people.models import Building, Door, Household, Person

SAMPLES = Path(__file__).resolve().parents[2] / "reading" / "samples"
CHAIN = SAMPLES / "chat" / "jielong_11_medicine.txt"
SHEET = SAMPLES / "sheets" / "sheet_B_medicine_raw.csv"
ROOMS = {
    "2": ["1-301", "1-302", "1-401", "1-402"],
    "3": ["1-101", "1-102", "1-103", "2-501", "2-701"],
    "4": ["1-201", "1-202", "1-203", "1-204"],
    "5": ["1-101", "1-102", "1-201", "1-202", "1-203", "1-301", "1-302"],
}
DAILY = [
    ("5-1-101", "缬沙坦胶囊", "80mg"), ("5-1-102", "格列美脲片", "2mg"), ("5-1-201", "厄贝沙坦片", "0.15g"),
    ("5-1-202", "美托洛尔片", "25mg"), ("5-1-301", "瑞舒伐他汀钙片", "10mg"), ("5-1-302", "阿卡波糖片", "50mg"),
    ("3-2-501", "硝苯地平控释片", "30mg"), ("3-2-701", "培哚普利片", "4mg"),
]  # fmt: skip
ALL_DAY = [[["08:00", "20:00"]] for _day in range(7)]


def build_doors(by: Actor) -> None:
    for code, rooms in ROOMS.items():
        building = Building.objects.create(community=by.community, code=code, position=int(code))
        for position, room in enumerate(rooms):
            unit, number = room.split("-")
            Door.objects.create(
                community=by.community, building=building, unit=unit, room=number, floor=int(number) // 100,
                position=position, label=f"{code}-{room}",
            )  # fmt: skip


def build_pharmacies(by: Actor) -> tuple[Partner, Partner]:
    """One near without a fridge, and one opposite the hospital that keeps insulin."""
    common = {"community": by.community, "kind": "pharmacy", "hours": ALL_DAY, "takes_insurance": True}
    near = Partner.objects.create(name="武胜路店", minutes=12, phone="13000000501", **common)
    far = Partner.objects.create(name="省医院门口店", minutes=18, phone="13000000502", keeps_cold=True, **common)
    return near, far


def take_daily(by: Actor, at: datetime) -> None:
    """Eight people whose tablets run out within five days."""
    for label, name, strength in DAILY:
        door = Door.objects.get(community=by.community, label=label)
        household, _new = Household.objects.get_or_create(
            community=by.community, door=door, defaults={"since": at - timedelta(days=30)}
        )
        person = household.persons.first() or Person.objects.create(
            community=by.community, household=household, name="某虚构", is_head=True
        )
        state_regimen(
            person=person, name=name, strength=strength, daily=Decimal(1), unit="片", units=Decimal(3), by=by, at=at
        )


def morning_list(by: Actor, at: datetime) -> list[Item]:
    """Sample 11, sheet B and everybody who runs out: pasted, settled where a person must, taken in."""
    paste_chain(text=CHAIN.read_text(encoding="utf-8"), by=by, at=at)
    take_sheet(data=SHEET.read_bytes(), filename="sheet_B_medicine_raw.csv", by=by, at=at)
    for entry in IntakeEntry.objects.filter(state="waiting").order_by("intake__pasted_at", "line"):
        try:
            settle_entry(entry=entry, by=by, at=at)
        except Refused:
            continue  # not of this community, or no door: it stays for the desk
    prompt_due(community=by.community, at=at)
    for prompt in Prompt.objects.filter(answered_at=None).order_by("pk"):
        answer_prompt(prompt=prompt, answer="need", packs=2, by=by, at=at)
    needs_taken_in(by.community, at)
    return list(Item.objects.select_related("need__door", "line").order_by("made_at", "pk"))


def what_the_pharmacies_said(by: Actor, at: datetime) -> None:
    """This morning's calls: the one opposite the hospital has insulin, and no aspirin, amlodipine or entecavir."""
    near, far = Partner.objects.order_by("minutes")
    for item in Item.objects.select_related("drug"):
        if item.name in ("阿司匹林", "络活喜", "恩替卡韦"):
            note_stock(partner=far, item=stock_key(item), has="no", source="call", by=by, at=at)
            note_stock(partner=near, item=stock_key(item), has="yes", source="call", by=by, at=at)
        elif "胰岛素" in item.name:
            note_stock(partner=far, item=stock_key(item), has="yes", source="call", by=by, at=at)


def ask_back(by: Actor, at: datetime) -> None:
    """What the telephone brought: strengths and forms; the empty boxes lie at the doors."""
    for item in Item.objects.filter(state=ItemState.ASKING, drug_class="prescription").select_related("need", "line"):
        if "name" not in item.missing:
            complete_item(
                item=item, strength=item.strength or "5mg", form=item.form or "片", marks={"box_comes": True}, by=by,
                at=at,
            )  # fmt: skip
