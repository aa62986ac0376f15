"""What rows of the world need beyond a canary in every text: states, codes, and texts that are JSON.

A value may be a function of `zone`, `carrier` and `at`. In the text of a sealed column, CANARY is replaced.
"""

import json
from typing import Any

from shouwang.desk.needs.entries import EntryRead
from shouwang.desk.people.importing.records import RowRecord

ENTRY = EntryRead(line=1, raw="CANARY", status="review", name="CANARY", asks=(("item_missing", "CANARY"),)).to_json()
CONTEXT = json.dumps({"list": "goods", "goods": [["CANARY", "kg"]], "others": {}})

SHEET = json.dumps({
    "columns": [{"column": "A", "title": "CANARY", "field": "name", "hidden": False, "sample": ["CANARY"]}],
    "title": "CANARY", "day": "", "sheet": "CANARY", "other_sheets": ["CANARY"],
})  # fmt: skip

RECIPES: dict[str, dict[str, Any]] = {
    "people.Grid": {"lead": lambda zone, **_more: zone.hands},
    "people.Household": {"since": lambda at, **_more: at},
    "people.Person": {"is_head": True, "language": "en", "sex": "f", "born_year": 1938},
    "people.Fact": {"kind": "diet"},
    "people.Import": {"kind": "ledger", "columns": SHEET},
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
    "rounds.Stop": {"position": 1},
    "rounds.Task": {"action": "drop"},
    "rounds.Delivery": {"quantity": 1},
}  # fmt: skip

LEFT_EMPTY = {
    "people.Import.sheet",  # base64 of the file, gone once the import is applied
}
"""Columns without a canary, each with its reason."""
