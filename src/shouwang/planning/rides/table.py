"""A plan as a dispatcher reads it in a terminal: what the day is, who is left and why, and a table a vehicle."""

import math
import unicodedata
from collections.abc import Mapping, Sequence

from shouwang.planning.rides.command_words import say
from shouwang.planning.rides.model.clock import write_clock
from shouwang.planning.rides.model.day import Day, Ride
from shouwang.planning.rides.model.result import Call, Plan, Route, What
from shouwang.planning.rides.telling.explaining import driven, explain, past_due
from shouwang.planning.rides.telling.words import Voice, nearest


def write_table(plan: Plan, language: str) -> str:
    """Sentences of the day and of whoever is left, then a table for every vehicle in use."""
    told = explain(plan, language="zh" if language.startswith("zh") else "en")
    blocks = ["\n".join(told.summary), *("\n".join(sentences) for sentences in told.left.values())]
    blocks += [_route(plan.day, route, language) for route in plan.routes]
    if any(call.ride is not None and math.isfinite(call.slack) for route in plan.routes for call in route.calls):
        blocks.append(say("slack", language))
    used = {route.vehicle for route in plan.routes}
    unused = [vehicle.id for vehicle in plan.day.vehicles if vehicle.id not in used]
    if unused:
        blocks.append(say("unused", language, vehicles=", ".join(unused)))
    return "\n\n".join(block for block in blocks if block)


def _route(day: Day, route: Route, language: str) -> str:
    first, last = route.calls[0], route.calls[-1]
    facts = {"begin": _clock(first.leave), "end": _clock(last.begin), "driving": round(driven(route))}
    rides = {ride.id: ride for ride in day.rides}
    rows = [_row(day, call, rides, language) for call in route.calls]
    widths = [max(_columns(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  " + "  ".join(_padded(text, width) for text, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join([f"{route.vehicle}: {say('route', language, **facts)}", *(line.rstrip() for line in lines)])


def _row(day: Day, call: Call, rides: Mapping[str, Ride], language: str) -> Sequence[str]:
    whom = _voice(language).rider(call.ride, rides[call.ride].companions) if call.ride is not None else ""
    if call.what in (What.BREAK, What.DISINFECT):
        whom = say("until", language, time=_clock(call.leave))
    place = day.names.get(call.place, f"[{call.place}]")
    moment = call.leave if call.what is What.START else call.begin
    slack = f"+{math.floor(call.slack + 1e-6)}" if math.isfinite(call.slack) and call.ride is not None else ""
    if call.ride is not None and (late := nearest(past_due(call, rides[call.ride]))) > 0:
        slack = f"{slack}  {say('late', language, minutes=late)}".strip()
    return _clock(moment), say(call.what.value, language), whom, place, _load(day, call, language), slack


def _load(day: Day, call: Call, language: str) -> str:
    if call.what not in (What.PICK_UP, What.SET_DOWN):
        return ""
    voice = _voice(language)
    loads = [str(count) if len(day.loads) == 1 else f"{voice.load(name)} {count}"
             for name, count in zip(day.loads, call.load, strict=False) if count]  # fmt: skip
    return f"{say('on_board', language)} {', '.join(loads)}" if loads else say("nobody", language)


def _voice(language: str) -> Voice:
    return Voice("zh" if language.startswith("zh") else "en")


def _clock(minutes: float) -> str:
    return write_clock(round(minutes)) if math.isfinite(minutes) else "…"


def _columns(text: str) -> int:
    """How wide `text` is in a terminal: a Chinese character takes two columns."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _columns(text))
