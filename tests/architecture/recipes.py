"""What rows of the world need beyond a canary in every text: states, codes, and texts that are JSON.

A value may be a function of `zone`, `carrier` and `at`. In the text of a sealed column, CANARY is replaced.
"""

import base64
import json
import uuid
from datetime import timedelta
from typing import Any

from shouwang.desk.needs.entries import EntryRead
from shouwang.desk.people.importing.records import RowRecord

ENTRY = EntryRead(line=1, raw="CANARY", status="review", name="CANARY", asks=(("item_missing", "CANARY"),)).to_json()
CONTEXT = json.dumps({"list": "goods", "goods": [["CANARY", "kg"]], "others": {}})

SHEET = json.dumps({
    "columns": [{"column": "A", "title": "CANARY", "field": "name", "hidden": False, "sample": ["CANARY"]}],
    "title": "CANARY", "day": "", "sheet": "CANARY", "other_sheets": ["CANARY"],
})  # fmt: skip

COLUMN = {"column": "A", "title": "CANARY", "field": "name", "how": "title", "hidden": False, "sample": ["CANARY"]}
COLUMNS = json.dumps({"columns": [COLUMN], "title": "CANARY", "day": "", "sheet": "CANARY", "totals": []})
SHEET = base64.b64encode("楼栋,单元,房号,姓名\n3,2,501,吴虚构\n".encode()).decode()

ZONE_NUMBERS = {"own": 1, "beside": 2, "other": 3}

RECIPES: dict[str, dict[str, Any]] = {
    "desk_messages.Channel": {
        "kind": "webhook", "address": "jsons://CANARY.example.org/CANARY", "address_hash": 7,
    },
    "desk_messages.Message": {"href": "/account/"},
    "people.Grid": {"lead": lambda zone, **_more: zone.hands},
    "people.Household": {"since": lambda at, **_more: at},
    "people.Person": {"is_head": True, "language": "en", "sex": "f", "born_year": 1938},
    "people.Fact": {"kind": "diet"},
    "people.HouseholdState": {
        "state": "arrived", "building": None, "unit": "", "from_day": lambda at, **_more: at.date(),
    },
    "people.Import": {"kind": "ledger", "filename": "CANARY.csv", "columns": COLUMNS, "sheet": SHEET},
    "people.ImportRow": {
        "number": 7, "outcome": "waiting", "reason": "address_missing",
        "record": RowRecord(name="CANARY", building="3", unit="2", room="501").to_json(),
        "effect": json.dumps({"name": "CANARY", "before": {"remark": "CANARY"}, "after": {"remark": "CANARY"}}),
    },
    "needs.Need": {"kind": "goods", "source": "chain", "state": "open"},
    "needs.Line": {"wanted": 2},
    "needs.Intake": {"kind": "goods", "context": CONTEXT},
    "needs.IntakeEntry": {
        "line": 1, "state": "waiting", "reason": "item_missing", "reading": ENTRY,
    },
    "rounds.Round": {
        "carrier": lambda carrier, **_more: carrier, "state": "accepted",
        "accepted_at": lambda at, **_more: at, "accepted_by": lambda zone, **_more: zone.hands,
        "starts_at": lambda at, **_more: at,
    },
    "rounds.Stop": {"position": 1, "partner": None, "manifest": None},
    "rounds.UnappliedSaying": {"what": "end", "words": json.dumps({"outcome": "done", "words": "CANARY"})},
    "rounds.Task": {"action": "drop", "leg": ""},
    "rounds.Delivery": {"quantity": 1},
    "ledger.Holder": {"kind": "helper", "subject_id": lambda carrier, **_more: carrier.pk},
    "ledger.Commodity": {"kind": "goods", "key": lambda zone, **_more: ZONE_NUMBERS[zone.name]},
    "ledger.Thing": {"kind": "card", "since": lambda at, **_more: at},
    "ledger.Balance": {"amount": 2, "may_owe": True, "since": lambda at, **_more: at},
    "ledger.CashCount": {"day": lambda at, **_more: at.date(), "counted_fen": 100, "expected_fen": 200},
    "ledger.Transfer": {"kind": "hand_over", "op_id": lambda **_more: uuid.uuid4()},
    "ledger.Entry": {"thing": None, "amount": 2},
    "partners.Partner": {"kind": "pharmacy"},
    "partners.StockSaying": {"has": "yes", "source": "call"},
    "partners.Manifest": {
        "carrier": lambda carrier, **_more: carrier, "sent_at": lambda at, **_more: at, "sent_by_way": "link",
        "expires_at": lambda at, **_more: at + timedelta(days=1),
    },
    "partners.ManifestLine": {
        "position": 1, "quantity": 2, "subject_id": lambda **_more: uuid.uuid4(), "answer": "substitute",
        "answered_at": lambda at, **_more: at,
    },
    "partners.LineAnswer": {"answer": "none"},
    "medicine.DrugSheet": {"rows": lambda **_more: [{"row": 2, "drug": {"generic": "CANARY"}}]},
    "medicine.Regimen": {"daily": 1},
    "medicine.Stock": {"units": 3, "basis": "stated"},
    "medicine.Prompt": {"level": 3, "runs_out_on": lambda at, **_more: at.date()},
    "medicine.Wave": {
        "day": lambda at, **_more: at.date(), "number": lambda zone, **_more: ZONE_NUMBERS[zone.name],
        "cut_off_at": lambda at, zone, **_more: at + timedelta(hours=ZONE_NUMBERS[zone.name]),
    },
    "medicine.Bag": {"number": 1},
    "medicine.Item": {"state": "ready"},
    "medicine.ItemPicture": {"read": json.dumps({"name": "CANARY"})},
    "medicine.Offer": {"partner_id": lambda **_more: uuid.uuid4()},
    "medicine.Purchase": {
        "packs": 2, "price_fen": 100, "bought_by": lambda carrier, **_more: carrier,
    },
    "medicine.Leftover": {"packs": 1, "why": "refused", "by": lambda carrier, **_more: carrier},
    "medicine.HuntAsk": {"lapses_at": lambda at, **_more: at, "is_over": True},
    "checkins.WatchPlan": {"tier": "alone_old", "since_day": lambda at, **_more: at.date()},
    "checkins.Declined": {"tier": "dialysis"},
    "checkins.CheckIn": {
        "day": lambda at, **_more: at.date(), "way": "call", "not_before": lambda at, **_more: at,
        "due_at": lambda at, **_more: at + timedelta(hours=2), "assigned_to": lambda carrier, **_more: carrier,
    },
    "checkins.Caller": {"day": lambda at, **_more: at.date()},
    "checkins.Attempt": {"sign": "call", "outcome": "no_answer"},
    "checkins.Case": {
        "cause": "silent", "ladder": lambda **_more: {}, "next_at": lambda at, **_more: at + timedelta(hours=1),
    },
    "checkins.Step": {
        "seq": 1, "code": "call_again", "due_at": lambda at, **_more: at, "lapses_at": lambda at, **_more: at,
        "outcome": "", "done_by": None,
    },
    "checkins.HealthReport": {"sign": "call"},
    "gate.Passage": {
        "op_id": lambda **_more: uuid.uuid4(), "direction": "out", "reason": "walk", "outcome": "allowed",
        "voices_raised": False, "verdict": "allowed", "why": "free",
    },
    "gate.PassKey": {"number": lambda zone, **_more: ZONE_NUMBERS[zone.name], "public": b"?"},
    "gate.IssuedPass": {
        "number": lambda zone, **_more: f"{ZONE_NUMBERS[zone.name]:016x}", "key_number": 16, "scope": "visitor",
        "person": None, "expires": lambda at, **_more: at + timedelta(days=1),
    },
    "gate.PassUse": {"op_id": lambda **_more: uuid.uuid4()},
    "gate.GateNote": {"op_id": lambda **_more: uuid.uuid4()},
    "gate.Handover": {"op_id": lambda **_more: uuid.uuid4()},
    "gate.RuleProposal": {
        "mode": "lockdown", "from_day": lambda at, **_more: at.date() + timedelta(days=1),
        "value": lambda **_more: {"limit": {"times": 1, "days": 3, "hours": 2}, "visit": {"after": 3, "within": 7}},
    },
}  # fmt: skip

LEFT_EMPTY: set[str] = {
    "checkins.HealthReport.degrees_text",  # a number: no word would be one; its symptoms stand for it
}
"""Columns without a canary, each with its reason."""
