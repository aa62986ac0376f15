"""What a guard's phone asks for, to do without network later, and what it tells of that time."""

from datetime import UTC, datetime
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.gzip import gzip_page

from shouwang.desk.base.pages import Request
from shouwang.desk.gate.actions import looks as actions
from shouwang.desk.gate.kept.built import built_day
from shouwang.desk.gate.kept.day_list import milliseconds, written
from shouwang.desk.gate.views.barrier import OFFERED

MOST_LOOKS = 1000  # of one phone at a time


@gzip_page
def kept_day(request: Request) -> HttpResponse:
    """The day's list. `have` is the `still_id` of the part that the phone holds already; where nothing changed since
    the ETag it names, 304 without a body. Never asked for by anybody's hand: it is written to no address bar."""
    by, at = request.actor, timezone.now()
    built = built_day(by, at, OFFERED)
    if request.headers.get("If-None-Match", "").removeprefix("W/") == built.etag:
        return HttpResponse(status=304, headers={"ETag": built.etag})
    told = written(built.moving | {
        "made_at": milliseconds(at), "still_id": built.still_id, "who": str(by.membership_id or by.key),
    })  # fmt: skip
    still = "null" if request.GET.get("have") == built.still_id else built.still
    body = f'{told[:-1]},"still":{still}}}'
    return HttpResponse(body, content_type="application/json", headers={"ETag": built.etag})


def note_looks(request: Request) -> HttpResponse:
    """Whom the phone showed: `looks`, a line each with a household and milliseconds since 1970. What is no such line is
    passed over: nobody waits for an answer."""
    lines = request.POST.get("looks", "").splitlines()[:MOST_LOOKS]
    looks = [look for line in lines if (look := _look(line)) is not None]
    actions.note_looks(looks=looks, by=request.actor, at=timezone.now())
    return HttpResponse(status=204)


def _look(line: str) -> tuple[UUID, datetime] | None:
    try:
        household, milliseconds = line.split()
        return UUID(household), datetime.fromtimestamp(int(milliseconds) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None
