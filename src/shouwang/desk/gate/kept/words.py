"""Every word that the barrier says without network, in the language that is active: Python stays their only author."""

from datetime import datetime
from typing import Any

from django.utils.dates import MONTHS_3
from django.utils.translation import gettext as _

from shouwang.desk.base.models import Community
from shouwang.desk.gate import words
from shouwang.desk.gate.actions.helping import KIND_FOR
from shouwang.desk.gate.calming import words_for
from shouwang.desk.gate.forms import reasons_for
from shouwang.desk.gate.models import Direction, Outcome, Reason, Who
from shouwang.desk.needs.models import Kind
from shouwang.desk.people.models.states import State


def words_of(community: Community, at: datetime) -> dict[str, Any]:
    """`facts` hold %(when)s, %(day)s or %(reasons)s; `day` and `moment` are formats of Django's, of j, n, M, H and i;
    `calm` has what is said by the code of a reason or an answer. At most one query."""
    return {
        "verdicts": _texts(words.VERDICTS), "said": _texts(words.SAID),
        "facts": {
            "back_by": str(words.BACK_BY), "last_out": str(words.LAST_OUT), "next": str(words.NEXT),
            "passes_since": str(words.PASSES_SINCE), "always": str(words.ALWAYS_LET), "and": _(", "),
            "shut_off": str(words.SHUT_OFF), "shut_off_for_now": str(words.SHUT_OFF_FOR_NOW),
            "at_home": str(words.AT_HOME), "at_home_for_now": str(words.AT_HOME_FOR_NOW),
        },
        "day": str(words.DAY), "moment": str(words.DAY_AND_HOUR),
        "months": [str(MONTHS_3[n]).title() for n in range(1, 13)],
        "reasons": _texts(dict(Reason.choices)), "ways": _texts(dict(Direction.choices)),
        "outcomes": _texts(dict(Outcome.choices)), "who": _texts(dict(Who.choices)),
        "kinds": _texts(dict(Kind.choices)), "kind_for": {str(one): str(kind) for one, kind in KIND_FOR.items()},
        "states": _texts(dict(State.choices)),
        "asked": {who: [code for code, _label in reasons_for(who)] for who in Who.values},
        "calm": words_for(community, at),
    }  # fmt: skip


def _texts(told: Any) -> dict[str, str]:
    return {str(code): str(text) for code, text in told.items()}
