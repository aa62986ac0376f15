"""Who takes what, and what they have of it: stated, counted, bought; never edited, only said anew."""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.medicine.models import Drug, Prompt, Regimen, Stock
from shouwang.desk.medicine.regimens.days_left import units_left
from shouwang.desk.medicine.regimens.prompting import review
from shouwang.desk.medicine.regimens.same_drug import same_drug
from shouwang.desk.needs.bridge import without_pins
from shouwang.desk.people.models import Person

MOST_A_DAY, MOST_UNITS = Decimal(1000), Decimal(1_000_000)
OLDEST = timedelta(days=400)  # a stock of longer ago says nothing about today
LONGEST = 80  # characters of a name


class NameMissing(Refused):
    """ "Takes tablets": nobody can buy that."""


class NotAnAmount(Refused):
    """How much a day, or how much is left, is no amount that can be."""


class NotHere(Refused):
    """The person has left the household."""


class HasEnded(Refused):
    """They do not take it any more."""


class NotYet(Refused):
    """What will be left one day is not what is left."""


@use_case
def state_regimen(
    *, person: Person, name: str, daily: Decimal, by: Actor, at: datetime, strength: str = "", form: str = "",
    maker: str = "", unit: str = "", note: str = "", stated_by: str = "", drug: Drug | None = None,
    units: Decimal | None = None, as_of: datetime | None = None,
) -> Regimen:  # fmt: skip
    """`person` takes `daily` units of a drug every day, as `stated_by` says; `units` of it were there `as_of` (now).

    The same drug said again with another amount ends the old regimen and carries over what is left; with the same
    amount it is the one that is known. Raises NameMissing, NotAnAmount, NotHere, and what `state_stock` raises.
    """
    if not name.strip():
        raise NameMissing(_("Write the name of the medicine, as it stands on the box."))
    if not Decimal(0) < daily < MOST_A_DAY:
        raise NotAnAmount(_("How much a day is more than 0 and less than %(most)s.") % {"most": MOST_A_DAY})
    if person.gone_at is not None:
        raise NotHere(_("%(name)s does not live here any more.") % {"name": person.name})
    known = same_drug(Regimen.objects.filter(person=person).current(), name, strength, form)
    regimen = known
    if regimen is None or regimen.daily != daily:
        regimen = Regimen(
            community_id=person.community_id, person=person, drug=drug, daily=daily, stated_at=at, noted_by=by.account
        )
        regimen.name, regimen.strength, regimen.form = name.strip()[:LONGEST], strength.strip()[:40], form.strip()[:30]
        regimen.maker, regimen.unit, regimen.stated_by = maker.strip()[:80], unit.strip()[:12], stated_by.strip()[:60]
        regimen.note = without_pins(note.strip())[:300]
        _begin(regimen, known, by, at)
    if units is not None:
        basis = Stock.Basis.STATED
        state_stock(regimen=regimen, units=units, basis=basis, by=by, at=at, as_of=as_of, said_by=stated_by)
    else:
        review([regimen], by, at)
    return regimen


def _begin(regimen: Regimen, before: Regimen | None, by: Actor, at: datetime) -> None:
    """Store it; where it takes the place of another, that one ends and as much is left of it as must be."""
    regimen.save(force_insert=True)
    record("medicine.regimen_stated", regimen, by=by, at=at, household_id=regimen.person.household_id)
    if before is None:
        return
    latest = Stock.objects.filter(regimen=before, at__lte=at).latest_last().last()
    if latest:
        left = units_left(latest, before.daily, before.community, at)
        _note(regimen, left, latest.basis, at, by, at, None, latest.said_by)
    end_regimen(regimen=before, by=by, at=at)


@use_case
def end_regimen(*, regimen: Regimen, by: Actor, at: datetime) -> Regimen:
    """They do not take it any more: nobody is asked about it. Saying it twice changes nothing."""
    if Regimen.objects.filter(pk=regimen.pk, ended_at=None).update(ended_at=at, ended_by=by.account) == 1:
        regimen.ended_at, regimen.ended_by = at, by.account
        Prompt.objects.filter(regimen=regimen, answered_at=None).update(answered_at=at, answered_by=by.account)
        record("medicine.regimen_ended", regimen, by=by, at=at, household_id=regimen.person.household_id)
    return regimen


@use_case
def state_stock(
    *, regimen: Regimen, units: Decimal, basis: str, by: Actor, at: datetime, source_id: UUID | None = None,
    as_of: datetime | None = None, said_by: str = "",
) -> Stock:  # fmt: skip
    """There were `units` of it `as_of` (now). It replaces all reckoning; what was bought since is reckoned anew.

    The same `source_id` counts once. Raises NotAnAmount, HasEnded, NotYet.
    """
    moment = as_of or at
    _check_stock(regimen, units, moment, at)
    if source_id and (told := Stock.objects.filter(regimen=regimen, source_id=source_id).first()):
        return told
    bought = _bought_since(regimen, moment)
    stock = _note(regimen, units, basis, moment, by, at, source_id, said_by)
    for before, packs in bought:
        must_be = units_left(stock, regimen.daily, regimen.community, before.at) + packs
        stock = _note(regimen, must_be, Stock.Basis.BOUGHT, before.at, by, at, None, "")
    record("medicine.stock_stated", regimen, by=by, at=at, household_id=regimen.person.household_id, basis=basis)
    review([regimen], by, at)
    return stock


@use_case
def book_purchase(*, regimen: Regimen, units: Decimal, source_id: UUID, by: Actor, at: datetime) -> Stock:
    """`units` more came into the house, once for each `source_id` (a purchase, a bag). Where nothing was known before,
    what came is what there is at least. Raises NotAnAmount, HasEnded."""
    if told := Stock.objects.filter(regimen=regimen, source_id=source_id).first():
        return told
    latest = Stock.objects.filter(regimen=regimen, at__lte=at).latest_last().last()
    before = units_left(latest, regimen.daily, regimen.community, at) if latest else Decimal(0)
    return state_stock(
        regimen=regimen, units=before + units, basis=Stock.Basis.BOUGHT, by=by, at=at, source_id=source_id
    )


def _check_stock(regimen: Regimen, units: Decimal, moment: datetime, at: datetime) -> None:
    if not Decimal(0) <= units < MOST_UNITS:
        raise NotAnAmount(_("How much is left is 0 or more, and less than a million."))
    if regimen.ended_at is not None:
        raise HasEnded(_("They do not take this any more. State it anew if they do."))
    if moment > at:
        raise NotYet(_("That day has not come. Say what is left now, or was left on a day before."))
    if moment < at - OLDEST:
        raise NotAnAmount(_("That is more than a year ago and says nothing about today. Ask what is left now."))


def _bought_since(regimen: Regimen, moment: datetime) -> list[tuple[Stock, Decimal]]:
    """Purchases booked after `moment` that nothing newer overtook, each with how much it brought."""
    rows = list(Stock.objects.filter(regimen=regimen).latest_last())
    later = [row for row in rows if row.at > moment]
    if any(row.basis != Stock.Basis.BOUGHT for row in later):
        return []
    found: dict[datetime, tuple[Stock, Decimal]] = {}
    for number, row in enumerate(rows):
        if row in later:
            earlier = [one for one in rows[:number] if one.at < row.at]
            had = units_left(earlier[-1], regimen.daily, regimen.community, row.at) if earlier else Decimal(0)
            found[row.at] = (row, row.units - had)
    return list(found.values())


def _note(
    regimen: Regimen, units: Decimal, basis: str, moment: datetime, by: Actor, at: datetime, source_id: UUID | None,
    said_by: str,
) -> Stock:  # fmt: skip
    said = Stock.objects.filter(regimen=regimen, at=moment, noted_at__gte=at).latest_last().last()
    noted_at = said.noted_at + timedelta(microseconds=1) if said and said.noted_at else at  # what is noted last counts
    stock = Stock(
        community_id=regimen.community_id, regimen=regimen, at=moment, units=units, basis=basis, source_id=source_id,
        noted_at=noted_at, noted_by=by.account,
    )  # fmt: skip
    stock.said_by = said_by.strip()[:60]
    try:
        with transaction.atomic():
            stock.save(force_insert=True)
    except IntegrityError:  # another said the same source at this moment: a source counts once
        return Stock.objects.get(regimen=regimen, source_id=source_id)
    return stock
