"""The day's list as it was built last, for as long as nothing has happened that could change it.

Twenty phones ask every two minutes, and mostly nothing has happened: that is told by the event log, in which everything
stands that changes the register, the rules, the passes or the book. What the hours change (a state that ends, an entry
that grows old) is looked at anew each hour, and at midnight.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

from django.db.models import Q
from django.utils.translation import get_language

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Community, Event
from shouwang.desk.gate.kept.day_list import day_list, number_of, still_of, written

MOST = 64  # communities, each in a language, that a process remembers
CHANGES = Q(kind__startswith="gate.") | Q(kind__startswith="people.") | Q(kind__startswith="base.")
CHANGES_NOTHING = ("people.looked", "people.searched")
OF_A_PASSAGE = Q(kind__in=["gate.passage", "gate.corrected"])
Told = dict[str, Any]
Stamp = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Built:
    """`still`: as JSON; `etag`: the same for the same content, whoever built it."""

    stamp: Stamp
    still_stamp: Stamp
    still_id: str
    still: str
    told: Told
    moving: Told
    etag: str


_built: dict[tuple[Any, ...], Built] = {}
_one_at_a_time = Lock()  # of twenty who ask at once one builds, and the others take what it built


def built_day(by: Actor, at: datetime, offered: Mapping[Any, Any]) -> Built:
    """The list for everybody who may have it here, in the language that is spoken. `offered`: by verdict, what may
    come of it.

    Where nothing has happened since, one query; after a passage about a dozen; else no more than five besides.
    """
    key, stamp = (by.community.pk, get_language()), _stamp(by.community, at)
    if (before := _built.get(key)) is not None and before.stamp == stamp:
        return before
    with _one_at_a_time:
        stamp = _stamp(by.community, at)
        if (before := _built.get(key)) is None or before.stamp != stamp:
            before = _build(by, at, offered, stamp, before)
            _built[key] = before
            while len(_built) > MOST:
                del _built[next(iter(_built))]
    return before


def _stamp(community: Community, at: datetime) -> Stamp:
    """Read before the rows are: what is written meanwhile makes it another one."""
    local, mode = community.local(at), community.mode
    happened = Event.objects.filter(CHANGES, community=community).exclude(kind__in=CHANGES_NOTHING).order_by("-seq")
    return happened.values_list("seq", flat=True).first(), local.date(), local.hour, mode, community.zone


def _still_stamp(community: Community, stamp: Stamp) -> Stamp:
    happened = Event.objects.filter(CHANGES, community=community).exclude(kind__in=CHANGES_NOTHING)
    seq = happened.exclude(OF_A_PASSAGE).order_by("-seq").values_list("seq", flat=True).first()
    return seq, *stamp[1:]


def _build(by: Actor, at: datetime, offered: Mapping[Any, Any], stamp: Stamp, before: Built | None) -> Built:
    still_stamp = _still_stamp(by.community, stamp)
    if before is not None and before.still_stamp == still_stamp:
        told, still, still_id = before.told, before.still, before.still_id
    else:
        told = still_of(by, at) | {"offered": {str(verdict): list(some) for verdict, some in offered.items()}}
        still = written(told)
        still_id = number_of(still)
    moving = day_list(by, at, told)
    same = moving | {"made_at": "", "passes": moving["passes"] | {"made_at": ""}}
    return Built(
        stamp, still_stamp, still_id, still, told, moving, f'"{number_of(still_id + written(same, in_order=False))}"'
    )
