"""The `shouwang` command. Each one is a module of `shouwang.commands`, imported when asked for."""

import importlib
import os
import sys
from collections.abc import Sequence

from shouwang import __version__
from shouwang.commands.terminal import Sorry, _, complain, gettext_noop

COMMANDS = {
    "demo": gettext_noop("Show Shouwang with an invented community, on this computer."),
    "serve": gettext_noop("Serve this installation."),
    "backup": gettext_noop("Write everything of this installation into one file."),
    "restore": gettext_noop("Bring an installation back from such a file."),
    "doctor": gettext_noop("Say what is wrong with this installation."),
    "read": gettext_noop("Read a pasted chat chain or a sheet, and show what was understood."),
    "plan": gettext_noop("Plan a day of rides: who fetches whom when."),
    "manage": gettext_noop("Run one of Django's own commands, such as migrate."),
    "test": gettext_noop("Set up what the tests need, and run them."),
    "bench": gettext_noop("Run a benchmark of benchmarks/."),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status. The reason of a failure is one sentence on standard error."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(usage())
        return 0
    if arguments[0] in {"-V", "--version", "version"}:
        print(f"shouwang {__version__}")
        return 0
    try:
        return run_command(arguments[0], arguments[1:])
    except Sorry as sorry:
        complain(str(sorry))
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has gone (`shouwang … | head`): nothing is left to say to them.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def run_command(name: str, arguments: list[str]) -> int:
    if name not in COMMANDS:
        import difflib  # for a slip only

        near = difflib.get_close_matches(name, COMMANDS, n=1)
        hint = _("Did you mean %(near)s?") % {"near": near[0]} if near else ""
        complain(_("There is no command %(name)s.") % {"name": name} + f" {hint}".rstrip())
        print(usage(), file=sys.stderr)
        return 2
    if name == "read":
        return int(_main_of("shouwang.reading.command")(arguments))
    if name == "manage":
        return int(_main_of("shouwang.commands.manage")(arguments))
    import argparse  # `read` and `manage` have a parser of their own, and `read` is to start at once

    command = importlib.import_module(f"shouwang.commands.{name}")
    parser = argparse.ArgumentParser(prog=f"shouwang {name}", description=_(COMMANDS[name]))
    command.add_arguments(parser)
    if getattr(command, "KEEPS_UNKNOWN", False):
        known, rest = parser.parse_known_args(arguments)
        known.rest = rest
        return int(command.run(known))
    return int(command.run(parser.parse_args(arguments)))


def _main_of(module: str):  # type: ignore[no-untyped-def]
    return importlib.import_module(module).main


def usage() -> str:
    lines = [
        _("Shouwang: the care desk of a neighbourhood whose people cannot go out."),
        "",
        _("Start with `shouwang demo`. The commands:"),
        "",
        *(f"  {name:<8} {_(summary)}" for name, summary in COMMANDS.items()),
        "",
        _("`shouwang COMMAND --help` says more about one of them."),
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
