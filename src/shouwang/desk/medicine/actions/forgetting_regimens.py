"""What has ended loses its words after 14 days: regimens that are not taken any more, what came of asking."""

from datetime import datetime

from shouwang.desk.base.housekeeping import swept
from shouwang.desk.base.models import Community
from shouwang.desk.base.refusals import use_case
from shouwang.desk.medicine.models import Prompt, Regimen, Stock
from shouwang.desk.needs.actions.forgetting import WORDS_KEPT

NOTHING = b""


@use_case
def forget_regimens(community: Community, at: datetime) -> int:
    """Destroy the words of regimens that ended 14 days before `at`, of whom the person left then, and the outcomes of
    answered prompts; how many regimens that were. Their numbers stay."""
    before = at - WORDS_KEPT
    here = Regimen.objects.filter(community=community)
    over = here.filter(ended_at__lte=before) | here.filter(person__gone_at__lte=before)
    due = list(over.exclude(name_sealed=NOTHING).values_list("pk", flat=True))
    for some in (due[start : start + 500] for start in range(0, len(due), 500)):
        Stock.objects.filter(regimen__in=some).update(said_by_sealed=NOTHING)
        Regimen.objects.filter(pk__in=some).update(
            name_sealed=NOTHING, strength_sealed=NOTHING, form_sealed=NOTHING, maker_sealed=NOTHING,
            unit_sealed=NOTHING, note_sealed=NOTHING, stated_by_sealed=NOTHING,
        )  # fmt: skip
    answered = Prompt.objects.filter(community=community, answered_at__lte=before)
    answered.exclude(outcome_sealed=NOTHING).update(outcome_sealed=NOTHING)
    return len(due)


def register_forgetting() -> None:
    """Called once, when the desk starts."""
    swept("medicine.regimens", forget_regimens)
