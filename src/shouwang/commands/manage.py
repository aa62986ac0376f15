"""`shouwang manage …`: Django's own commands on this installation."""

from collections.abc import Sequence


def main(argv: Sequence[str]) -> int:
    from shouwang.commands.installation import set_up_django

    set_up_django()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["shouwang manage", *argv])
    return 0
