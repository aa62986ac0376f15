"""What a guard's phone asks for, to do without network later."""

import json
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.gzip import gzip_page

from shouwang.desk.base.pages import Request
from shouwang.desk.gate.kept.day_list import day_list, number_of, still_of
from shouwang.desk.gate.views.barrier import OFFERED


@gzip_page
def kept_day(request: Request) -> HttpResponse:
    """The day's list. `have` is the `still_id` of the part that the phone holds already; where nothing changed since
    the ETag it names, 304 without a body. Never asked for by anybody's hand: it is written to no address bar."""
    by, at = request.actor, timezone.now()
    still: dict[str, Any] = still_of(by, at) | {"offered": {str(key): list(some) for key, some in OFFERED.items()}}
    still_id, moving = number_of(still), day_list(by, at, still)
    made_at = moving.pop("made_at")
    etag = f'"{number_of([still_id, {**moving, "passes": {**moving["passes"], "made_at": ""}}])}"'
    if request.headers.get("If-None-Match", "").removeprefix("W/") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    told = moving | {
        "made_at": made_at, "still_id": still_id, "still": None if request.GET.get("have") == still_id else still,
        "who": str(by.membership_id or by.key),
    }  # fmt: skip
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":"), default=str)
    return HttpResponse(body, content_type="application/json", headers={"ETag": etag})
