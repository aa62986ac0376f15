"""What other capabilities put on Today: numbers for its head line, and proposals with their reasons.

    register_number("rounds", 30, rounds_out)
    register_numbers("calls", heard_and_not)  # several that one question answers
    register_proposals("rounds", 10, "rounds/proposals.html", proposals)
    register_all_proposals("gate", what_waits)  # several of which one question says whether there are any

Both are asked with the actor and the moment, and count or show only what that actor may see. A template of
proposals is included with the mapping that was returned (and `request`, `actor`, `now`, `csrf_token`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from shouwang.desk.base.actor import Actor


@dataclass(frozen=True, slots=True)
class Number:
    """One big number: `of` stands small behind it ("212 / 336"), `href` leads to what is counted."""

    value: int
    label: str | Promise
    href: str = ""
    of: int | None = None
    is_bad: bool = False  # seal-red, for what must be acted on


CountNumber = Callable[[Actor, datetime], Number | None]
CountNumbers = Callable[[Actor, datetime], Iterable[tuple[int, Number]]]
ListProposals = Callable[[Actor, datetime], Mapping[str, Any] | None]
ListAllProposals = Callable[[Actor, datetime], Iterable[tuple[int, str, Mapping[str, Any]]]]

NUMBERS: dict[str, CountNumbers] = {}
PROPOSALS: dict[str, tuple[int, str, ListProposals]] = {}
ALL_PROPOSALS: dict[str, ListAllProposals] = {}


def register_number(code: str, order: int, count: CountNumber) -> None:
    """Show what `count` returns in the head line, the lowest `order` first; None shows nothing."""

    def one(by: Actor, at: datetime) -> Iterable[tuple[int, Number]]:
        number = count(by, at)
        return [(order, number)] if number is not None else []

    NUMBERS[code] = one


def register_numbers(code: str, count: CountNumbers) -> None:
    """Show each number that `count` returns at its order: what one question to the database answers is asked once."""
    NUMBERS[code] = count


def register_proposals(code: str, order: int, template: str, proposals: ListProposals) -> None:
    """Show `template` under "Proposed" with what `proposals` returns; None shows nothing.

    The template draws its own `<article class="proposal">`s, each with its reason and one button to accept.
    """
    PROPOSALS[code] = (order, template, proposals)


def register_all_proposals(code: str, proposals: ListAllProposals) -> None:
    """Show each (order, template, context) that `proposals` returns, as `register_proposals` would."""
    ALL_PROPOSALS[code] = proposals


def numbers_for(by: Actor, at: datetime) -> list[Number]:
    """The head line as `by` sees it."""
    asked = [(order, code, number) for code, count in NUMBERS.items() for order, number in count(by, at)]
    return [number for _order, _code, number in sorted(asked, key=lambda row: row[:2])]


def proposals_for(by: Actor, at: datetime) -> list[tuple[str, Mapping[str, Any]]]:
    """(template, context) of everything that is proposed to `by`."""
    asked: list[tuple[int, str, str, Mapping[str, Any]]] = []
    for code, (order, template, ask) in PROPOSALS.items():
        if (context := ask(by, at)) is not None:
            asked.append((order, code, template, context))
    for code, ask_all in ALL_PROPOSALS.items():
        asked += [(order, code, template, context) for order, template, context in ask_all(by, at)]
    return [(template, context) for _order, _code, template, context in sorted(asked, key=lambda row: row[:2])]
