"""What was measured or felt: kept sealed, and where it is a fever or somebody is unwell, a case."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.models import Rule
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.checkins.actions.cases import open_case
from shouwang.desk.checkins.models import Attempt, HealthReport
from shouwang.desk.checkins.models.cases import Cause
from shouwang.desk.needs.kinds import FEVER_FROM, FEVER_RULE, fever_from
from shouwang.desk.needs.temperatures import plausible
from shouwang.desk.people.models import Person

LOWEST_THRESHOLD, HIGHEST_THRESHOLD = Decimal("36.5"), Decimal("39.0")


class NothingMeasured(Refused):
    """Neither a temperature nor a symptom."""


class ThresholdCannotChange(Refused):
    """From that day, or to that temperature, the threshold cannot be set; the sentence says why."""


@use_case
def report_health(
    *, person: Person, degrees: Decimal | None, symptoms: str, sign: str, by: Actor, at: datetime,
    attempt: Attempt | None = None,
) -> HealthReport:  # fmt: skip
    """How `person` is: a temperature in degrees Celsius, symptoms in their own words, or both. `sign`: who says so.

    A fever (by the threshold in force that day) or a symptom opens a case, or joins the one they have; a temperature
    that is no fever, without a symptom, opens none. The same for the same `attempt` returns the first report.
    Raises NothingMeasured, NoTemperature.
    """
    symptoms = symptoms.strip()
    if degrees is None and not symptoms:
        raise NothingMeasured(_("Write a temperature, or what they feel."))
    if degrees is not None:
        plausible(degrees)
    if attempt and (first := HealthReport.objects.filter(attempt=attempt).first()):
        return first
    is_fever = degrees is not None and degrees >= fever_from(by.community, at)
    report = HealthReport(
        community=by.community, person=person, attempt=attempt, at=at, by=by.account, sign=sign, is_fever=is_fever
    )
    report.degrees_text, report.symptoms = "" if degrees is None else f"{degrees:f}", symptoms
    if is_fever or symptoms:
        report.case = open_case(
            person=person, cause=Cause.FEVER if is_fever else Cause.UNWELL, by=by, at=at,
            checkin=attempt.checkin if attempt else None, words=symptoms,
        )  # fmt: skip
    report.save(force_insert=True)
    # the log and the household's timeline hold neither the number nor whether it was a fever
    record("checkins.health_reported", report, by=by, at=at, household_id=person.household_id, sign=sign)
    return report


@use_case
def set_fever_threshold(*, degrees: Decimal, from_day: date, by: Actor, at: datetime) -> Rule:
    """From `from_day` on, a fever begins at `degrees` Celsius; what was judged before stays as it was judged.

    A day that has begun has its threshold; a coming day may be set anew. The same again changes nothing.
    Raises ThresholdCannotChange.
    """
    if not LOWEST_THRESHOLD <= degrees <= HIGHEST_THRESHOLD:
        said = {"low": LOWEST_THRESHOLD, "high": HIGHEST_THRESHOLD}
        raise ThresholdCannotChange(_("A fever begins somewhere between %(low)s and %(high)s degrees.") % said)
    today = by.community.today(at)
    if from_day < today:
        raise ThresholdCannotChange(_("It changes from today or a later day, not from a day that is over."))
    stored = Rule.objects.filter(community=by.community, name=FEVER_RULE, from_day=from_day).first()
    if stored and Decimal(str(stored.value)) == degrees:
        return stored
    if stored and from_day == today:
        raise ThresholdCannotChange(_("It was set for today already. Choose tomorrow or a later day."))
    in_force = Rule.objects.in_force(by.community, FEVER_RULE, from_day)
    before = str(in_force.value) if in_force else f"{FEVER_FROM:f}"
    rule, _is_new = Rule.objects.update_or_create(
        community=by.community, name=FEVER_RULE, from_day=from_day, defaults={"value": f"{degrees:f}"}
    )
    record(
        "checkins.fever_threshold_set", by.community, by=by, at=at, from_day=from_day.isoformat(),
        degrees=f"{degrees:f}", before=before,
    )  # fmt: skip
    return rule
