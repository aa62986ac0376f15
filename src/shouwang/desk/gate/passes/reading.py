"""A pass that is read at a gate with network: the verdict, in words, and whose it is."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shouwang.desk.base.actor import Actor
from shouwang.desk.gate.models import Gate, IssuedPass
from shouwang.desk.gate.models.passes import RESIDENTS
from shouwang.desk.gate.passes.bridge import Judged, Verdict, check, judge, scanned
from shouwang.desk.gate.passes.keys import checking_keys
from shouwang.desk.gate.passes.lists import known_of
from shouwang.desk.gate.passes.words import HEADLINES, SAID
from shouwang.desk.gate.words import moment
from shouwang.desk.people.bridge import mask_name


@dataclass(frozen=True, slots=True)
class Read:
    """What is said of a pass at the barrier. `issued`: the desk's row of it, where what it says was found true."""

    verdict: Verdict
    headline: str
    said: str
    issued: IssuedPass | None = None

    @property
    def is_good(self) -> bool:
        return self.verdict == Verdict.VALID


def read_pass(*, text: str, gate: Gate | None, by: Actor, at: datetime) -> Read:
    """What the text of a QR is at `gate` at `at`. Writes nothing but a week's key that was lacking. Eight queries.

    A true signature under what the desk never issued is no true pass: somebody else has the key.
    """
    checked = check(scanned(text), checking_keys(by.community, at), community=by.community, at=at)
    if checked.said is None or checked.verdict == Verdict.ELSEWHERE:
        return _read(Judged(checked.verdict), None, by)
    number = checked.said.id.hex()
    issued = IssuedPass.objects.filter(community=by.community, number=number).first()
    if issued is None:
        return Read(
            Verdict.FORGED, str(HEADLINES[Verdict.FORGED]),
            _("It is signed, and the desk knows nothing of it. Keep it if they let you, and tell the desk at once."),
        )  # fmt: skip
    judged = judge(checked, known_of(by.community, at, number), gate=str(gate.pk) if gate else "")
    return _read(judged, issued, by)


def lines_of(issued: IssuedPass, at: datetime, *, for_guard: bool) -> list[str]:
    """What of a pass is compared at the barrier: whom it lets through, until when, how often. `for_guard`: names are
    masked to the surname; the desk reads them whole, and both ends of its time beside."""
    name = mask_name if for_guard else str
    person = issued.person.name if issued.person else issued.bearer
    said = [
        str(issued.household or "") if issued.scope in RESIDENTS else "",
        name(person) if person else "",
        issued.mark,
        _("to %(door)s") % {"door": issued.household} if issued.household and issued.scope not in RESIDENTS else "",
        ngettext("%(n)s person at a time", "%(n)s persons at a time", issued.persons) % {"n": issued.persons},
        _("until %(when)s") % {"when": moment(issued.expires, issued.community, at)} if for_guard else "",
        uses_left(issued),
    ]
    return [one for one in said if one]


def uses_left(issued: IssuedPass) -> str:
    """How often it is still good; nothing where it is good any number of times."""
    left = max(issued.uses - issued.used, 0)
    return ngettext("%(n)s use left", "%(n)s uses left", left) % {"n": left} if issued.uses else ""


def _read(judged: Judged, issued: IssuedPass | None, by: Actor) -> Read:
    said = str(SAID[judged.verdict])
    if judged.go_to:
        here = Gate.objects.filter(community=by.community, pk__in=judged.go_to).order_by("name")
        said %= {"gates": _(", ").join(here.values_list("name", flat=True))}
    return Read(judged.verdict, str(HEADLINES[judged.verdict]), said, issued)
