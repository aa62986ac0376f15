"""`shouwang bench NAME`: run `main(argv)` of benchmarks/NAME.py."""

import argparse
import importlib
import sys
from pathlib import Path

from shouwang.commands.terminal import Sorry, _

KEEPS_UNKNOWN = True
NEEDS = {"rides": "bench", "sourcing": "bench"}
"""The extra of pyproject.toml that a benchmark compares with; it says itself what is missing."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", help=_("which one; without it they are listed"))
    parser.epilog = _("What follows the name goes to the benchmark; --json gives its figures for a machine.")


def run(options: argparse.Namespace) -> int:
    folder = benchmarks_folder()
    names = sorted(path.stem for path in folder.glob("*.py") if not path.stem.startswith("_"))
    if options.name is None:
        print("\n".join(names))
        return 0
    if options.name not in names:
        raise Sorry(
            _("There is no benchmark %(name)s; there are: %(names)s.")
            % {"name": options.name, "names": ", ".join(names)}
        )
    if options.name in NEEDS:
        from shouwang.commands.extras import fetch

        fetch(NEEDS[options.name])
    sys.path.insert(0, str(folder.parent))
    return int(importlib.import_module(f"benchmarks.{options.name}").main(options.rest) or 0)


def benchmarks_folder() -> Path:
    from shouwang.commands.installation import checkout

    home = checkout()
    if home is None:
        raise Sorry(_("The benchmarks are in Shouwang's source; this is an installed package."))
    return home / "benchmarks"
