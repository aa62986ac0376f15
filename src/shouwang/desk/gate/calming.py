"""What calms at the barrier: a sentence or two for each reason and each answer, the community's own or the plain ones.

Dated rule "gate_calming": {code: {language: text}}, a sentence a line; a code is a `Reason` or a `Why`. What nobody has
written in a language is in that language as in PLAIN; an empty text says nothing.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.models import Community, Rule
from shouwang.desk.gate.bridge import Verdict, Why
from shouwang.desk.gate.models import Reason

CALMING = "gate_calming"
LONGEST = 400  # characters for one code: nobody listens longer

PLAIN: Mapping[str, Promise] = {
    Reason.SHOPPING: _("Tell me what you need: we buy it and bring it to your door."),
    Reason.MEDICINE: _("Which medicine, and how long does it last? We fetch it today. Do not go without it."),
    Reason.WALK: _("Sitting inside day after day is hard. Walk in the courtyard; shall somebody ring you for a talk?"),
    Reason.WORK: _("If your work needs you here, the desk writes to them. Whoever keeps the town running is let out."),
    Reason.CASH: _("Somebody of the desk can fetch it, or settle it for you. It is written down to the last fen."),
    Reason.PARCEL: _("It is safe here. A helper brings it up today."),
    Reason.VISIT: _("They are at home and in our thoughts. We ask how they are, and ring you back."),
    Reason.DELIVERY: _("Put it on this table and write the door on it. It is brought up, and they are told."),
    Why.NOBODY: _("It holds for everybody, for us as well. What you lack we bring."),
    Why.USED_UP: _("Your next turn is fixed and stays yours. What cannot wait until then, we do for you."),
    Why.SHUT: _("The gate opens again in the morning. If it cannot wait, say so: then we decide now."),
    Why.ANOTHER_OUT: _("As soon as they are back it is your turn. Shall we ring them and ask them to bring it along?"),
    Why.NO_PASS: _("No harm done. We look up your door; a new pass takes a minute."),
    Why.PASS_VOID: _("You did nothing wrong: all the passes changed. A new one takes a minute."),
    Why.AT_GATE: _("Thank you for coming. Leave it here; it is at the door within the hour."),
    Why.NO_GUESTS: _("They know that you came. What you brought goes up, and you can speak to them by telephone."),
    Why.REASON_UNKNOWN: _("I do not want to send you away wrongly. Tell me a little more, and I ask."),
    Why.WHO_UNKNOWN: _("Tell me your door: perhaps it is your turn today."),
    Why.STATE_UNKNOWN: _("A moment, I ask what holds for your household. Please sit down meanwhile."),
    Why.BOOK_UNSURE: _("Our book is unclear; that is our mistake and not yours. I ask at once."),
    Why.OUT_ALREADY: _("Our book has you outside; something is missing in it. I put it right with you."),
    Why.OVERDUE: _("Somebody of yours is not back yet. Are they well? We look for them together."),
    Why.GUEST_DECIDED: _("I ask for you now. It takes a minute or two."),
}
"""As the desk comes; where nothing stands nothing needs to be said."""

NAMES: Mapping[str, Promise] = {
    Why.NOBODY: _("nobody goes out at present"), Why.USED_UP: _("the turn is used up"),
    Why.SHUT: _("the gate is shut"), Why.ANOTHER_OUT: _("somebody of the household is out"),
    Why.NO_PASS: _("no pass is shown"), Why.PASS_VOID: _("the pass does not count any more"),
    Why.AT_GATE: _("what is brought stays at the gate"), Why.NO_GUESTS: _("no guests at present"),
    Why.REASON_UNKNOWN: _("why is not clear"), Why.WHO_UNKNOWN: _("the household is not known"),
    Why.STATE_UNKNOWN: _("what holds for the household is not known"), Why.BOOK_UNSURE: _("the book is unclear"),
    Why.OUT_ALREADY: _("by the book they are out"), Why.OVERDUE: _("somebody should be back"),
    Why.GUEST_DECIDED: _("a senior decides on guests"),
}  # fmt: skip
"""What the answers are called where their words are written."""


def words_for(community: Community, at: datetime) -> dict[str, list[str]]:
    """By code of a reason or an answer: the sentences to say at `at`, in the language that is spoken. One query."""
    return said_in(stored_on(community, at), get_language() or "")


def stored_on(community: Community, at: datetime) -> Mapping[str, Any]:
    """The community's own words as they stand at `at`."""
    rule = Rule.objects.in_force(community, CALMING, community.today(at))
    return rule.value if rule else {}


def said_in(stored: Mapping[str, Any], language: str) -> dict[str, list[str]]:
    """Only codes for which there is something to say."""
    found = {code: lines_in(text_of(stored, code, language)) for code in PLAIN}
    return {code: lines for code, lines in found.items() if lines}


def text_of(stored: Mapping[str, Any], code: str, language: str) -> str:
    own = stored.get(code, {}).get(language)
    return own if isinstance(own, str) else str(PLAIN[code])


def lines_in(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def to_say(verdict: str, reason: str, why: str, community: Community, at: datetime) -> list[str]:
    """To whoever wants to pass for `reason` and got an answer; nothing to those who may go. At most one query."""
    if verdict == Verdict.ALLOWED:
        return []
    words = words_for(community, at)
    return [*words.get(reason, []), *words.get(why, [])]
