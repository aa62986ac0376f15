"""A value of a day file with the way to it: asked for what it should be, it says what is wrong instead of raising."""

import difflib
import json
import math
from collections.abc import Collection, Iterator
from typing import Any

from shouwang.planning.rides.format.json_text import Doubled, Keys, locate, read_path, write_path
from shouwang.planning.rides.model.clock import read_clock
from shouwang.planning.rides.model.fault import Fault, Faulty, shortened
from shouwang.planning.rides.model.fault_words import Term

MOST_FAULTS = 20
"""So many are told; then how many more there are."""
UNLIMITED = "unlimited"


class Faults:
    """What was found wrong with the file that `text` is."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[tuple[Keys, Fault]] = []

    def add(self, keys: Keys, code: str, **facts: Any) -> None:
        self.found.append((keys, Fault(code, write_path(keys), facts)))

    def raise_if_any(self) -> None:
        if self.found:
            self.raise_all()

    def raise_all(self) -> None:
        told = []
        for keys, fault in self.found[:MOST_FAULTS]:
            line, column = locate(self.text, keys)
            told.append(Fault(fault.code, fault.path, fault.facts, line, column))
        if len(self.found) > MOST_FAULTS:
            told.append(Fault("more", facts={"count": len(self.found) - MOST_FAULTS}))
        raise Faulty(told)

    def take(self, faults: Collection[Fault]) -> None:
        """Faults that were found later, by their paths."""
        self.found += [(read_path(fault.path), fault) for fault in faults]


class Node:
    """`value` at the end of `keys`. A question that fits is answered; else a fault is noted, and None comes back."""

    __slots__ = ("faults", "keys", "value")

    def __init__(self, value: Any, keys: Keys, faults: Faults) -> None:
        self.value, self.keys, self.faults = value, keys, faults

    def fault(self, code: str, **facts: Any) -> None:
        self.faults.add(self.keys, code, **facts)

    def wrong(self, wanted: Term) -> None:
        self.fault("wrong_type", value=shown(self.value), wanted=wanted)

    def object(self, known: Collection[str], needed: Collection[str] = ()) -> dict[str, "Node"]:
        """The named values; null counts as not there, except that `known` may mark a name that keeps it: "end?"."""
        if not isinstance(self.value, dict):
            self.wrong(Term.OBJECT)
            return {}
        keeping = {name[:-1] for name in known if name.endswith("?")}
        names = {name.rstrip("?") for name in known}
        if isinstance(self.value, Doubled):
            self.fault("named_twice", names=", ".join(self.value.names))
        nodes = {}
        for name, value in self.value.items():
            if name not in names:
                near = difflib.get_close_matches(name.lower().replace("-", "_")[:60], sorted(names), n=1)
                code = "unknown_name_near" if near else "unknown_name"
                facts = {"near": near[0]} if near else {"names": ", ".join(sorted(names))}
                self.faults.add((*self.keys, name), code, name=name, **facts)
            elif value is not None or name in keeping:
                nodes[name] = Node(value, (*self.keys, name), self.faults)
        for name in needed:
            if name not in nodes:
                self.fault("missing", name=name)
        return nodes

    def list(self) -> Iterator["Node"]:
        if not isinstance(self.value, list):
            self.wrong(Term.LIST)
            return
        for number, value in enumerate(self.value):
            yield Node(value, (*self.keys, number), self.faults)

    def text(self) -> str | None:
        if not isinstance(self.value, str):
            self.wrong(Term.TEXT)
            return None
        if any("\ud800" <= character <= "\udfff" for character in self.value):
            self.fault("half_character")
            return None
        return self.value

    def name(self) -> str | None:
        """A text, or a whole number that is taken as one: ids are often numbers."""
        if isinstance(self.value, int) and not isinstance(self.value, bool) and abs(self.value) < 10**18:
            return str(self.value)
        return self.text()

    def truth(self) -> bool | None:
        if isinstance(self.value, bool):
            return self.value
        self.wrong(Term.TRUTH)
        return None

    def number(self, *, unlimited: bool = False) -> float | None:
        if unlimited and self.value == UNLIMITED:
            return math.inf
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            self.wrong(Term.NUMBER_OR_UNLIMITED if unlimited else Term.NUMBER)
            return None
        return self._finite(Term.NUMBER)

    def time(self) -> float | None:
        """Minutes from midnight, or a clock time."""
        if isinstance(self.value, str):
            minutes = read_clock(self.value)
            if minutes is None:
                self.fault("no_clock", value=self.value)
            return minutes
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            self.wrong(Term.TIME)
            return None
        return self._finite(Term.TIME)

    def _finite(self, wanted: Term) -> float | None:
        try:
            number = float(self.value)
        except OverflowError:
            number = math.inf
        if math.isfinite(number):
            return number
        self.wrong(wanted)
        return None


def shown(value: Any) -> str:
    """The value as it stands in the file, on one short line."""
    if isinstance(value, dict):
        return "{…}" if value else "{}"
    if isinstance(value, list):
        return "[…]" if value else "[]"
    try:
        return shortened(json.dumps(value, ensure_ascii=False))
    except ValueError:  # a whole number of more digits than Python writes
        return "…"
