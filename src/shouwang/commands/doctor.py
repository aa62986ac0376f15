"""`shouwang doctor`: what is wrong with this installation, in sentences, and what to do about it."""

import argparse
from collections.abc import Callable, Iterator

from shouwang.commands.terminal import Sorry, _, complain, say

# A check yields one sentence for each thing that is wrong, and nothing when all is well.
Check = Callable[[], Iterator[str]]

READ_ROWS = {"check_guard", "check_clock", "check_jobs", "check_keys", "check_kept_keys", "check_events", "check_books"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quick", action="store_true", help=_("leave out what reads every row"))


def run(options: argparse.Namespace) -> int:
    """Exit status 1 when anything is wrong: for a monitor as much as for a person."""
    from shouwang.commands.installation import data_folder, set_up_django

    folder = data_folder()
    if not folder.is_dir():
        raise Sorry(_("There is no installation in %(folder)s yet. `shouwang serve` makes one.") % {"folder": folder})
    set_up_django()
    say(_("Looking at the installation in %(folder)s …") % {"folder": folder})
    from shouwang.commands.doctor_database import check_migrations

    wrong, old_shape = 0, any(_carefully(check_migrations))
    for name, check in checks(quick=options.quick):
        if old_shape and check.__name__ in READ_ROWS:
            say(_("  · %(name)s: not looked at until the migrations are applied") % {"name": name})
            continue
        sentences = list(_carefully(check))
        for sentence in sentences:
            complain(f"  ✗ {name}: {sentence}")
        if not sentences:
            say(f"  ✓ {name}")
        wrong += len(sentences)
    say(_("Nothing is wrong.") if not wrong else _("Wrong: %(count)d.") % {"count": wrong})
    return 1 if wrong else 0


def checks(*, quick: bool) -> list[tuple[str, Check]]:
    from shouwang.commands import doctor_database as database
    from shouwang.commands import doctor_machine as machine

    listed: list[tuple[str, Check]] = [
        (_("data folder"), machine.check_folder),
        (_("secrets"), machine.check_secrets),
        (_("disk"), machine.check_disk),
        (_("clock"), machine.check_clock),
        (_("settings"), machine.check_settings),
        (_("database library"), database.check_library),
        (_("database"), database.check_answers),
        (_("database's promises"), database.check_promises),
        (_("migrations"), database.check_migrations),
        (_("event guard"), database.check_guard),
        (_("jobs"), database.check_jobs),
        (_("kept keys"), database.check_kept_keys),
        (_("backups"), machine.check_backups),
    ]
    if not quick:
        listed += [
            (_("damage"), database.check_damage),
            (_("keys"), database.check_keys),
            (_("event log"), database.check_events),
            (_("ledger"), database.check_books),
        ]
    return listed


def _carefully(check: Check) -> Iterator[str]:
    """A check that stumbles is itself something wrong, and the others still run."""
    try:
        yield from check()
    except Exception as error:
        yield _("this could not be looked at: %(error)s") % {"error": str(error).strip() or type(error).__name__}
