"""What goes out, and what came of it."""

from dataclasses import dataclass

from shouwang.desk.messages.problems import Problem

NAME = "守望"


@dataclass(frozen=True, slots=True)
class Telling:
    """What is told: the words, and the whole address where it can be done (empty: this desk knows not its own)."""

    id: str
    words: str
    link: str
    language: str
    path: str = ""  # the same within the desk, for a browser that knows where it is

    @property
    def text(self) -> str:
        """In one piece, beginning with the desk's name: group robots often ask for a keyword."""
        return "\n".join(part for part in (f"{NAME} · {self.words}", self.link) if part)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Delivered, or why not; `detail` is the service's own code ("93000", "HTTP 503"), never its words."""

    problem: Problem | None = None
    detail: str = ""

    @property
    def is_delivered(self) -> bool:
        return self.problem is None


DELIVERED = Outcome()


class Undelivered(Exception):
    """Raised where the way out is refused or broken, with the outcome."""

    def __init__(self, problem: Problem, detail: str = "") -> None:
        super().__init__(problem)
        self.outcome = Outcome(problem, detail[:20])
