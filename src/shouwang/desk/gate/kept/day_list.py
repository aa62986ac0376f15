"""The day's list: rules, doors, masked names, what is asked of each household, and the book as far as the rules count.

It has two parts. What hardly changes (doors, masks, words) has a number, `still_id`: a phone that has it already is not
sent it again. No telephone, no given name and no reason of health is in it: of a passage it says that its reason was
exempt, ordinary or not known.
"""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import get_language

from shouwang.desk.base.actor import Actor
from shouwang.desk.gate.asking import BOOK
from shouwang.desk.gate.book import still_out
from shouwang.desk.gate.bridge import Rules, as_json, how_it_counts
from shouwang.desk.gate.kept.homes import homes_of
from shouwang.desk.gate.kept.rules_said import rules_said
from shouwang.desk.gate.kept.words import words_of
from shouwang.desk.gate.models import Direction, Gate, Passage, Who
from shouwang.desk.gate.passes.lists import lists_for_gate
from shouwang.desk.gate.rules import dated_rules
from shouwang.desk.people.states import standings_on

DAY = timedelta(days=1)
ENTRIES = ("household_id", "person_id", "direction", "said_at", "reason", "back_by", "gate_id", "op_id")


def still_of(by: Actor, at: datetime) -> dict[str, Any]:
    """Doors and who lives behind them, gates, and words in the language that is spoken. Five queries.

    `homes`: [id, door, other ways to write the door, [[id, label, how the surname is typed]…]]
    """
    community = by.community
    gates = Gate.objects.filter(community=community).order_by("name").values_list("pk", "name")
    return {
        "homes": homes_of(community, at), "words": words_of(community, at),
        "gates": [[str(pk), name] for pk, name in gates], "lang": get_language() or "",
    }  # fmt: skip


def day_list(by: Actor, at: datetime, still: dict[str, Any]) -> dict[str, Any]:
    """What changes in a day: rules that hold and that are coming, mode, states, passes, the book. About ten queries.

    `book`: by place of the home in `still`, [place of the person or null, "out" or "in", when, reason, back by, place
    of the gate, number]…, the earliest first; moments are milliseconds since 1970, reasons as `gate_rules.js` reads
    them. Of entries older than the longest limit counts no more is said than who is still out: for want of them an
    answer may not say when somebody was last out, and nothing else. `states`: by the home's id, and the last day on
    which it holds. `said`: the rules in words (`rules_said`).
    """
    community, decided = by.community, dated_rules(by.community)
    rules = Rules((day, held.rule) for day, held in decided)
    dated = rules.since(community.today(at) - BOOK)
    longest = max(
        limit.days
        for _day, rule in dated
        for limits in (rule.limits, *rule.modes.values())
        for limit in limits.values()
    )
    states = standings_on(community, at)
    return {
        "made_at": milliseconds(at), "zone": community.zone, "mode": community.mode,
        "mode_said": str(community.get_mode_display()), "said": rules_said(decided, community, at),
        "rules": [[day and day.isoformat(), as_json(rule)] for day, rule in dated],
        "states": {str(pk): [one.state, one.until and one.until.isoformat()] for pk, one in states.items()},
        "book": _book(by, rules, at - min((longest + 1) * DAY, BOOK), at, still),
        "passes": lists_for_gate(community, at),
    }  # fmt: skip


def written(told: Any, *, in_order: bool = True) -> str:
    """As JSON, in the order in which it is told: reasons are asked, and said, in theirs. Without: the same for the same
    content."""
    return json.dumps(told, ensure_ascii=False, sort_keys=not in_order, separators=(",", ":"), default=str)


def number_of(text: str) -> str:
    """Short, and of no use to guess any of it from."""
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def milliseconds(at: datetime) -> int:
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def _book(by: Actor, rules: Rules, begin: datetime, at: datetime, still: dict[str, Any]) -> dict[int, list[list[Any]]]:
    homes = {one[0]: place for place, one in enumerate(still["homes"])}
    people = {pk: place for one in still["homes"] for place, (pk, *_told) in enumerate(one[3])}
    gates = {pk: place for place, (pk, _name) in enumerate(still["gates"])}
    rows = Passage.objects.filter(community=by.community, said_at__lte=at, who=Who.RESIDENT, household__isnull=False)
    rows = rows.filter(Q(said_at__gt=begin) | Q(pk__in=still_out(by, at).order_by().values("pk")))
    rows = rows.passed().standing().order_by("said_at", "pk")
    found: dict[int, list[list[Any]]] = {}
    for household, person, way, said_at, reason, back_by, gate, op_id in rows.values_list(*ENTRIES):
        if str(household) not in homes:
            continue
        who = None if person is None else people.get(str(person), str(person))
        counts = how_it_counts(reason, said_at, rules, by.community) if way == Direction.OUT else None
        number = str(op_id)[:8] if said_at > at - DAY else ""  # so that a phone knows again what it sent itself
        entry = [who, way, milliseconds(said_at), counts, back_by and milliseconds(back_by), gates[str(gate)], number]
        found.setdefault(homes[str(household)], []).append(entry)
    return found
