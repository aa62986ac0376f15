"""Puts the compiled translations into the package: the source keeps only the .po files."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogues(BuildHookInterface):  # type: ignore[misc]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        home = Path(self.root)
        sys.path.insert(0, str(home / "src"))
        from shouwang.commands.catalogues import compile_stale

        compile_stale(home / "src" / "shouwang" / "desk" / "locale")
        build_data["artifacts"].append("src/shouwang/desk/locale/**/*.mo")
