"""What `./shouwang test` says at its end is what happened: nothing left out, nothing made up."""

from collections import Counter
from pathlib import Path

import pytest

from tests.desk.base.test_jobs import wait_for
from tests.support import suite

REPORT = """<?xml version="1.0" encoding="utf-8"?>
<testsuites><testsuite name="pytest" errors="1" failures="2" skipped="3" tests="20"/></testsuites>
"""


def test_errors_count_as_failures_and_skips_as_neither(tmp_path: Path) -> None:
    (tmp_path / "report.xml").write_text(REPORT, encoding="utf-8")

    assert suite.count_tests(tmp_path / "report.xml") == Counter(passed=14, failed=3, skipped=3)


@pytest.mark.parametrize("content", [None, "<testsuites>"])
def test_a_run_that_broke_off_counts_nothing(tmp_path: Path, content: str | None) -> None:
    if content:
        (tmp_path / "report.xml").write_text(content, encoding="utf-8")

    assert suite.count_tests(tmp_path / "report.xml") == Counter()


def test_a_run_without_tests_is_a_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "test_nothing.py").write_text("", encoding="utf-8")
    results = suite.Results()

    results.pytest("Nothing", [str(tmp_path), "-q", "-p", "no:cacheprovider"])

    assert results.tell() == 1
    assert capsys.readouterr().out.endswith("\n0 passed, 1 failed\n")


@pytest.mark.parametrize(("ci", "status"), [("true", 1), ("", 0)])
def test_what_was_not_run_is_said_and_fails_in_ci(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ci: str, status: int
) -> None:
    monkeypatch.setenv("CI", ci)
    results = suite.Results()
    results.tests.update(passed=7)
    results.not_run.append("the journeys: there is no Chromium")

    assert results.tell() == status

    said = capsys.readouterr().out
    assert "NOT RUN the journeys: there is no Chromium" in said
    assert said.endswith("\n7 passed, 0 failed\n")


def test_a_failing_check_fails_the_whole(capsys: pytest.CaptureFixture[str]) -> None:
    results = suite.Results()

    results.check("good", suite.begin_check(["true"]))
    results.check("bad", suite.begin_check(["sh", "-c", "echo line 7 is too long; exit 1"]))

    assert results.tell() == 1
    said = capsys.readouterr().out
    assert "ok      good" in said
    assert "FAILED  bad" in said
    assert "── bad ──\nline 7 is too long\n" in said


def test_checks_run_beside_and_are_told_of_afterwards(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    (tmp_path / "sh").symlink_to("/bin/sh")
    monkeypatch.setattr(suite.sys, "executable", str(tmp_path / "python"))  # the checks' programs lie beside it
    monkeypatch.setattr(suite, "CHECKS", {"marking": ["sh", "-c", f"touch {mark}; exit 1"]})
    results = suite.Results()

    with suite.checks_beside(results):
        wait_for(mark.exists)
        assert results.steps == []

    assert results.steps == [("marking", "FAILED")]
