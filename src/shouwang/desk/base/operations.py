"""Said twice, done once: the write and the fact that it was said commit together."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Operation
from shouwang.desk.base.refusals import Refused

NOT_SAID = frozenset({"csrfmiddlewaretoken", "op_id"})


class OtherWords(Refused):
    """The same operation id came with another body: a mistake of the client, never to be guessed around."""

    def __init__(self) -> None:
        super().__init__(_("This form was already sent with other content. Open the page again and repeat the change."))


def op_id_of(request: HttpRequest) -> UUID | None:
    """The client's id for this write: a hidden field, or a header where a script sends it."""
    try:
        return UUID(request.headers.get("X-Op-Id") or request.POST.get("op_id", ""))
    except ValueError:
        return None


def body_hash(request: HttpRequest) -> bytes:
    """The same for the same words to the same address."""
    digest = hashlib.sha256(request.path.encode())
    for name in sorted(set(request.POST) - NOT_SAID):
        digest.update(f"\n{name}={request.POST.getlist(name)!r}".encode())
    for name in sorted(request.FILES):
        for upload in request.FILES.getlist(name):
            digest.update(f"\n{name}:{upload.name}:".encode())
            for chunk in upload.chunks():
                digest.update(chunk)
            upload.seek(0)
    return digest.digest()


def begin_operation(*, op_id: UUID, body: bytes, by: Actor | None, at: datetime) -> tuple[Operation, bool]:
    """The operation `op_id`, and whether it is new. Call inside the transaction of its effect.

    A second sender of the same id waits here for the first one's commit. Raises OtherWords when the id was
    used for something else or by somebody else.
    """
    actor = by.key if by else "visitor"
    try:
        with transaction.atomic():
            made = Operation.objects.create(
                id=op_id, community=by.community if by else None, actor=actor, body_hash=body, at=at
            )
        return made, True
    except IntegrityError:
        earlier = Operation.objects.get(pk=op_id)
        if earlier.actor != actor or bytes(earlier.body_hash) != body:
            raise OtherWords from None
        return earlier, False


def finish_operation(operation: Operation, *, status: int, location: str) -> None:
    Operation.objects.filter(pk=operation.pk).update(status=status, location=location)
