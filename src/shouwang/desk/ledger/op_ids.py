"""Numbers of several transfers that were said in one breath."""

import uuid
from uuid import UUID


def derived(op_id: UUID, *parts: str) -> UUID:
    """The number of one transfer of what was said as `op_id`: always the same for the same `parts`."""
    return uuid.uuid5(op_id, "\x1f".join(parts))
