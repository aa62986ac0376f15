"""The house keeps its rules: layers, clocks, templates, tellings."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

HOME = Path(__file__).resolve().parents[2]
DESK = HOME / "src" / "shouwang" / "desk"
TEMPLATES = DESK / "templates"

KNOWS_THE_CLOCK = ("views", "middleware", "jobs", "jobs_postgresql", "housekeeping", "management", "pages", "context")
"""The entrances: below them, `at` is an argument. `pages` gives templates the hour; `housekeeping` begins a sweep."""


def modules(folder: Path) -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(folder.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{name.name}" for name in node.names)


def test_who_imports_whom():
    """The contracts of pyproject.toml; run `lint-imports` for the path of a breach."""
    assert lint_imports(config_filename=str(HOME / "pyproject.toml"), no_cache=True) == 0


def test_only_bridges_speak_to_reading_and_planning():
    found = [
        f"{path.relative_to(HOME)} imports {name}"
        for path, tree in modules(DESK)
        if path.name != "bridge.py"
        for name in imported(tree)
        if name.startswith(("shouwang.reading", "shouwang.planning"))
    ]
    assert not found, "\n".join(found)


def test_capabilities_send_each_other_no_signals():
    found = [
        str(path.relative_to(HOME))
        for path, tree in modules(DESK)
        if any(name.startswith(("django.dispatch", "django.db.models.signals")) for name in imported(tree))
    ]
    assert not found, "\n".join(found)


def reads_the_clock(tree: ast.Module) -> Iterator[int]:
    always = {("timezone", "now"), ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"),
              ("date", "today"), ("time", "time")}  # fmt: skip
    without_a_moment = {("timezone", "localdate"), ("timezone", "localtime")}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            value = node.func.value
            asked = (value.attr if isinstance(value, ast.Attribute) else getattr(value, "id", ""), node.func.attr)
            if asked in always or (asked in without_a_moment and not node.args):
                yield node.lineno


def test_below_the_entrance_nobody_reads_the_clock():
    found = [
        f"{path.relative_to(HOME)}:{line}"
        for folder in (DESK, HOME / "src/shouwang/reading", HOME / "src/shouwang/planning")
        for path, tree in modules(folder)
        if not {*path.relative_to(HOME).parts[:-1], path.stem} & set(KNOWS_THE_CLOCK)
        for line in reads_the_clock(tree)
    ]
    assert not found, "pass `at`: " + "\n".join(found)


def test_below_the_entrance_nobody_asks_for_the_request():
    found = [
        str(path.relative_to(HOME))
        for path, tree in modules(DESK)
        if "actions" in path.relative_to(DESK).parts or path.stem == "actions"
        if any(
            name.startswith(("django.http", "django.shortcuts", "django.contrib.messages")) for name in imported(tree)
        )
    ]
    assert not found, "\n".join(found)


def test_use_cases_take_who_and_when_by_name():
    """Every @use_case is called with names only; who writes says who (`by`) and when (`at`)."""
    found = []
    for path, tree in modules(DESK):
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and any(
                getattr(d, "id", "") == "use_case" for d in node.decorator_list
            ):
                names = {argument.arg for argument in node.args.kwonlyargs}
                given = [argument.arg for argument in node.args.args]
                is_sweep = given == ["community", "at"]  # registered by base.housekeeping, which calls it so
                if not is_sweep and (given or "at" not in names):
                    found.append(f"{path.relative_to(HOME)}: {node.name}")
    assert not found, "\n".join(found)


def test_models_have_no_order_of_their_own():
    found = [
        f"{path.relative_to(HOME)}: {node.name}"
        for path, tree in modules(DESK)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.name == "Meta"
        for line in node.body
        if isinstance(line, ast.Assign) and getattr(line.targets[0], "id", "") == "ordering"
    ]
    assert not found, "\n".join(found)


def recorded_kinds() -> dict[str, str]:
    """Every kind of event that the code records, and where."""
    kinds = {}
    for path, tree in modules(DESK):
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and (getattr(node.func, "id", "") or getattr(node.func, "attr", "")) == "record"
            ):
                first = node.args[0] if node.args else None
                for value in ast.walk(first) if first else ():
                    if isinstance(value, ast.Constant) and isinstance(value.value, str):
                        kinds[value.value] = f"{path.relative_to(HOME)}:{node.lineno}"
    return kinds


def test_every_event_can_be_told():
    from shouwang.desk.base.stories import TELLINGS

    kinds = recorded_kinds()
    assert len(kinds) > 15, "the search for record(…) finds nothing any more"
    untold = {kind: place for kind, place in kinds.items() if "." in kind and kind not in TELLINGS}
    assert not untold, f"add told(…) for them: {untold}"


def test_every_kind_of_job_has_its_handler():
    from shouwang.desk.base.jobs import HANDLERS

    asked = set()
    for path, tree in modules(DESK):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "later" and path.stem != "jobs":
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    asked.add(first.value)
    assert asked <= set(HANDLERS)


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_templates_carry_no_script_and_no_style(path):
    """The content policy would refuse them, and nobody would see why."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"{#.*?#}|{% comment .*?endcomment %}|{%.*?%}|{{.*?}}", "", text, flags=re.DOTALL)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text), "script without src"
    assert not re.search(r"<style\b", text), "style element"
    assert not re.search(r"\sstyle\s*=", text), "style attribute"
    assert not re.search(r"\son[a-z]+\s*=", text), "event attribute"
    assert not re.search(r"javascript:", text), "javascript: address"
    assert not re.search(r"hx-(on|vals=.?js|vars)", text), "htmx that evaluates"


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_every_form_that_writes_carries_its_two_numbers(path):
    """The token against foreign pages; and the number by which saying it twice does it once."""
    from shouwang.desk.base.policy import TABLE

    text = path.read_text(encoding="utf-8")
    for form in re.findall(r"<form\b[^>]*method=.?post.*?</form>", text, flags=re.DOTALL | re.IGNORECASE):
        assert "csrf_token" in form or "include" in form, form[:120]
        name = re.search(r"action=\"{% url ['\"]([\w:]+)['\"]", form)
        if name and TABLE[name.group(1)].once:
            assert "op_id" in form or "include" in form, form[:120]


def test_modules_stay_small():
    """A module of 250 lines is big: split it by what it is about."""
    big = [
        f"{path.relative_to(HOME)}: {count}"
        for path, _tree in modules(DESK)
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 260
    ]
    assert not big, "\n".join(big)
