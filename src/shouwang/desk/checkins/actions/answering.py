"""What came of one call, which may be about several people: stored for each singly."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.checkins.actions.attempts import HEARD, NotYours, say_outcome, undo_attempt
from shouwang.desk.checkins.calling import behind_one_call
from shouwang.desk.checkins.models import Attempt, CheckIn
from shouwang.desk.checkins.models.checkins import Outcome, Sign
from shouwang.desk.needs.actions.capture import Wish


class NobodyNamed(Refused):
    """Each was to be told singly, and none was."""


@use_case
def answer_call(
    *, checkin: CheckIn, outcome: Outcome | None, by: Actor, at: datetime, said_at: datetime | None = None,
    sign: Sign = Sign.CALL, words: str = "", wishes: Sequence[Wish] = (), kind: str | None = None,
    degrees: Decimal | None = None, symptoms: str = "", everyone: bool = False,
    each: Mapping[UUID, Outcome] | None = None,
) -> list[Attempt]:  # fmt: skip
    """What came of calling about `checkin`; the first attempt is that of whoever answers.

    Nobody heard anything: then it holds for all whom the call was about. Being heard holds for who was called, for the
    others only where `everyone` says so, or one by one in `each` (check-in → outcome; then `outcome` is None).
    Raises NobodyNamed, NothingWanted.
    """
    members = behind_one_call(checkin, said_at or at)
    head = members[0]
    if outcome is None:
        said = [(one, each[one.pk]) for one in members if each and one.pk in each]
    else:
        quietly = Outcome.WELL if outcome in HEARD else outcome
        others = members[1:] if everyone or outcome not in HEARD else []
        said = [(head if everyone or outcome not in HEARD else checkin, outcome), *((one, quietly) for one in others)]
    if not said:
        raise NobodyNamed(_("Say of each one how they are, or of one of them."))
    made = []
    for number, (one, how) in enumerate(said):
        about = {"words": words, "wishes": wishes, "kind": kind, "degrees": degrees, "symptoms": symptoms}
        made.append(
            say_outcome(
                checkin=one, outcome=how, by=by, at=at, said_at=said_at, sign=sign, answered_by=one.plan.answered_by,
                **(about if number == 0 else {}),  # type: ignore[arg-type]
            )
        )  # fmt: skip
    return made


@use_case
def undo_call(*, checkin: CheckIn, by: Actor, at: datetime, said_at: datetime | None = None) -> list[Attempt]:
    """What `by` last said of this call is taken back, for all it was about. Raises TooLateToUndo, NotYours."""
    members = behind_one_call(checkin, said_at or at)
    mine = Attempt.objects.filter(checkin__in=members, undone_at=None).order_by("-at", "-pk")
    last = mine.filter(by=by.account).first() if by.account else None
    if last is None:
        if mine.exists():
            raise NotYours(_("Only who said it takes it back. Say what is true instead."))
        return []
    together = list(mine.filter(by=by.account, at=last.at, said_at=last.said_at).select_related("checkin"))
    return [undo_attempt(attempt=one, by=by, at=at, said_at=said_at) for one in together]
