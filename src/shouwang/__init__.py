"""Shouwang 守望: the care desk of a neighbourhood whose people cannot go out."""

__version__ = "0.1.0"
