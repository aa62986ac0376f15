"""A city whose people are watched, made in bulk, and the days before today, made by the database itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

IN_ONE_GO = 5_000
SILENT_ONE_IN = 2_000
AT_ONCE = 500  # cases that the watchdog opens in one run


@dataclass(frozen=True)
class City:
    community: Any
    coordinator: Any
    callers: list[Any]


def build_city(persons: int, callers: int, at: datetime) -> City:
    """`persons` households of one, each watched once a day; nobody has been called yet."""
    from shouwang.desk.base.actions.communities import found_community
    from shouwang.desk.base.actor import Actor
    from shouwang.desk.base.models import Account, Membership
    from shouwang.desk.base.roles import Role

    community = found_community(name="量城", at=at)
    people = [Account(name=f"值班样例{number}", language="zh-hans") for number in range(callers + 1)]
    Account.objects.bulk_create(people)
    roles = [Role.COORDINATOR] + [Role.HELPER] * callers
    Membership.objects.bulk_create(
        Membership(account=account, community=community, role=role, since=at)
        for account, role in zip(people, roles, strict=True)
    )
    for begin in range(0, persons, IN_ONE_GO):
        _build_some(community, range(begin, min(begin + IN_ONE_GO, persons)), at)
    coordinator = Actor(community=community, role=Role.COORDINATOR, account=people[0])
    return City(community, coordinator, people[1:])


def _build_some(community: Any, numbers: range, at: datetime) -> None:
    from shouwang.desk.checkins.models import WatchPlan
    from shouwang.desk.checkins.models.plans import Tier
    from shouwang.desk.people.models import Household, Person

    households = [Household(community=community, since=at) for _number in numbers]
    Household.objects.bulk_create(households)
    people = [Person(community=community, household=one, is_head=True) for one in households]
    Person.objects.bulk_create(people)
    since = community.today(at) - timedelta(days=30)
    WatchPlan.objects.bulk_create(
        WatchPlan(community=community, person=one, tier=Tier.ASKED, since_day=since, made_at=at - timedelta(days=30))
        for one in people
    )


def fill_days(community: Any, day: date, days: int) -> None:
    """The same check-ins on each of `days` days before, all but one in SILENT_ONE_IN heard; and the tables analysed."""
    from django.db import connection

    for ago in range(1, days + 1):
        statement, parameters = _a_day_before(community, day, day - timedelta(days=ago))
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _a_day_before(community: Any, day: date, before: date) -> tuple[str, list[Any]]:
    """INSERT … SELECT of today's rows as another day's, each with an id of its own."""
    from django.db import connection

    from shouwang.desk.checkins.models import CheckIn

    ops, is_sqlite = connection.ops, connection.vendor == "sqlite"
    new_id = "lower(hex(randomblob(16)))" if is_sqlite else "gen_random_uuid()"
    silent = f"(abs(random()) % {SILENT_ONE_IN} = 0)" if is_sqlite else f"(random() < 1.0 / {SILENT_ONE_IN})"

    def moment(hour: int) -> Any:
        return ops.adapt_datetimefield_value(datetime.combine(before, time(hour), tzinfo=community.tz))

    own: dict[str, tuple[str, list[Any]]] = {
        "id": (new_id, []), "day": ("%s", [ops.adapt_datefield_value(before)]), "not_before": ("%s", [moment(9)]),
        "due_at": ("%s", [moment(20)]), "state": ("CASE WHEN was_silent THEN 'no_answer' ELSE 'well' END", []),
        "heard_at": ("CASE WHEN was_silent THEN NULL ELSE %s END", [moment(11)]),
        "heard_how": ("CASE WHEN was_silent THEN '' ELSE 'call' END", []),
        "heard_by_id": ("CASE WHEN was_silent THEN NULL ELSE assigned_to_id END", []),
    }  # fmt: skip
    if not is_sqlite:
        casts = {"day": "date", "not_before": "timestamptz", "due_at": "timestamptz"}
        own |= {name: (f"%s::{kind}", own[name][1]) for name, kind in casts.items()}
        own["heard_at"] = ("CASE WHEN was_silent THEN NULL ELSE %s::timestamptz END", own["heard_at"][1])
    columns = [column.column for column in CheckIn._meta.concrete_fields]
    values = [own.get(column, (column, [])) for column in columns]
    table = CheckIn._meta.db_table
    # the die is thrown once a row, in a table of its own: SQLite would throw it anew for each column
    rows = f"WITH rows AS MATERIALIZED (SELECT *, {silent} AS was_silent FROM {table} WHERE day = %s)"
    told = ", ".join(expression for expression, _parameters in values)
    statement = f"{rows} INSERT INTO {table} ({', '.join(columns)}) SELECT {told} FROM rows"
    parameters = [ops.adapt_datefield_value(day), *(one for _told, given in values for one in given)]
    return statement, parameters


def questions(community: Any, at: datetime) -> Iterator[tuple[str, Callable[[], int]]]:
    """What the watchdog asks every ten minutes."""
    from shouwang.desk.checkins.actions.watchdog import silent_without_case
    from shouwang.desk.checkins.models import Case, CheckIn

    yield "silent past their time", lambda: len(CheckIn.objects.filter(community=community).overdue(at)[:AT_ONCE])
    yield "of those, without a case", lambda: len(silent_without_case(community, at)[:AT_ONCE])
    yield "cases whose time is over", lambda: len(Case.objects.filter(community=community).stuck(at)[:AT_ONCE])


def plan_of(community: Any, at: datetime) -> Iterator[tuple[str, str]]:
    """By which index the first of them is answered."""
    from shouwang.desk.checkins.models import CheckIn

    told = CheckIn.objects.filter(community=community).overdue(at).explain()
    lines = [line for line in told.splitlines() if "checkin" in line.lower()]
    yield "by", lines[0].strip() if lines else told
