"""Out of the desk: one message to one address. Slow: never inside a transaction. What it imports is heavy."""

from datetime import datetime

from shouwang.desk.messages.models import Kind
from shouwang.desk.messages.sending.outcome import Outcome, Telling


def send(kind: str, address: str, telling: Telling, at: datetime) -> Outcome:
    """Send `telling` to `address`; delivered is only what the service says it has. Raises nothing of the network."""
    if kind == Kind.PUSH:
        from shouwang.desk.messages.sending import push

        return push.send(address, telling, at)
    from shouwang.desk.messages.sending import services

    return services.send(Kind(kind), address, telling)


__all__ = ["Outcome", "Telling", "send"]
