"""The lists of a day as the desk sees them: who has how many, how far they are, and why it is fair."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from shouwang.desk.base.models import Account, Community
from shouwang.desk.checkins.models import CheckIn
from shouwang.desk.checkins.models.checkins import CheckState
from shouwang.desk.checkins.sharing.bridge import Share, split
from shouwang.desk.checkins.sharing.knowing import callers_on, expected_on, known_before


@dataclass(frozen=True, slots=True)
class CallerShown:
    """One list. `counts`: check-ins by state; `minutes` what is left to call takes; `why` in sentences."""

    account: Account | None
    counts: Mapping[str, int]
    minutes: int
    why: list[str]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class DayShown:
    """`is_even`: sharing out now would move nothing. `nobodys`: check-ins on nobody's list."""

    callers: list[CallerShown]
    nobodys: int
    is_even: bool


def show_day(community: Community, day: date, at: datetime) -> DayShown:
    """The lists of `day`, everybody's and nobody's. Six queries."""
    callers = callers_on(community, day)
    expected = expected_on(community, day, at)
    shares = {share.account_id: share for share in split(expected, known_before(community, day), callers)}
    counts = _counts(community, day)
    listed = {row.pk: row.assigned_to for row in expected}
    is_even = all(listed[pk] == share.account_id for share in shares.values() for pk in share.checkins)
    on_shift = {account.pk: account for account, _minutes in callers}
    off_shift = Account.objects.in_bulk([pk for pk in counts if pk and pk not in on_shift])
    shown = [_shown(account, counts, shares.get(pk), is_even) for pk, account in (on_shift | off_shift).items()]
    return DayShown(shown, counts[None].total() if None in counts else 0, is_even and bool(callers))


def _counts(community: Community, day: date) -> dict[UUID | None, Counter[str]]:
    rows = CheckIn.objects.filter(community=community, day=day).exclude(state=CheckState.CANCELLED)
    found: dict[UUID | None, Counter[str]] = {}
    for account, state, count in rows.order_by().values_list("assigned_to", "state").annotate(n=Count("pk")):
        found.setdefault(account, Counter())[state] = count
    return found


def _shown(
    account: Account, counts: Mapping[UUID | None, Counter[str]], share: Share | None, is_even: bool
) -> CallerShown:
    why = [reason_words(one) for one in share.reasons] if share and is_even else []
    return CallerShown(account, counts.get(account.pk, Counter()), share.minutes if share and is_even else 0, why)


def reason_words(reason: Mapping[str, Any]) -> str:
    """A code of planning.calls.Why with its numbers, as a sentence."""
    sentences = {
        "even": _("%(minutes)s minutes left to call; an even share is %(fair)s"),
        "same_voice": _("%(calls)s hear the voice they know"),
        "their_language": _("%(calls)s are called in their own language"),
        "held": _("%(calls)s on the line now"),
        "never_heard": _("%(calls)s not heard from in forty days: first"),
        "too_much": _("%(minutes)s minutes more than they have"),
    }
    return str(sentences[reason["code"]] % reason["numbers"])
