"""A call list on paper: big type, telephones, a box for each answer; entered back on one page."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shouwang.desk.base.models import Community
from shouwang.desk.base.paper import print_pdf
from shouwang.desk.checkins.calling import Call, Calls
from shouwang.desk.checkins.templatetags.calls import spaced


def calls_pdf(calls: Calls, *, whose: str, day: date, community: Community) -> bytes:
    """A4. Who is still to be heard from, in the order in which to call; neither tier nor illness stands on it."""
    waiting = [*calls.now, *calls.again, *calls.later]
    count = ngettext("%(n)s call", "%(n)s calls", len(waiting)) % {"n": len(waiting)}
    when = date_format(day, _("j F l"))
    return print_pdf(
        "checkins/calls.typ",
        {
            "title": _("Calls"), "whose": whose, "when": when, "count": count,
            "enter": _("Enter it back at the desk: Calls → Enter from paper. Who was not called stays “not called”."),
            "footer": f"{community.name} · {_('Calls')} · {whose} · {when}",
            "calls": [_call(call, number) for number, call in enumerate(waiting, 1)],
            "words": {
                "well": _("well"), "no_answer": _("no answer"), "unwell": _("unwell"), "needs": _("needs:"),
                "other": _("other:"), "who": _("Name, time back"),
            },
        },
    )  # fmt: skip


def _call(call: Call, number: int) -> dict[str, Any]:
    begins = call.checkin.not_before.astimezone(call.checkin.community.tz)
    return {
        "number": number, "door": str(call.checkin.household), "name": call.name,
        "phones": [spaced(phone) for phone in call.phones], "note": call.note,
        "later": _("not before %(time)s") % {"time": f"{begins:%H:%M}"} if call.is_later else "",
        "tried": f"{call.last.get_outcome_display()}" if call.last else "",
        "members": [one.person.name for one in call.members] if call.is_family else [],
    }  # fmt: skip
