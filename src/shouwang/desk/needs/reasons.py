"""Why an entry waits or does not count: a sentence a person can act on."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shouwang.desk.needs.bridge import sentence_of
from shouwang.desk.people.bridge import QUESTIONS

OURS = {
    "superseded": _("A later line replaces it."),
    "cancelled": _("They took it back."),
    "duplicate": _("The same line stands here twice."),
    "left_out": _("Left out by hand."),
    "kept_elsewhere": _("It stands in another book now, and is not asked here any more."),
    "noted": _("Kept here; such a list makes no needs."),
    "continued": _("Settled in the newer paste of this chain."),
    "gone": _("It stood in the earlier paste and is not here any more: ask whether they still want it."),
    "gone_unsettled": _("It waited in the earlier paste and is not here any more."),
    "under_way": _("Somebody is on the way with the old order: tell them, or let it be."),
    "has_ended": _("The earlier order has ended already: ask whether this is a new one."),
    "changed_by_hand": _(
        "The need was changed at the desk since, or joined with another: say yes and the list replaces it, or leave "
        "it out and change the need by hand."
    ),
    "target_waits": _("The line it changes is not settled yet: settle that one first."),
    "told": _("Kept with the household."),
    "reached_since": _("They were reached and are well: does the visit that is still open end?"),
    "temp_decimal_missing": _("The decimal point is missing: is this the temperature?"),
    "whose_answer": _("More than one person behind this door is to be heard from: whose answer is this?"),
    "taken_up": _("Taken up again: check it and decide."),
}


def sentence(code: str) -> str:
    """What to ask, or why it does not count, in the reader's language."""
    if code in OURS:
        return str(OURS[code])
    if english := sentence_of(code):
        return gettext(english)
    if code in QUESTIONS:  # of a sheet: why, and what to ask
        return " ".join(gettext(part) for part in QUESTIONS[code])
    return gettext("Read the line and decide.")
