"""What a machine reads on the photograph of a box: behind the answer to whoever sent it, and only a suggestion."""

import json
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from shouwang.desk.base import images
from shouwang.desk.base.jobs import later, task
from shouwang.desk.medicine.bridge import can_read_photographs, read_photograph
from shouwang.desk.medicine.models import ItemPicture

READ_BOX = "medicine.read_box"


def read_later(shown: ItemPicture, at: datetime) -> None:
    """Have the photograph read once it is committed; without the extra nothing is said and nothing happens."""
    if can_read_photographs():
        later(READ_BOX, str(shown.pk), at, community_id=str(shown.community_id), shown=str(shown.pk))


@task(READ_BOX)
def read_box(*, at: datetime, community_id: str, shown: str) -> Callable[[], None] | None:  # noqa: ARG001 - jobs get it
    """Read one photograph; what was read already, or is gone, is left alone."""
    rows = ItemPicture.objects.filter(pk=UUID(shown), community=UUID(community_id), read_sealed=b"").select_related(
        "kept__picture"
    )
    row = rows.first()
    if row is None:
        return None
    found = read_photograph(images.show(row.kept.picture).content)
    if not found:
        return None
    row.read = json.dumps(found, ensure_ascii=False)

    def write() -> None:
        rows.update(read_sealed=row.read_sealed)

    return write
