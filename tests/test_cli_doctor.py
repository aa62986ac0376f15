"""The doctor on an installation that is well, and on one made ill in each way it should notice."""

import json
from collections.abc import Callable
from pathlib import Path

import pysqlite3
import pytest

from shouwang.commands.doctor_database import is_affected
from tests.support.desk import Desk

NewDesk = Callable[[str], Desk]


@pytest.fixture
def desk(migrated_data: Path, tmp_path: Path) -> Desk:
    """On SQLite, whichever database the run is for: what can go wrong in PostgreSQL is PostgreSQL's."""
    desk = Desk.on_copy(migrated_data, tmp_path / "desk")
    desk.data.chmod(0o700)
    desk.call("tests.support.filling:found", name="Banyan Court")
    return desk


def wrong(desk: Desk, **environment: str) -> str:
    """What the doctor finds, which must be something."""
    done = desk.run("doctor", check=False, **environment)
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    return done.stderr


def execute(desk: Desk, *statements: str) -> None:
    database = pysqlite3.connect(desk.data / "desk.sqlite3")
    for statement in statements:
        database.execute(statement)
    database.commit()
    database.close()


def test_a_sound_installation_is_sound(desk: Desk) -> None:
    done = desk.run("doctor")

    assert done.stderr == ""
    assert "Nothing is wrong." in done.stdout


def test_before_there_is_an_installation_none_is_made(tmp_path: Path) -> None:
    done = Desk(tmp_path / "nothing").run("doctor", check=False)

    assert done.returncode == 1
    assert "There is no installation" in done.stderr
    assert not (tmp_path / "nothing").exists()


def test_it_finds_a_folder_and_keys_that_others_can_read(desk: Desk) -> None:
    desk.data.chmod(0o755)
    (desk.data / "secrets" / "master").chmod(0o644)

    found = wrong(desk)

    assert f"chmod 700 {desk.data}" in found
    assert f"chmod 600 {desk.data}/secrets/master" in found


def test_it_finds_a_master_key_that_opens_nothing(desk: Desk) -> None:
    (desk.data / "secrets" / "master").unlink()  # a new one is made, and is not the right one

    assert "the master key does not open Banyan Court" in wrong(desk)


def test_it_finds_that_no_key_is_kept_for_a_restore_and_a_backup_mends_it(desk: Desk) -> None:
    (desk.data / "secrets" / "community-keys.json").unlink()

    assert "does not hold the key of Banyan Court" in wrong(desk)

    desk.run("backup")
    assert "✓ kept keys" in desk.run("doctor").stdout


def test_it_finds_a_kept_key_that_should_have_been_destroyed(desk: Desk) -> None:
    kept = desk.data / "secrets" / "community-keys.json"
    content = kept.read_bytes()
    (community,) = json.loads(content)
    desk.call("tests.support.filling:destroy", community=community)
    kept.write_bytes(content)

    assert "still holds the key of Banyan Court, which was destroyed" in wrong(desk)


def test_it_finds_a_living_community_without_a_key(desk: Desk) -> None:
    execute(desk, "DELETE FROM base_communitykey")

    assert "Banyan Court has no key" in wrong(desk)


def test_it_finds_an_altered_event_and_the_missing_guard(desk: Desk) -> None:
    community = desk.call("tests.support.filling:found", name="Poplar Row")
    desk.call("tests.support.filling:add_events", community=community, count=5)
    execute(
        desk,
        "DROP TRIGGER base_event_no_update",
        f"UPDATE base_event SET kind = 'base.nothing' WHERE seq = 4 AND community_id = '{community.replace('-', '')}'",
    )

    found = wrong(desk)

    assert "in Poplar Row, event 4 is missing or was altered" in found
    assert "base_event_no_update is missing" in found
    assert "Banyan Court" not in found


def test_it_finds_books_that_do_not_balance(desk: Desk) -> None:
    community = desk.call("tests.support.filling:found", name="Poplar Row")
    desk.call("tests.support.filling:fill_till", community=community, fen=1200)
    execute(desk, "UPDATE ledger_balance SET amount = 900 WHERE amount = 1200")

    found = wrong(desk)

    assert "ledger: in Poplar Row:" in found
    assert "Banyan Court" not in found


def test_it_finds_migrations_that_wait_and_still_looks_at_the_rest(desk: Desk) -> None:
    execute(desk, "DELETE FROM django_migrations WHERE app = 'sessions'")

    done = desk.run("doctor", check=False)

    assert "1 steps are not applied" in done.stderr
    assert "✓ secrets" in done.stdout
    assert "event log: not looked at" in done.stdout


def test_it_finds_a_database_of_a_newer_version(desk: Desk) -> None:
    execute(desk, "INSERT INTO django_migrations (app, name, applied) VALUES ('base', '9999_later', '2030-01-01')")

    assert "newer version of Shouwang" in wrong(desk)


def test_it_finds_jobs_given_up_and_jobs_nobody_does(desk: Desk) -> None:
    desk.call("tests.support.filling:add_jobs", dead=2, stuck=3)

    found = wrong(desk)

    assert "2 jobs of kind tests.dead were given up" in found
    assert "3 jobs of kind tests.stuck have been due for a quarter of an hour" in found


def test_it_finds_rows_that_point_at_nothing(desk: Desk) -> None:
    execute(desk, "PRAGMA foreign_keys=OFF", "DELETE FROM base_communitykey", "DELETE FROM people_building")

    assert "rows point at rows that do not exist" in wrong(desk)


def test_it_finds_a_demonstration_and_open_doors_in_production(desk: Desk) -> None:
    found = wrong(desk, SHOUWANG_PRODUCTION="1", SHOUWANG_DEMO="1", SHOUWANG_HOSTS="*")

    assert "SHOUWANG_DEMO is on in production" in found
    assert "SHOUWANG_HOSTS lets any name in" in found


def test_in_production_with_its_own_name_nothing_is_wrong(desk: Desk) -> None:
    done = desk.run(
        "doctor", SHOUWANG_PRODUCTION="1", SHOUWANG_HOSTS="desk.example", SHOUWANG_ORIGIN="https://desk.example"
    )

    assert "Nothing is wrong." in done.stdout


def test_it_finds_https_without_production(desk: Desk) -> None:
    assert "SHOUWANG_PRODUCTION is not 1" in wrong(desk, SHOUWANG_ORIGIN="https://desk.example")


@pytest.mark.parametrize(
    ("version", "affected"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 0), False),
    ],
)
def test_it_knows_which_sqlite_loses_rows(version: tuple[int, ...], affected: bool) -> None:
    assert is_affected(version) is affected
