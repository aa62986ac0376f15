"""Which wave comes next: it begins when the first item wants to go with it."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from shouwang.desk.base.jobs import later
from shouwang.desk.base.models import Community
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.medicine.models import Wave
from shouwang.desk.medicine.waves.rules import cut_offs_after

CLOSE = "medicine.close_wave"


class NoCutOff(Refused):
    """The community's rules name no cut-off within a week."""


@use_case
def wave_for(*, community: Community, at: datetime) -> Wave:
    """The wave whose cut-off comes next and that still takes requests. Raises NoCutOff."""
    for day, number, cut_off in cut_offs_after(community, at):
        wave = Wave.objects.filter(community=community, cut_off_at=cut_off).first()
        if wave is None:
            return _begin(community, day, number, cut_off, at)
        if wave.state == Wave.State.GATHERING:
            return wave
    raise NoCutOff(_("The rules of this community name no time at which a medicine list closes."))


def _begin(community: Community, day: date, number: int, cut_off: datetime, at: datetime) -> Wave:
    of_day = Wave.objects.filter(community=community, day=day)
    if of_day.filter(number=number).exists():  # the rule changed in the middle of the day
        number = (of_day.aggregate(most=Max("number"))["most"] or 0) + 1
    try:
        with transaction.atomic():
            wave = Wave.objects.create(community=community, day=day, number=number, cut_off_at=cut_off, made_at=at)
    except IntegrityError:
        return Wave.objects.get(community=community, cut_off_at=cut_off)
    later(CLOSE, f"{community.pk}:{cut_off.isoformat()}", cut_off, community_id=str(community.pk))
    return wave
