"""`shouwang plan rides FILE`: plan a day of rides, or an instance of Cordeau's format."""

import argparse
import math
from pathlib import Path

from shouwang.commands.terminal import Sorry, _, language

NARROWEST, WIDEST = 320, 4000
"""Units a picture may be laid out for; the first as `drawing.NARROWEST`, which needs what may not be installed."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    plans = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    rides = plans.add_parser(
        "rides",
        help=_("who fetches whom when"),
        description=_("Plan a day of rides: who fetches whom when. docs/rides.md describes the file."),
    )
    rides.add_argument("file", nargs="?", metavar="FILE", help=_("a day of rides (JSON), or - for standard input"))
    rides.add_argument("--seconds", type=_seconds, default=10.0, help=_("how long to search (10)"))
    rides.add_argument("--iterations", type=_count, help=_("how many steps to search instead: the same plan each time"))
    rides.add_argument("--seed", type=_count, default=0, help=_("another number, another search (0)"))
    rides.add_argument("--json", action="store_true", help=_("the plan for a machine"))
    rides.add_argument("--svg", type=Path, metavar="FILE", help=_("draw the plan into this file"))
    rides.add_argument(
        "--width", type=_width, metavar="UNITS", help=_("lay the picture out for so many units: 360 for a phone (1120)")
    )
    rides.add_argument("--language", choices=["en", "zh"], default="zh" if language() == "zh-hans" else "en")
    rides.add_argument("--warm-up", action="store_true", help=_("only compile the planner, which its first use needs"))


def run(options: argparse.Namespace) -> int:
    from shouwang.commands.extras import have

    if options.file is None and not options.warm_up:
        raise Sorry(_("Which file? `shouwang plan rides FILE.json`; docs/rides.md describes it."))
    if options.width is not None and options.svg is None:
        raise Sorry(_("--width is of the picture: say with --svg which file to draw it into."))
    have("rides")
    from shouwang.planning.rides import command

    if options.warm_up:
        status = command.warm_up(options.language)
        if options.file is None or status:
            return status
    asked = command.Asked(
        options.file, options.seconds, options.iterations, options.seed,
        as_json=options.json, svg=options.svg, width=options.width, language=options.language,
    )  # fmt: skip
    return command.run(asked)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise argparse.ArgumentTypeError(_("a number of seconds greater than 0 is needed"))
    return seconds


def _width(text: str) -> int:
    if not (text.isdecimal() and len(text) < 18 and NARROWEST <= int(text) <= WIDEST):
        raise argparse.ArgumentTypeError(
            _("a whole number of units from %(least)s to %(most)s is needed; a phone has about 360")
            % {"least": NARROWEST, "most": WIDEST}
        )
    return int(text)


def _count(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise argparse.ArgumentTypeError(_("a whole number of 0 or more is needed"))
    return int(text)
