"""One day of Banyan Court, lived through the use-cases."""

from datetime import datetime

from shouwang.drill.members import Members


def live(members: Members, at: datetime) -> None:
    """To be lived."""
