"""What a guard handed to a senior is decided: the decision is a passage of its own."""

from datetime import datetime
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.operations import OtherWords
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.gate.actions.helping import turn_back_and_help
from shouwang.desk.gate.actions.passages import A_DAY, Said, record_passage
from shouwang.desk.gate.asking import AtGate
from shouwang.desk.gate.models import Outcome, Passage
from shouwang.desk.gate.telling import nobody_need_decide, tell_guard

MAY_DECIDE = (Outcome.ALLOWED, Outcome.TURNED_BACK_HELPED, Outcome.TURNED_BACK, Outcome.WENT_ANYWAY)


class NothingToDecide(Refused):
    """It was not handed to a senior, or it was corrected since."""


class DecidedAlready(Refused):
    """Another senior was quicker, and said otherwise; or the guard wrote meanwhile what came of it."""


def decision_of(passage: Passage) -> Passage | None:
    """One query."""
    return Passage.objects.filter(op_id=decision_number(passage)).select_related("by").first()


def written_since(passage: Passage) -> Passage | None:
    """What the guard wrote of them afterwards: a senior has said it on the telephone, or stood there. One query."""
    since = Passage.objects.following(passage).standing().filter(said_at__lt=passage.said_at + A_DAY)
    return since.select_related("by").order_by("said_at").first()


@use_case
def decide_passage(
    *, passage: Passage, outcome: Outcome, voices_raised: bool, by: Actor, at: datetime, words: str = "", kind: str = ""
) -> Passage:
    """`by` decides what a guard left to a senior: whoever stands there passes, or is turned back (and helped: `words`
    of what they lack, of the need's `kind`). The guard is told. There is one decision: said twice it is the first.

    Raises NothingToDecide, DecidedAlready, and what `record_passage` and `turn_back_and_help` raise.
    """
    is_corrected = Passage.objects.filter(corrects=passage).exists()
    if passage.outcome != Outcome.SENIOR or outcome not in MAY_DECIDE or is_corrected:
        raise NothingToDecide(_("There is nothing to decide here any more."))
    since = written_since(passage)
    if since is not None and since.op_id != decision_number(passage):
        words = _("The guard wrote meanwhile what came of it: %(outcome)s.")
        raise DecidedAlready(words % {"outcome": since.get_outcome_display()})
    asked = AtGate(passage.direction, passage.who, passage.household, passage.person, passage.reason)
    said = Said(passage.gate, asked, outcome, voices_raised, note=words)
    try:
        if outcome == Outcome.TURNED_BACK_HELPED:
            decision = turn_back_and_help(
                op_id=decision_number(passage), said=said, words=words, kind=kind, by=by, at=at
            )
        else:
            decision = record_passage(op_id=decision_number(passage), said=said, by=by, at=at)
    except OtherWords:
        raise DecidedAlready(_("Somebody decided this meanwhile.")) from None
    nobody_need_decide(passage, at=at)
    tell_guard(passage, decision, by=by, at=at)
    return decision


def decision_number(passage: Passage) -> UUID:
    """Of two who decide at once, one wins: both write under the same number."""
    return uuid5(passage.op_id, "decision")
