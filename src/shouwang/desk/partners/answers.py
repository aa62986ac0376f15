"""What higher rooms do when a partner has answered a line: registered, so that this room need not know them."""

from collections.abc import Callable
from datetime import datetime

from shouwang.desk.base.actor import Actor
from shouwang.desk.partners.models import ManifestLine

OnAnswer = Callable[[ManifestLine, Actor, datetime], None]
ON_ANSWER: list[OnAnswer] = []


def register_on_answer(function: OnAnswer) -> None:
    """Have `function(line, by, at)` called inside the transaction of each answer, whoever gave it.

    `line` is as it was answered (`line.manifest` and its `partner` at hand); an answer may be corrected later, and is
    then told again.
    """
    ON_ANSWER.append(function)


def tell_of_answer(line: ManifestLine, by: Actor, at: datetime) -> None:
    for function in ON_ANSWER:
        function(line, by, at)
