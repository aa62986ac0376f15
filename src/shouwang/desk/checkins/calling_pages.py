"""Which calls a page shows to whom, with what the forms on it need."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core import signing
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account
from shouwang.desk.checkins.calling import Call, Calls, calls_of_day, list_calls
from shouwang.desk.checkins.forms_calls import ASKED_FOR
from shouwang.desk.checkins.models import CheckIn
from shouwang.desk.checkins.models.checkins import HEARD, CheckState, Outcome

PROOF = "shouwang.call"
MINE, ALL, NOBODYS = "mine", "all", "none"
MOST = 120  # calls of a group on one page of the desk; a share is always whole
LABELS: dict[str, Promise] = {
    CheckState.WELL: _("heard, well"), CheckState.UNWELL: _("unwell"), CheckState.NO_ANSWER: _("called, no answer"),
    CheckState.NOT_CALLED: _("not called"),
}  # fmt: skip
UNCLEAR = (Outcome.LINE_DEAD, Outcome.WRONG_NUMBER, Outcome.PHONE_OFF, Outcome.SOMEONE_ELSE)


@dataclass(frozen=True, slots=True)
class Whose:
    """A list that may be opened: `code` is what `?of=` says."""

    code: str
    label: str | Promise
    count: int


def page_of(by: Actor, of: str, at: datetime) -> dict[str, Any]:
    """What the page of calls shows. A helper sees their own, whatever `of` says."""
    day = by.community.today(at)
    expected = calls_of_day(day, by)
    counts: Counter[UUID | None] = Counter(expected.filter(day=day).values_list("assigned_to", flat=True))
    code = code_of(by, of, counts)
    rows, whose = chosen(expected, code, by), list(whose_of(by, counts))
    calls = list_calls(rows, by, at)
    groups = groups_of(calls, whole=code == MINE)
    return {
        "calls": calls, "day": day, "of": code, "is_mine": code == MINE, "whose": whose,
        "frame": "base/page.html" if by.is_desk else "base/phone.html",
        "sums": [(state, LABELS[state], calls.counts[state]) for state in LABELS],
        "groups": groups, "kinds": [(kind.value, kind.label) for kind in ASKED_FOR],
        "unclear": [(outcome.value, outcome.label) for outcome in UNCLEAR], "states": CheckState,
    }  # fmt: skip


def code_of(by: Actor, of: str, counts: Counter[UUID | None]) -> str:
    """Which list `of` means: mine unless the desk asks for another; at the desk all, where none is mine."""
    if not by.is_desk:
        return MINE
    if of in (MINE, ALL, NOBODYS):
        return of
    try:
        return str(UUID(of))
    except ValueError:
        return MINE if by.account and counts[by.account.pk] else ALL


def chosen(expected: QuerySet[CheckIn], code: str, by: Actor) -> QuerySet[CheckIn]:
    if code == ALL:
        return expected
    if code == NOBODYS:
        return expected.filter(assigned_to=None)
    return expected.filter(assigned_to=by.account if code == MINE else UUID(code))


def whose_of(by: Actor, counts: Counter[UUID | None]) -> Iterator[Whose]:
    """The lists of today, each caller's with how many are on it; for a helper none but their own."""
    if not by.is_desk:
        return
    names = dict(Account.objects.filter(pk__in=[pk for pk in counts if pk]).values_list("pk", "name"))
    if by.account and counts[by.account.pk]:
        yield Whose(MINE, _("mine"), counts[by.account.pk])
    yield Whose(ALL, _("all"), counts.total())
    for pk, name in sorted(names.items(), key=lambda one: one[1]):
        if not by.account or pk != by.account.pk:
            yield Whose(str(pk), name, counts[pk])
    if counts[None]:
        yield Whose(NOBODYS, _("nobody's yet"), counts[None])


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the list. `is_folded`: who need not be called now stands behind one line, with their number."""

    code: str
    label: Promise
    calls: Sequence[Call]
    more: int
    is_folded: bool = False

    @property
    def count(self) -> int:
        return len(self.calls) + self.more


def groups_of(calls: Calls, *, whole: bool) -> list[Group]:
    """The parts of a list, the empty ones left out: who is to be called, who did not answer, then the others.

    A share (`whole`) stands there entire, as it is carried along; a longer list is cut, and folded where it is done.
    """
    heard = {state: [call for call in calls.heard if call.state == state] for state in HEARD}
    parts: list[tuple[str, Promise, Sequence[Call], bool]] = [
        ("now", _("To call"), calls.now, False), ("again", _("No answer: call again"), calls.again, False),
    ]  # fmt: skip
    if whole:
        parts += [("later", _("Later today"), calls.later, False), ("heard", _("Heard"), calls.heard, False)]
    else:
        parts += [
            ("unwell", _("Unwell"), heard[CheckState.UNWELL], False), ("later", _("Later today"), calls.later, True),
            ("well", _("Heard, well"), heard[CheckState.WELL], True),
        ]  # fmt: skip
    most = len(calls.all) if whole else MOST
    return [Group(code, label, part[:most], len(part[most:]), folded) for code, label, part, folded in parts if part]


def proof_of(checkin: CheckIn, by: Actor) -> str:
    """That this call stood on the list of `by`: what they say without network counts, whoever has it by then."""
    return signing.dumps(f"{checkin.pk}:{by.account.pk}", salt=PROOF) if by.account else ""
