"""The event log keeps what happened, in order, and cannot be rewritten."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from shouwang.desk.base.events import Happened, record, record_many, verify_chain
from shouwang.desk.base.models import Event


def test_events_of_a_community_are_numbered_and_chained(banyan, zhao, ten):
    for minute in range(3):
        record("test.happened", banyan, by=zhao, at=ten + timedelta(minutes=minute), minute=minute)

    assert list(Event.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3, 4]
    assert verify_chain(banyan) is None


def put_another_in_its_place():
    event = Event.objects.get()
    event.kind = "x"
    Event.objects.bulk_create([event], update_conflicts=True, update_fields=["kind"], unique_fields=["id"])


def replace_without_a_word(event_id="id"):
    """SQLite's INSERT OR REPLACE, which asks no trigger on delete; PostgreSQL has none, and updates are refused."""
    if connection.vendor != "sqlite":
        put_another_in_its_place()
    names = [field.column for field in Event._meta.concrete_fields]
    said = ", ".join({"kind": "'x'", "id": event_id}.get(name, f'"{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT OR REPLACE INTO base_event ({columns}) SELECT {said} FROM base_event")


@pytest.mark.parametrize(
    "change",
    [
        lambda: Event.objects.update(kind="x"),
        lambda: Event.objects.all().delete(),
        put_another_in_its_place,
        replace_without_a_word,
        lambda: replace_without_a_word("NULL"),
    ],
)
def test_the_database_refuses_to_change_or_delete_an_event(banyan, change):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change()

    assert Event.objects.get().kind == "base.community_founded"


def test_an_altered_event_is_found(banyan, zhao, ten):
    record("test.happened", banyan, by=zhao, at=ten)
    trigger = "base_event_no_update" if connection.vendor == "sqlite" else "base_event_stays ON base_event"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {trigger}")
        cursor.execute("UPDATE base_event SET kind = 'test.hidden' WHERE seq = 2")

    assert verify_chain(banyan) == 2


def test_a_second_community_has_a_chain_of_its_own(banyan, poplar, feng, ten):
    record("test.happened", poplar, by=feng, at=ten)

    assert [event.seq for event in Event.objects.filter(community=poplar).order_by("seq")] == [1, 2]
    assert verify_chain(poplar) is None


def test_many_that_happen_together_stand_in_their_order(banyan, zhao, ten):
    record("test.before", banyan, by=zhao, at=ten)
    together = [Happened(banyan, data={"number": number}) for number in range(450)]
    record_many("test.together", together, by=zhao, at=ten)
    record("test.after", banyan, by=zhao, at=ten)

    numbers = [event.data["number"] for event in Event.objects.filter(kind="test.together").order_by("seq")]
    assert numbers == list(range(450))
    assert verify_chain(banyan) is None


def test_nothing_that_happened_leaves_the_chain_as_it_is(banyan, zhao, ten):
    assert record_many("test.together", [], by=zhao, at=ten) == []
    assert verify_chain(banyan) is None
