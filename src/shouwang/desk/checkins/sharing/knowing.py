"""What the sharing of a day is made from: the open check-ins, and who called and was heard before."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max

from shouwang.desk.base.models import Account, Community
from shouwang.desk.checkins.models import Caller, CheckIn
from shouwang.desk.checkins.models.checkins import Sign
from shouwang.desk.checkins.sharing.bridge import Before, Expected, order_to_call

VOICES_KEPT = timedelta(days=8)  # a weekly call has the voice of last week
UNHEARD_COUNTED = timedelta(days=40)  # whoever was not heard that long is as if never heard


def callers_on(community: Community, day: date) -> list[tuple[Account, int]]:
    """Who is on shift for the calls of `day`, with their minutes. One query."""
    rows = Caller.objects.filter(community=community, day=day).select_related("account")
    return [(row.account, row.minutes) for row in rows.order_by("account__name", "account")]


def expected_on(community: Community, day: date, at: datetime) -> list[Expected]:
    """The check-ins of `day` that nobody has been heard of in. One query."""
    rows = CheckIn.objects.open().filter(community=community, day=day).values_list(
        "pk", "household_id", "slot", "way", "due_at", "plan__language", "person__language", "assigned_to_id",
        "claimed_by_id", "claimed_until",
    )  # fmt: skip
    return [
        Expected(
            pk, household, slot, way, due_at, wished or own, assigned_to, claimed_by if until and until > at else None
        )
        for pk, household, slot, way, due_at, wished, own, assigned_to, claimed_by, until in rows.iterator(2000)
    ]


def known_before(community: Community, day: date) -> dict[UUID, Before]:
    """Of each household: who called it last before `day`, and when somebody of it was last heard. Two queries."""
    here = CheckIn.objects.filter(community=community, day__lte=day)
    voices: dict[UUID, UUID] = {}
    called = here.filter(day__lt=day, day__gte=day - VOICES_KEPT).order_by("day", "slot")
    rows = called.values_list("household_id", "heard_how", "heard_by_id", "assigned_to_id")
    for household, how, heard_by, assigned_to in rows.iterator(2000):
        if voice := heard_by if how == Sign.CALL and heard_by else assigned_to:
            voices[household] = voice
    heard = here.filter(day__gte=day - UNHEARD_COUNTED, heard_at__isnull=False)
    last = dict(heard.order_by().values_list("household_id").annotate(last=Max("heard_at")))
    return {one: Before(voices.get(one), last.get(one)) for one in voices.keys() | last.keys()}


def in_order_to_call(checkins: Iterable[CheckIn], community: Community, day: date) -> list[CheckIn]:
    """`checkins` of one day in the order to call. Two queries."""
    rows = {row.pk: row for row in checkins}
    expected = [Expected(pk, row.household_id, row.slot, row.way, row.due_at) for pk, row in rows.items()]
    return [rows[pk] for pk in order_to_call(expected, known_before(community, day))]
