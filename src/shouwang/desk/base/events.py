"""Writing and checking the event log."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import F

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Chain, Community, Event


def record(
    kind: str,
    subject: models.Model,
    *,
    by: Actor,
    at: datetime,
    said_at: datetime | None = None,
    household_id: UUID | None = None,
    **data: Any,
) -> Event:
    """Append what happened to the community's chain, in the caller's transaction.

    `kind` is "app.verb" in the past ("needs.taken"); `data` holds codes and identifiers, never words or names.
    """
    (event,) = record_many(kind, [Happened(subject, household_id, data)], by=by, at=at, said_at=said_at)
    return event


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened to one subject, when many things of one kind happen together; `at`: at a moment of its own."""

    subject: models.Model
    household_id: UUID | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | None = None


def record_many(
    kind: str, happened: Sequence[Happened], *, by: Actor, at: datetime, said_at: datetime | None = None
) -> list[Event]:
    """As `record` does, for many subjects in their order: four queries and one for every 200 events."""
    if not happened:
        return []
    chains = Chain.objects.filter(community=by.community)
    with transaction.atomic(savepoint=False):
        if chains.update(seq=F("seq") + len(happened)) == 0:  # locks the chain until commit
            Chain.objects.get_or_create(community=by.community)
            chains.update(seq=F("seq") + len(happened))
        chain = chains.get()
        events, before = [], bytes(chain.hash)
        for seq, one in enumerate(happened, chain.seq - len(happened) + 1):
            event = Event(
                community=by.community,
                seq=seq,
                kind=kind,
                at=one.at or at,
                said_at=said_at,
                account=by.account,
                link=by.link,
                role=by.role or "",
                subject_type=one.subject._meta.label_lower,
                subject_id=one.subject.pk,
                household_id=one.household_id,
                data=json.loads(json.dumps(one.data, default=str)),
                previous_hash=before,
            )
            before = event.hash = event_hash(event)
            events.append(event)
        Event.objects.bulk_create(events, batch_size=200)
        chains.update(hash=before)
    return events


def event_hash(event: Event) -> bytes:
    """SHA-256 over everything the event says and the hash of the one before it."""
    said = {
        "community": str(event.community_id),
        "seq": event.seq,
        "kind": event.kind,
        "at": _instant(event.at),
        "said_at": _instant(event.said_at),
        "account": str(event.account_id or ""),
        "link": str(event.link_id or ""),
        "role": str(event.role),
        "subject": [event.subject_type, str(event.subject_id)],
        "household": str(event.household_id or ""),
        "data": event.data,
    }
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(bytes(event.previous_hash) + text.encode()).digest()


def verify_chain(community: Community) -> int | None:
    """The number of the first event that is missing or altered; None when the whole chain holds."""
    before, expected = bytes(32), 1
    for event in _in_order(community):
        if event.seq != expected or bytes(event.previous_hash) != before or bytes(event.hash) != event_hash(event):
            return expected
        before, expected = bytes(event.hash), expected + 1
    chain = Chain.objects.filter(community=community).first()
    return expected if chain and (chain.seq != expected - 1 or bytes(chain.hash) != before) else None


def _in_order(community: Community) -> Iterable[Event]:
    return Event.objects.filter(community=community).order_by("seq").iterator(chunk_size=2000)


def _instant(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else ""
