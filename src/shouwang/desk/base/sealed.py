"""A model's text that only its own community's key can read.

    name_sealed = SealedField()
    name = Sealed("name_sealed")

`name` reads and writes plain text and may be given to the constructor; the column holds cipher text. The
model needs a UUID primary key and a `community`, both set before the text is.
"""

from typing import Any

from django.db import models

from shouwang.desk.base.crypto import seal, unseal


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """The column behind a Sealed text. Empty text is stored as no bytes."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("default", b"")
        options.setdefault("blank", True)
        super().__init__(**options)


class Sealed(property):  # a property, since Django's models take only those as keyword arguments
    def __init__(self, column: str) -> None:
        super().__init__(self._read, self._write)
        self.column = column

    def _place(self, row: models.Model) -> str:
        return f"{row._meta.db_table}|{self.column}|{row.pk}"

    def _read(self, row: Any) -> str:
        sealed = getattr(row, self.column)
        return unseal(row.community_id, self._place(row), sealed) if sealed else ""

    def _write(self, row: Any, text: str) -> None:
        setattr(row, self.column, seal(row.community_id, self._place(row), text) if text else b"")
