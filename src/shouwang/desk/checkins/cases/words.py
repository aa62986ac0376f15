"""Steps and outcomes in the reader's language."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.desk.checkins.cases.bridge import Code, Outcome, Police

STEPS: Mapping[str, Promise] = {
    Code.CALL_AGAIN: gettext_lazy("call again"),
    Code.RELATIVES: gettext_lazy("ask the relatives"),
    Code.LEAD: gettext_lazy("community and grid lead"),
    Code.DOOR: gettext_lazy("two at the door"),
    Code.SEEN: gettext_lazy("say how they are"),
    Code.OVERNIGHT: gettext_lazy("watch overnight"),
    Code.NEXT_DAY_VISIT: gettext_lazy("visit next day"),
    Code.VEHICLE: gettext_lazy("special vehicle"),
    Code.HOSPITAL: gettext_lazy("hospital"),
    Code.FOLLOW_UP: gettext_lazy("ask after them"),
}

ASKS: Mapping[str, Promise] = {
    Code.CALL_AGAIN: gettext_lazy("Call them once more and let it ring. What came of it?"),
    Code.RELATIVES: gettext_lazy("Call whoever belongs to them. What did they say?"),
    Code.LEAD: gettext_lazy("Who knows them, who has a key, who goes? What came of it?"),
    Code.DOOR: gettext_lazy("Two go to the door. Did it open?"),
    Code.SEEN: gettext_lazy("How are they, as somebody saw or heard it?"),
    Code.OVERNIGHT: gettext_lazy("Somebody stays with them. How was the night?"),
    Code.NEXT_DAY_VISIT: gettext_lazy("Somebody goes there today, whatever the night was like. How are they?"),
    Code.VEHICLE: gettext_lazy("A special vehicle takes them. Has it come?"),
    Code.HOSPITAL: gettext_lazy("What did the hospital say?"),
    Code.FOLLOW_UP: gettext_lazy("Ask after them until they are home and well. How are they?"),
}

OUTCOMES: Mapping[str, Promise] = {
    Outcome.WELL: gettext_lazy("heard or seen themselves: well"),
    Outcome.WEAK: gettext_lazy("weak or slow: not to be left alone"),
    Outcome.UNWELL: gettext_lazy("ill: must be taken"),
    Outcome.EMERGENCY: gettext_lazy("emergency: ambulance called"),
    Outcome.NO_ANSWER: gettext_lazy("no answer"),
    Outcome.SAYS_WELL: gettext_lazy("says they are well, has not heard them today"),
    Outcome.UNKNOWN: gettext_lazy("does not know"),
    Outcome.ELSEWHERE: gettext_lazy("is in hospital or with family"),
    Outcome.GO: gettext_lazy("two go there"),
    Outcome.OPENED: gettext_lazy("the door is open"),
    Outcome.NOBODY_OPENS: gettext_lazy("nobody opens"),
    Outcome.CALM: gettext_lazy("a calm night"),
    Outcome.NOBODY_STAYS: gettext_lazy("nobody can stay"),
    Outcome.FETCHED: gettext_lazy("fetched"),
    Outcome.NO_VEHICLE: gettext_lazy("no vehicle yet"),
    Outcome.STAYS: gettext_lazy("does not want to go"),
    Outcome.ADMITTED: gettext_lazy("admitted"),
    Outcome.SENT_HOME: gettext_lazy("sent home"),
    Outcome.NO_BED: gettext_lazy("no bed"),
    Outcome.STILL_THERE: gettext_lazy("still there"),
    Outcome.HOME_UNWELL: gettext_lazy("home, not well yet"),
    Outcome.HOME_WELL: gettext_lazy("home and well"),
}

SAYS_TOO_MUCH = frozenset({Code.OVERNIGHT, Code.NEXT_DAY_VISIT, Code.VEHICLE, Code.HOSPITAL, Code.FOLLOW_UP})
"""Steps that a locked telephone must not show: they tell how somebody is."""


def to_do(code: str, with_police: bool) -> str:
    """The step as a message says it."""
    if code in SAYS_TOO_MUCH:
        return _("the next step is due")
    return _("two at the door, with police") if with_police else str(STEPS[code])


PROBLEMS: Mapping[str, Promise] = {
    "unknown": gettext_lazy("%(where)s: the desk does not know this."),
    "cannot_be_left_out": gettext_lazy("%(where)s: no plan leaves this step out."),
    "out_of_bounds": gettext_lazy("%(where)s: between 5 minutes and 14 days."),
    "no_hours": gettext_lazy("%(where)s: write hours as 22:00."),
    "too_long": gettext_lazy("%(where)s: at most half a day, or silence would never climb."),
    "quiet": gettext_lazy("Quiet hours"),
    "hold": gettext_lazy("“I am on it”"),
    "most_holds": gettext_lazy("How often"),
    "ceiling": gettext_lazy("At most"),
    "police": gettext_lazy("Police"),
}
"""Why a plan cannot be followed, and the fields that are no step."""

POLICE: Mapping[str, Promise] = {
    Police.AGAIN: gettext_lazy("police go along once nobody has opened"),
    Police.FIRST: gettext_lazy("police go along from the first time"),
    Police.NEVER: gettext_lazy("without police"),
}
