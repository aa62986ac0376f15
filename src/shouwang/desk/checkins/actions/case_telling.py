"""Telling people of a step, and taking it back when it is over."""

from collections.abc import Callable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.checkins.cases.who import is_of_the_desk, whom_to_tell
from shouwang.desk.checkins.cases.words import SAYS_TOO_MUCH, to_do
from shouwang.desk.checkins.models import Case, Step, StepTold
from shouwang.desk.messages.actions import tell, withdraw


def tell_step(case: Case, step: Step, why: StepTold.Why, *, at: datetime) -> None:
    """Everybody whom `step` concerns hears of it, each once for one reason: the door and what to do, no name."""
    by = Actor.clockwork(case.community)
    told = set(step.told.filter(why=why).values_list("account", flat=True))
    new = [account for account in whom_to_tell(case, step, why) if account.pk not in told]
    for account in new:
        StepTold.objects.create(community=case.community, step=step, account=account, why=why, at=at)
        href = reverse("checkins:case", args=[case.pk]) if is_of_the_desk(case, account) else reverse("checkins:calls")
        tell(to=account, words=_words(case, step, why), href=href, key=_key(step, why), by=by, at=at)
    if new:
        to = [account.pk for account in new]
        record("checkins.step_told", case, by=by, at=at, household_id=case.household_id, step=step.seq, to=to, why=why)


def withdraw_step(step: Step, *, at: datetime) -> None:
    """It is over: nobody needs to hear any more that it is due."""
    for why in (StepTold.Why.DUE, StepTold.Why.HEARD, StepTold.Why.STUCK):
        withdraw(community=step.case.community, key=_key(step, why), at=at)


def _key(step: Step, why: StepTold.Why) -> str:
    return f"case:{step.case_id}:{step.seq}:{why}"


def _words(case: Case, step: Step, why: StepTold.Why) -> Callable[[], str]:
    """Read in the language of whoever is told."""

    def words() -> str:
        door = {"door": str(case.household), "what": to_do(step.code, step.with_police)}
        if why == StepTold.Why.LAPSED:
            if step.code in SAYS_TOO_MUCH:
                return _("%(door)s: nobody has said what came of the last step. It climbs on.") % door
            return _("%(door)s: nobody has said what came of “%(what)s”. It climbs on.") % door
        if why == StepTold.Why.HEARD:
            return _("%(door)s: a sign of life. Look, and confirm it; until then it climbs on.") % door
        if why == StepTold.Why.STUCK:
            return _("%(door)s: this stood still. Look now: %(what)s.") % door
        return _("%(door)s: %(what)s.") % door

    return words
