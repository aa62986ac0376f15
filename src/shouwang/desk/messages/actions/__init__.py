"""Use-cases of telling."""

from shouwang.desk.messages.actions.telling import CannotTell, tell, withdraw

__all__ = ["CannotTell", "tell", "withdraw"]
