"""`shouwang test [pytest's arguments]`: set up what the tests need, then run them."""

import argparse
import os
import sys

from shouwang.commands.terminal import Sorry, _

KEEPS_UNKNOWN = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = _(
        "Without arguments everything runs: checks, tests on SQLite and PostgreSQL, journeys in a browser. "
        "Arguments go to pytest; --postgresql among them runs those tests on PostgreSQL."
    )


def run(options: argparse.Namespace) -> int:
    from shouwang.commands.installation import checkout
    from shouwang.commands.packages import NotPrepared
    from shouwang.commands.prepare import ensure_extra_packages

    home = checkout()
    if home is None or not (home / "tests").is_dir():
        raise Sorry(_("The tests are in Shouwang's source; this is an installed package."))
    try:
        ensure_extra_packages(home, "test")
    except NotPrepared as refusal:
        raise Sorry(str(refusal)) from None
    os.chdir(home)
    # In this process's place, so that whoever stops it stops the suite, which then stops PostgreSQL.
    os.execv(sys.executable, [sys.executable, "-m", "tests.support.suite", *options.rest])
