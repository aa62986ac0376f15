"""For all tests: translations compiled, and the choice of what runs on the second database."""

import gc
import os
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import settings

from shouwang.commands.catalogues import compile_stale
from shouwang.commands.terminal import LOCALE
from tests.support.fixtures import migrated_data, migrated_database, new_desk  # noqa: F401
from tests.support.migrated import django_db_keepdb, django_db_setup  # noqa: F401

HERE = Path(__file__).resolve().parent
BEGIN_AN_INSTALLATION = {"new_desk", "migrated_data", "shown"}

settings.register_profile("untimed", deadline=None)  # a busy machine is no fault of an example
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--second-database",
        action="store_true",
        help="run what differs between databases: tests/desk, and what is marked both_databases",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "both_databases: outside tests/desk, and run on PostgreSQL as well")
    if config.getoption("--second-database") and not os.environ.get("SHOUWANG_TEST_DATABASE"):
        raise pytest.UsageError("--second-database needs SHOUWANG_TEST_DATABASE=postgresql://…")
    compile_stale(LOCALE)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """For the second database no file is read that does not even name the mark."""
    if not config.getoption("--second-database") or collection_path.suffix != ".py":
        return None
    return None if is_of_desk(collection_path) or "both_databases" in collection_path.read_text("utf-8") else True


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--second-database"):
        chosen = {item for item in items if is_of_desk(item.path) or item.get_closest_marker("both_databases")}
        config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
        items[:] = [item for item in items if item in chosen]
    items.sort(key=is_soon_over)


def pytest_collection_finish() -> None:
    """What was loaded and collected stays to the end: looking through it for garbage again and again took a seventh of
    the time of the tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """No test hears the language that the last page of the one before it was answered in."""
    translation.deactivate()


def is_of_desk(path: Path) -> bool:
    return path.is_relative_to(HERE / "desk")


def is_soon_over(item: pytest.Item) -> tuple[bool, bool]:
    """The long ones begin first, so that at the end no processor waits for another's long test."""
    begins_one = not BEGIN_AN_INSTALLATION.isdisjoint(getattr(item, "fixturenames", ()))
    return not item.path.name.startswith("test_story_"), not begins_one
