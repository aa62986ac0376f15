"""Installations for tests that meet Shouwang from outside: on whichever database the run is for."""

import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlparse

import psycopg
import pytest

from tests.support.desk import Desk, prepare_data


@pytest.fixture(scope="session")
def migrated_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an empty, migrated SQLite database; to be copied, not used."""
    return prepare_data(tmp_path_factory.mktemp("migrated"))


@pytest.fixture
def new_desk(migrated_data: Path, tmp_path: Path) -> Iterator[Callable[[str], Desk]]:
    """`new_desk(name)`: an installation that is migrated and empty, on the database this run is for."""
    server = os.environ.get("SHOUWANG_TEST_DATABASE", "")
    made: list[str] = []

    def make(name: str) -> Desk:
        data = tmp_path / name
        if not server:
            return Desk.on_copy(migrated_data, data)
        database = f"desk_{secrets.token_hex(6)}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {database}")
        made.append(database)
        desk = Desk(data, database=urlparse(server)._replace(path=f"/{database}").geturl())
        data.mkdir(mode=0o700)
        desk.run("manage", "migrate", "--verbosity", "0")
        return desk

    yield make
    for database in made:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {database} WITH (FORCE)")
