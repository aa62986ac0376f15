"""Holding a wave while something is done with it, and the numbers of its bags."""

from collections.abc import Iterable

from django.db.models import F, Max

from shouwang.desk.medicine.models import Bag, Wave
from shouwang.desk.people.models import Household


def hold(wave: Wave) -> None:
    """Until this transaction ends nobody else plans, buys or numbers anything of `wave`: who comes next sees what was
    done."""
    Wave.objects.filter(pk=wave.pk).update(number=F("number"))


def give_numbers(wave: Wave, households: Iterable[Household]) -> None:
    """Each household's bag of the wave; the numbers go on from those given before. Holds the wave."""
    hold(wave)
    known = set(wave.bags.values_list("household", flat=True))
    number = wave.bags.aggregate(most=Max("number"))["most"] or 0
    new = []
    for household in households:
        if household.pk not in known:
            known.add(household.pk)
            number += 1
            new.append(Bag(community_id=wave.community_id, wave=wave, household=household, number=number))
    Bag.objects.bulk_create(new)
