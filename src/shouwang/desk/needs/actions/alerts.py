"""Somebody speaks of harming themselves: one named person is told, and the silence that follows climbs."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.jobs import later, task
from shouwang.desk.base.models import Account, Membership, Rule
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.needs.bridge import speaks_of_self_harm
from shouwang.desk.needs.listener import LISTENER, coordinators, listener_of, may_listen
from shouwang.desk.needs.models import Alert, AlertTold, Intake, Need
from shouwang.desk.people.models import Door

CLIMBS_AFTER = timedelta(minutes=30)
CLIMB = "needs.climb_alert"
LONGEST = 2000  # characters of their words that an alert carries


class OutcomeMissing(Refused):
    """An alert ends with what came of it, in words."""


class AlreadyAcknowledged(Refused):
    """Somebody else has said what came of it: the message says who."""


class NotAtTheDesk(Refused):
    """Whoever hears must be somebody whose Today shows it."""


@use_case
def raise_alert(
    *, words: str, by: Actor, at: datetime, who: str = "", need: Need | None = None, intake: Intake | None = None,
    door: Door | None = None,
) -> Alert:  # fmt: skip
    """Tell the one named person of `words`; after half an hour without an answer the coordinators are told."""
    alert = Alert(community=by.community, need=need, intake=intake, door=door, raised_at=at)
    alert.words, alert.who = words[:LONGEST], who[:200]
    alert.save(force_insert=True)
    listener = listener_of(by.community, at)
    if listener:
        AlertTold.objects.create(alert=alert, account=listener.account, at=at)
    record("needs.alert_raised", alert, by=by, at=at, to=listener.account_id if listener else None)
    _wait_for_an_answer(alert, at)
    return alert


def alert_about(*, need: Need, by: Actor, at: datetime) -> Alert:
    """As `raise_alert`, of a need's own words."""
    words = "\n".join(text for text in (need.words, need.note, *(line.name for line in need.lines.all())) if text)
    return raise_alert(words=words, who=need.who, need=need, door=need.door, by=by, at=at)


def says_more_of_self_harm(before: str, now: str) -> bool:
    """Whether a line of `now` speaks of it that did not stand in `before`."""
    stood = {line.strip() for line in before.splitlines()}
    return any(line.strip() not in stood and speaks_of_self_harm(line) for line in now.splitlines())


@use_case
def acknowledge_alert(*, alert: Alert, outcome: str, by: Actor, at: datetime) -> Alert:
    """`by` has acted: "called, her sister is with her". Raises OutcomeMissing, AlreadyAcknowledged."""
    assert by.account is not None
    if not outcome.strip():
        raise OutcomeMissing(_("Say in a few words what came of it."))
    alert.outcome = outcome.strip()
    still = Alert.objects.filter(pk=alert.pk, acknowledged_at=None)
    if still.update(acknowledged_at=at, acknowledged_by=by.account, outcome_sealed=alert.outcome_sealed) != 1:
        alert.refresh_from_db()
        who = alert.acknowledged_by.name if alert.acknowledged_by else ""
        raise AlreadyAcknowledged(_("%(who)s has answered this already.") % {"who": who})
    alert.acknowledged_at, alert.acknowledged_by = at, by.account
    record("needs.alert_acknowledged", alert, by=by, at=at)
    return alert


@use_case
def climb_alert(*, alert: Alert, at: datetime) -> list[Account]:
    """Nobody has answered: the coordinators are told by name; who was told just now. Nothing once it is answered."""
    open_still = Alert.objects.filter(pk=alert.pk, acknowledged_at=None)
    if open_still.filter(climbed_at=None).update(climbed_at=at) == 0 and not open_still.exists():
        return []
    told = set(alert.told.values_list("account", flat=True))
    new = [member.account for member in coordinators(alert.community) if member.account_id not in told]
    AlertTold.objects.bulk_create([AlertTold(alert=alert, account=account, at=at) for account in new])
    if new:
        to = [account.pk for account in new]
        record("needs.alert_climbed", alert, by=Actor.clockwork(alert.community), at=at, to=to)
    _wait_for_an_answer(alert, at)  # whoever becomes a coordinator later hears of it, too
    return new


@task(CLIMB)
def climb(*, at: datetime, community_id: str, alert_id: str) -> Callable[[], None]:
    """Look whether the alert was answered within half an hour."""

    def tell() -> None:
        for alert in Alert.objects.filter(pk=alert_id, community=UUID(community_id), acknowledged_at=None):
            climb_alert(alert=alert, at=at)

    return tell


@use_case
def name_listener(*, member: Membership, by: Actor, at: datetime) -> Rule:
    """From today on `member` hears it. Raises NotAtTheDesk."""
    if member not in may_listen(by.community):
        raise NotAtTheDesk(_("Choose somebody who works at the desk: only they have Today before them."))
    rule, _is_new = Rule.objects.update_or_create(
        community=by.community, name=LISTENER, from_day=by.community.today(at), defaults={"value": str(member.pk)}
    )
    record("needs.listener_named", member, by=by, at=at, account=member.account_id)
    return rule


def _wait_for_an_answer(alert: Alert, at: datetime) -> None:
    later(CLIMB, str(alert.pk), at + CLIMBS_AFTER, community_id=str(alert.community_id), alert_id=str(alert.pk))
