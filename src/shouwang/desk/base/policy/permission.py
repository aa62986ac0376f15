"""What a row of the policy says: who may see an address, and who may send to it."""

from dataclasses import dataclass

from shouwang.desk.base.roles import DESK, Role

NOBODY: frozenset[Role] = frozenset()
EVERYBODY = frozenset(Role)
COORDINATOR = frozenset({Role.COORDINATOR})
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
HELPER = frozenset({Role.HELPER})
FIELD = DESK | HELPER
AT_GATE = DESK | {Role.GUARD}
HOUSEHOLD = frozenset({Role.HOUSEHOLD})
PARTNER = frozenset({Role.PARTNER})
COUNTERS = frozenset({Role.DISTRICT, Role.COORDINATOR})


@dataclass(frozen=True, slots=True)
class May:
    """Who may `see` and who may `do`; `visitors` are those not signed in; `once` asks for an operation id."""

    see: frozenset[Role] = NOBODY
    do: frozenset[Role] = NOBODY
    visitors: bool = False
    once: bool = True


OPEN = May(see=EVERYBODY, do=EVERYBODY, visitors=True, once=False)
