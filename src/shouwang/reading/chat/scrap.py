"""Taking a line apart: each reader takes what it understands; what remains must be accounted for."""

import re

CUT = "\ue000"  # private use: no blank, no letter, and nothing a person types (text.py drops it)


class Scrap:
    """A text that loses every part somebody understood. A cut separates like a comma."""

    def __init__(self, text: str) -> None:
        self.text = text

    def take(self, pattern: re.Pattern[str], *, leave: str = CUT) -> re.Match[str] | None:
        """The first match, cut out; None if there is none."""
        match = pattern.search(self.text)
        if match:
            self.text = self.text[: match.start()] + leave + self.text[match.end() :]
        return match

    def take_all(self, pattern: re.Pattern[str], *, leave: str = CUT) -> list[re.Match[str]]:
        """Every match, cut out."""
        if pattern.search(self.text) is None:
            return []
        found = list(pattern.finditer(self.text))
        self.text = pattern.sub(leave, self.text)
        return found

    def cut(self, start: int, end: int) -> str:
        """Cut a span out and return it."""
        part = self.text[start:end]
        self.text = self.text[:start] + CUT + self.text[end:]
        return part

    @property
    def rest(self) -> list[str]:
        """What nobody took, in pieces."""
        return [p for p in (p.strip(" ,，。;；、.!！~:：-|\"'“”") for p in re.split(f"[{CUT}\n]", self.text)) if p]
