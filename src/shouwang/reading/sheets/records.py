"""What a sheet turns into: one frozen record a row (or a shift), with the questions it raises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from shouwang.reading.addresses import Address
from shouwang.reading.sheets.reasons import Review


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What every record has. `row` counts from 1 as the spreadsheet shows it; `source` is the row as written
    (PINs blanked, columns of PINs left out). A record with `reviews` waits until a person decides."""

    row: int
    source: str = ""
    remark: str | None = None
    flags: tuple[str, ...] = ()
    reviews: tuple[Review, ...] = ()

    @property
    def status(self) -> str:
        return "review" if self.reviews else "accepted"

    @property
    def codes(self) -> str:
        """The review codes as one text, in the order of the fields."""
        return "; ".join(dict.fromkeys(_code(review) for review in self.reviews))

    def as_json(self) -> dict[str, Any]:
        """JSON in the shape of the answer files; empty fields are left out but for the main ones."""
        told: dict[str, Any] = {"row": self.row, "status": self.status}
        if self.reviews:
            told["review"] = self.codes
            told["reviews"] = [review.as_json() for review in self.reviews]
        if self.remark:
            told["remark"] = self.remark
        if self.flags:
            told["flags"] = list(self.flags)
        return told


def _code(review: Review) -> str:
    """phone_digits of a ten-digit number reads phone_10_digits."""
    if review.code == "phone_digits" and review.detail:
        return f"phone_{review.detail}_digits"
    return review.code


def addr_json(addr: Address | None) -> dict[str, str | None] | None:
    """building, unit, room; None where nothing is known."""
    return addr.as_json() if addr and (addr.building or addr.room or addr.place) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Somebody to call: a name or a relation (女儿), a telephone, a note (外地)."""

    name: str | None = None
    relation: str | None = None
    phone: str | None = None
    note: str | None = None

    def as_json(self) -> dict[str, str]:
        parts = {"name": self.name, "relation": self.relation, "phone": self.phone, "note": self.note}
        return {key: value for key, value in parts.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Medicine:
    """A drug as written. `qty` None: not counted (then `days` may say how long it should last)."""

    name: str
    spec: str | None = None
    brand: str | None = None
    qty: Decimal | None = None
    unit: str | None = None
    days: int | None = None
    per_day: int | None = None
    is_cold: bool = False
    is_same_day: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Record):
    """One resident of a ledger. `household_head` names the head of the household they were put into;
    `household_of` the head of another household that they seem to belong to instead."""

    name: str | None
    name_as_written: str | None = None
    relation: str | None = None
    sex: str | None = None
    addr: Address | None = None
    identity: str | None = None
    identity_as_written: str = ""
    identity_kind: str = "none"
    born: date | None = None
    phones: tuple[str, ...] = ()
    phone_as_written: str = ""
    is_phone_inherited: bool = False
    is_resident: bool | None = None
    conditions: tuple[str, ...] = ()
    meds: tuple[Medicine, ...] = ()
    groups: tuple[str, ...] = ()
    diet: tuple[str, ...] = ()
    emergency: tuple[Contact, ...] = ()
    household_head: str | None = None
    household_of: str | None = None
    household_size: int | None = None
    grid: str | None = None
    checked: date | None = None

    def as_json(self) -> dict[str, Any]:
        told: dict[str, Any] = Record.as_json(self) | {
            "name": self.name,
            "relation": self.relation,
            "sex": self.sex,
            "addr": addr_json(self.addr),
            "id": self.identity,
            "phones": list(self.phones),
            "resident": self.is_resident,
            "checked": str(self.checked) if self.checked else None,
        }
        lists = {
            "conditions": list(self.conditions),
            "meds": [medicine_json(medicine) for medicine in self.meds],
            "groups": list(self.groups),
            "diet": list(self.diet),
            "emergency": [contact.as_json() for contact in self.emergency],
        }
        told |= {key: value for key, value in lists.items() if value}
        extra = {
            "name_as_written": self.name_as_written,
            "household_head": self.household_head,
            "household_of": self.household_of,
            "household_size": self.household_size,
            "grid": self.grid,
            "born": str(self.born) if self.born else None,
            "phone_inherited": self.is_phone_inherited or None,
            "id_raw_lower_x": self.identity_as_written.strip()[-1:] == "x" or None,
        }
        told |= {key: value for key, value in extra.items() if value is not None}
        if self.identity is None and self.identity_as_written:
            told["id_raw"] = self.identity_as_written
        if not self.phones and any(review.field == "phone" for review in self.reviews):
            told["phone_raw"] = self.phone_as_written
        return told


def medicine_json(medicine: Medicine) -> dict[str, Any]:
    """A drug without its empty parts."""
    parts: dict[str, Any] = {
        "name": medicine.name,
        "spec": medicine.spec,
        "brand": medicine.brand,
        "cold_chain": medicine.is_cold or None,
    }
    return {key: value for key, value in parts.items() if value is not None}


def number_json(value: Decimal | None) -> int | float | None:
    """A decimal as the JSON number people expect: 2, 98.5."""
    if value is None:
        return None
    return int(value) if value == value.to_integral() else float(value)


def moment_json(day: date | None, at: time | None) -> str | None:
    """A day, with its time of day where there is one."""
    if day is None:
        return None
    return datetime.combine(day, at).isoformat(timespec="minutes") if at else str(day)
