"""A use of a pass is a passage with it, the way that is asked for: counted once for ever."""

from datetime import datetime

from django.db.models import F, Q
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.gate.models import IssuedPass, Outcome, Passage, PassUse


class UsedUpMeanwhile(Refused):
    """At another gate somebody was faster."""


@use_case
def use_pass(*, shown: IssuedPass, passage: Passage, has_happened: bool, by: Actor, at: datetime) -> PassUse | None:
    """Count `passage` as a use of `shown`. None where it is no use: nobody passed, or they only went back.

    Whoever was told at the barrier that they may (`has_happened`), or went anyway, has passed: that is counted although
    the pass was used up, and marked. Of others who come at once to two gates with the last use, one passes.
    Raises UsedUpMeanwhile.
    """
    if not passage.has_passed or passage.direction != shown.way_that_counts:
        return None
    mine = IssuedPass.objects.filter(pk=shown.pk)
    is_over = mine.filter(Q(uses=0) | Q(used__lt=F("uses"))).update(used=F("used") + 1) != 1
    if is_over and not (has_happened or passage.outcome == Outcome.WENT_ANYWAY):
        raise UsedUpMeanwhile(_("Meanwhile this pass was used up. Look again what is to be done."))
    if is_over:
        mine.update(used=F("used") + 1)
        record("gate.pass_overused", shown, by=by, at=at, household_id=shown.household_id, scope=shown.scope)
    return PassUse.objects.create(
        community=by.community, shown=shown, gate=passage.gate, op_id=passage.op_id, said_at=passage.said_at,
        received_at=at, by=by.account, is_over=is_over,
    )  # fmt: skip


def correct_use(before: Passage, now: Passage) -> None:
    """The passage `before` reads as `now` from now on: its use goes with it, or was none."""
    use = PassUse.objects.filter(op_id=before.op_id).select_related("shown").first()
    if use is None:
        return
    if now.has_passed and now.direction == use.shown.way_that_counts:
        PassUse.objects.filter(pk=use.pk).update(op_id=now.op_id)
    elif PassUse.objects.filter(pk=use.pk).delete()[0]:
        IssuedPass.objects.filter(pk=use.shown_id, used__gt=0).update(used=F("used") - 1)
