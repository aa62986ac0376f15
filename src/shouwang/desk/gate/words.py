"""What is said at the barrier: an answer in plain words, in whatever language is spoken there."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shouwang.desk.base.models import Community
from shouwang.desk.gate.bridge import Answer, Guests, Limit, State, Verdict, Why
from shouwang.desk.gate.bridge import Who as Guest
from shouwang.desk.gate.models import Reason, Who
from shouwang.desk.people.states import Standing

VERDICTS: Mapping[str, Promise] = {
    Verdict.ALLOWED: gettext_lazy("May pass"), Verdict.NO: gettext_lazy("Not now"),
    Verdict.SENIOR: gettext_lazy("Ask the senior"),
}  # fmt: skip

SAID: Mapping[str, Promise] = {
    Why.HOME: gettext_lazy("Whoever lives here comes home, whoever does not may leave."),
    Why.EXEMPT: gettext_lazy("Nobody is refused for this reason. Go, and come back safely."),
    Why.FREE: gettext_lazy("Everybody may go at present."),
    Why.WITHIN: gettext_lazy("It is their turn."),
    Why.GUEST: gettext_lazy("They are let in at present."),
    Why.NOBODY: gettext_lazy("At present nobody goes out without a reason that cannot wait."),
    Why.USED_UP: gettext_lazy("The household's turn is used up."),
    Why.SHUT: gettext_lazy("The gate is shut at this hour."),
    Why.ANOTHER_OUT: gettext_lazy("Somebody of the household is out; one goes at a time."),
    Why.NO_PASS: gettext_lazy("A pass is asked for, and none is shown."),
    Why.PASS_VOID: gettext_lazy("Passes of before do not count any more."),
    Why.AT_GATE: gettext_lazy("What is brought is left at the gate; the household is told."),
    Why.NO_GUESTS: gettext_lazy("Nobody from outside comes in at present."),
    Why.REASON_UNKNOWN: gettext_lazy("It is not clear why. Perhaps it is a reason that nobody is refused for."),
    Why.WHO_UNKNOWN: gettext_lazy("It is not known whose household it is."),
    Why.STATE_UNKNOWN: gettext_lazy("It is not known what is asked of the household at present."),
    Why.BOOK_UNSURE: gettext_lazy("The gate book can be read in two ways."),
    Why.OUT_ALREADY: gettext_lazy("By the book they are out already."),
    Why.OVERDUE: gettext_lazy("Somebody of the household is out and should be back by now."),
    Why.GUEST_DECIDED: gettext_lazy("A senior decides who is let in."),
}

HOW_GUESTS: Mapping[str, Promise] = {
    Guests.YES: gettext_lazy("come in"), Guests.PASS: gettext_lazy("come in with a pass"),
    Guests.GATE: gettext_lazy("leave it at the gate"), Guests.SENIOR: gettext_lazy("a senior decides"),
    Guests.NO: gettext_lazy("do not come in"),
}  # fmt: skip

STATES: Mapping[str, Promise] = {
    State.OPEN: gettext_lazy("Households of whom nothing else is asked"),
    State.SEALED: gettext_lazy("Whose building is shut off"),
    State.ARRIVED: gettext_lazy("Who stays at home after a journey"),
    State.ISOLATED: gettext_lazy("Who is isolated"),
}

BACK_BY, LAST_OUT = gettext_lazy("Back by %(when)s."), gettext_lazy("Last out: %(when)s.")
NEXT, PASSES_SINCE = gettext_lazy("Next: %(when)s."), gettext_lazy("Passes count that were issued from %(day)s on.")
ALWAYS_LET = gettext_lazy("Always let through: %(reasons)s.")
SHUT_OFF = gettext_lazy("Their building is shut off until the end of %(day)s.")
SHUT_OFF_FOR_NOW = gettext_lazy("Their building is shut off for now.")
AT_HOME = gettext_lazy("They stay at home until the end of %(day)s.")
AT_HOME_FOR_NOW = gettext_lazy("They stay at home for now.")
DAY, DAY_AND_HOUR = gettext_lazy("j M"), gettext_lazy("j M H:i")


def say(answer: Answer, community: Community, at: datetime, *, standing: Standing | None = None) -> list[str]:
    """`answer` in sentences, the reason first. `static/desk/gate_words.js` says the same without network.

    `standing`: what is asked of their household, said where the answer rests on it.
    """
    said = [str(SAID[answer.why])]
    if standing is not None and (held := say_standing(answer, standing)):
        said = [held] if answer.why == Why.NOBODY else [held, *said]
    if answer.until:
        said.append(BACK_BY % {"when": moment(answer.until, community, at)})
    if answer.other and answer.other.back_by:
        said.append(BACK_BY % {"when": moment(answer.other.back_by, community, at)})
    if answer.last_out_at and answer.verdict != Verdict.ALLOWED:
        said.append(LAST_OUT % {"when": moment(answer.last_out_at, community, at)})
    if answer.next_at:
        said.append(NEXT % {"when": moment(answer.next_at, community, at)})
    if answer.passes_since:
        said.append(PASSES_SINCE % {"day": date_format(answer.passes_since, str(DAY))})
    if answer.verdict != Verdict.ALLOWED:
        said.append(ALWAYS_LET % {"reasons": always(answer)})
    return said


def say_standing(answer: Answer, standing: Standing) -> str:
    """That they stay at home, and until when; never why. Nothing where they may pass, or nothing is asked of them."""
    if answer.verdict == Verdict.ALLOWED or standing.state == State.OPEN:
        return ""
    is_shut = standing.state == State.SEALED
    if standing.until is None:
        return str(SHUT_OFF_FOR_NOW if is_shut else AT_HOME_FOR_NOW)
    return str(SHUT_OFF if is_shut else AT_HOME) % {"day": date_format(standing.until, str(DAY))}


def always(answer: Answer) -> str:
    """The reasons that nobody is refused for, in the order in which they are asked."""
    return _(", ").join(str(one.label) for one in Reason if one in answer.never_refused)


def moment(when: datetime, community: Community, at: datetime) -> str:
    """The hour today, else the day; with the hour where it is not midnight."""
    local = community.local(when)
    if local.date() == community.today(at):
        return date_format(local, "H:i")
    return date_format(local, str(DAY if (local.hour, local.minute) == (0, 0) else DAY_AND_HOUR))


def limit_in_words(limit: Limit) -> list[str]:
    """ "one of the household, once in 2 days, for 2 hours; 08:00 to 18:00"."""
    said = [_often(limit)]
    if limit.times != 0 and limit.hours:
        said.append(ngettext("for %(n)s hour", "for %(n)s hours", limit.hours) % {"n": limit.hours})
    if limit.opens and limit.shuts:
        said.append(_("%(from)s to %(until)s") % {"from": f"{limit.opens:%H:%M}", "until": f"{limit.shuts:%H:%M}"})
    if limit.needs_pass:
        said.append(_("with a pass"))
    return said


def guests_in_words(limit: Limit) -> str:
    """ "couriers: leave it at the gate; visitors: do not come in", those together whom the same is asked of."""
    alike: dict[str, list[str]] = {}
    for who, how in sorted(limit.guests.items(), key=lambda one: list(Guest).index(one[0])):
        alike.setdefault(str(HOW_GUESTS[how]), []).append(str(Who(str(who)).label))
    parts = [_("%(who)s: %(how)s") % {"who": _(", ").join(names), "how": how} for how, names in alike.items()]
    return _("; ").join(parts)


def state_label(state: str) -> str:
    return str(STATES[state])


def _often(limit: Limit) -> str:
    if limit.times is None:
        return _("everybody may go")
    if limit.times == 0:
        return _("nobody goes out but for the reasons below")
    told = {"times": limit.times, "days": limit.days}
    if limit.per_person:
        return _("each person %(times)s × in %(days)s days") % told
    return _("one of the household, %(times)s × in %(days)s days") % told
