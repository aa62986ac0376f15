"""Installations for tests that meet Shouwang from outside: on whichever database the run is for."""

import contextlib
import os
import secrets
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlparse

import psycopg
import pytest

from tests.support.desk import Desk, prepare_data
from tests.support.migrated import being_kept, kept_file


@pytest.fixture(scope="session")
def migrated_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an empty, migrated SQLite database; to be copied, not used."""
    folder = tmp_path_factory.mktemp("migrated")
    if kept_file().exists():
        shutil.copyfile(kept_file(), folder / "desk.sqlite3")
        return folder
    migrated = sqlite3.connect(prepare_data(folder) / "desk.sqlite3")
    with being_kept() as file, contextlib.closing(migrated):
        migrated.execute("VACUUM INTO ?", [str(file)])
    return folder


@pytest.fixture(scope="session")
def migrated_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a migrated, empty PostgreSQL database to make others from; empty when the run is for SQLite."""
    server = os.environ.get("SHOUWANG_TEST_DATABASE", "")
    if not server:
        yield ""
        return
    if template := os.environ.get("SHOUWANG_TEST_TEMPLATE"):
        yield template
        return
    name = f"migrated_{secrets.token_hex(6)}"
    on_server(f"CREATE DATABASE {name}")
    prepare_data(tmp_path_factory.mktemp("postgresql"), database=address_of(name))
    yield name
    on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def new_desk(request: pytest.FixtureRequest, migrated_database: str, tmp_path: Path) -> Iterator[Callable[[str], Desk]]:
    """`new_desk(name)`: an installation that is migrated and empty, on the database this run is for."""
    made: list[str] = []

    def make(name: str) -> Desk:
        if not migrated_database:
            return Desk.on_copy(request.getfixturevalue("migrated_data"), tmp_path / name)
        made.append(f"desk_{secrets.token_hex(6)}")
        on_server(f"CREATE DATABASE {made[-1]} TEMPLATE {migrated_database}")
        (tmp_path / name).mkdir(mode=0o700)
        return Desk(tmp_path / name, database=address_of(made[-1]))

    yield make
    for database in made:
        on_server(f"DROP DATABASE {database} WITH (FORCE)")


def on_server(statement: str) -> None:
    with psycopg.connect(os.environ["SHOUWANG_TEST_DATABASE"], autocommit=True) as connection:
        connection.execute(statement)


def address_of(database: str) -> str:
    return urlparse(os.environ["SHOUWANG_TEST_DATABASE"])._replace(path=f"/{database}").geturl()
