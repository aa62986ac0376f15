"""What the desk alone knows of a true pass: revoked, used up, good at which gate. `gate_pass.js` judges alike.

`GateLists` is what the desk sends to a gate, and what a gate without network goes by; it shows how old that is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Required, TypedDict

from shouwang.planning.passes.checking import Checked, Verdict

STILL_TRUE = frozenset({Verdict.VALID, Verdict.NOT_YET, Verdict.EXPIRED, Verdict.STALE})


class KnownPass(TypedDict, total=False):
    """`issued`: the day, as 2020-02-14. `used`: how often; left out where never. `gates`: left out where all."""

    issued: Required[str]
    used: int
    gates: list[str]


class GateLists(TypedDict):
    """Passes by their 16 hexadecimal digits, gates by their number. `open_exit`: the only gate that is open."""

    passes: Mapping[str, KnownPass]
    revoked: Iterable[str]
    open_exit: str | None


@dataclass(frozen=True, slots=True)
class Judged:
    """`go_to`: the gates where it is good, where the verdict is wrong_gate. `issued`: the day, as the desk knows it."""

    verdict: Verdict
    go_to: tuple[str, ...] = ()
    issued: str | None = None


def judge(checked: Checked, lists: GateLists, *, gate: str) -> Judged:
    """What `checked` is at `gate`, by `lists`: what `check` said, unless the desk knows worse.

    Revoked comes before what time says, used up and wrong gate after it. A pass that the lists do not name was issued
    after they were made.
    """
    said = checked.said
    if said is None or checked.verdict not in STILL_TRUE:
        return Judged(checked.verdict)
    known = lists["passes"].get(said.id.hex())
    issued = known["issued"] if known else None
    if said.id.hex() in set(lists["revoked"]):
        return Judged(Verdict.REVOKED, issued=issued)
    if checked.verdict != Verdict.VALID:
        return Judged(checked.verdict, issued=issued)
    used = known.get("used", 0) if known else 0
    if 0 < said.uses <= used:
        return Judged(Verdict.USED_UP, issued=issued)
    only = lists["open_exit"]
    good_at = (known.get("gates") if known else None) or ([only] if only else [])
    if good_at and gate not in good_at:
        return Judged(Verdict.WRONG_GATE, tuple(good_at), issued)
    return Judged(Verdict.VALID, issued=issued)
