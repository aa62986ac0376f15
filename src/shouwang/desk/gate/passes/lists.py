"""What a gate is told, so that it tells good passes from others for a whole day without network."""

from datetime import datetime
from typing import Any

from shouwang.desk.base.models import Community
from shouwang.desk.gate.exits import open_exit
from shouwang.desk.gate.models import Gate
from shouwang.desk.gate.models.passes import IssuedPass
from shouwang.desk.gate.passes.bridge import GateLists, KnownPass, here_of, told
from shouwang.desk.gate.passes.keys import checking_keys
from shouwang.desk.gate.passes.words import words_for_gate

LEFT = ("household__left_at", "person__gone_at")  # a pass of who lives here no more is as good as taken back


def lists_for_gate(community: Community, at: datetime) -> dict[str, Any]:
    """What a guard's phone keeps for the day, as JSON. Five queries; makes the week's key where there is none yet.

        {
          "community": "c0ffee01",             eight hexadecimal digits, as gatePass.check() wants them
          "made_at": "2020-02-12T09:00:00+08:00",    when this was so: its age is shown
          "keys": [{"id": 41777, "public": "…", "code": "…"}],    as gatePass.importKeys() wants them
          "passes": {"0123456789abcdef":       every pass that is not over yet, by its 16 digits (`pass.id`)
              {"issued": "2020-02-10",         the day: Asked.pass_issued_on, for needs_pass and passes_since
               "used": 1,                      how often; left out where never
               "gates": ["<number of a gate>"]}},    where it is good; left out where at all
          "revoked": ["fedcba9876543210"],
          "gates": {"<number>": "South gate"},
          "open_exit": "<number>" | null,      the one gate that is open in this mode
          "words": {"valid": {"headline": "…", "said": "…", "is_good": true}, …}    for every verdict
        }

    `gatePass.judge(checked, lists, gate)` reads passes, revoked and open_exit. `words` are in the language that is
    active; "said" of wrong_gate holds %(gates)s for the names of `goTo`. `pass.household` are the first 16 hexadecimal
    digits of the household's number, all zero for a guest who comes to nobody in particular.
    """
    gates = {str(one.pk): one.name for one in Gate.objects.filter(community=community).order_by("name")}
    return {
        "community": here_of(community).hex(),
        "made_at": community.local(at).isoformat(timespec="seconds"),
        "keys": [told(one) for one in checking_keys(community, at)],
        "gates": gates,
        "words": words_for_gate(),
        **known_of(community, at),
    }


def known_of(community: Community, at: datetime, number: str | None = None) -> GateLists:
    """What the desk knows of passes that are not over, or of the one with `number`. Three queries."""
    rows = IssuedPass.objects.filter(community=community, expires__gt=at)
    rows = rows.filter(number=number) if number is not None else rows
    columns = rows.order_by("number").values_list("pk", "number", "issued_at", "used", "revoked_at", *LEFT)
    gates: dict[Any, list[str]] = {}
    for pk, gate in IssuedPass.gates.through.objects.filter(issuedpass__in=rows).values_list("issuedpass", "gate"):
        gates.setdefault(pk, []).append(str(gate))
    passes: dict[str, KnownPass] = {}
    revoked = []
    for pk, one, issued_at, used, *ended in columns:
        passes[one] = {"issued": community.today(issued_at).isoformat()}
        if used:
            passes[one]["used"] = used
        if pk in gates:
            passes[one]["gates"] = sorted(gates[pk])
        if any(ended):
            revoked.append(one)
    exit = open_exit(community, at)
    return {"passes": passes, "revoked": revoked, "open_exit": str(exit.pk) if exit else None}
