"""The list of a wave, split over pharmacies: proposed with reasons, moved by a person, accepted, made into lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.medicine.actions.waves import hold
from shouwang.desk.medicine.items.stock_key import stock_key
from shouwang.desk.medicine.models import DrugClass, Item, ItemPicture, Wave
from shouwang.desk.medicine.sourcing.bridge import Answered, ListLine, Split, split
from shouwang.desk.medicine.waves.counts import unit_of
from shouwang.desk.medicine.waves.cover import Cover, covers_of, live_manifests
from shouwang.desk.medicine.waves.rules import cold_limit
from shouwang.desk.partners.actions.manifests import Wanted, add_line, make_manifest, send_manifest
from shouwang.desk.partners.models import Answer, Manifest, ManifestLine, Partner, PartnerKind
from shouwang.desk.partners.stock import latest_sayings

SELLERS = (PartnerKind.PHARMACY, PartnerKind.CLINIC, PartnerKind.HOSPITAL)
PLANNED = (Wave.State.CLOSED, Wave.State.BUYING, Wave.State.HANDING_OUT)


class StillGathering(Refused):
    """Its list is not closed yet, or it is over."""


class NothingChosen(Refused):
    """No line was given to any pharmacy."""


class TooMany(Refused):
    """More than is still to be bought."""


class NoInsurance(Refused):
    """This pharmacy takes no insurance card, and the line is paid with one."""


@dataclass(frozen=True, slots=True)
class Choice:
    """`packs` of `item` are to be bought at `partner`."""

    item: UUID
    partner: UUID
    packs: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What planning proposes for what is not covered yet; `covers` are all items still to be bought."""

    covers: Mapping[UUID, Cover]
    partners: Mapping[UUID, Partner]
    split: Split


def sellers(wave: Wave) -> list[Partner]:
    """Where medicine can be bought, the nearest first."""
    found = Partner.objects.filter(community=wave.community_id, kind__in=SELLERS).working().select_related("community")
    return sorted(found, key=lambda one: (one.minutes is None, one.minutes or 0, one.name))


def propose_plan(wave: Wave, at: datetime, starts_at: datetime | None = None) -> Plan:
    """The list split over pharmacies, as it would be best now. Writes nothing."""
    covers, partners = covers_of(wave, at), sellers(wave)
    today = wave.community.today(starts_at or at)
    lines = [_list_line(cover, today) for cover in covers.values() if cover.packs.to_buy]
    words = latest_sayings(wave.community, {line.key for line in lines}, at)
    answers = {
        (line.manifest.partner_id, line.subject_id): Answered(line.manifest.partner_id, line.subject_id, _has(line))
        for cover in covers.values() if cover.packs.to_buy
        for line in cover.lines if line.answer
    }  # fmt: skip
    made = split(lines, partners, words, answers.values(), starts_at or at, cold_limit(wave.community, at))
    return Plan(covers, {one.pk: one for one in partners}, made)


@use_case
def accept_plan(
    *, wave: Wave, choices: Sequence[Choice], by: Actor, at: datetime, due_by: datetime | None = None
) -> list[Manifest]:
    """Make the lists: each choice becomes a line of the list of its pharmacy; one that was sent gets the line added.

    What was proposed is kept beside what was chosen. Raises StillGathering, NothingChosen, TooMany, NoInsurance.
    """
    hold(wave)
    wave.refresh_from_db()
    if wave.state not in PLANNED:
        is_early = wave.state == Wave.State.GATHERING
        raise StillGathering(_("Close the list of this wave first.") if is_early else _("This wave is over."))
    if not choices:
        raise NothingChosen(_("Give at least one line to a pharmacy."))
    plan = propose_plan(wave, at)
    _check(choices, plan)
    lists = {manifest.partner_id: manifest for manifest in live_manifests(wave, at)}
    bags = dict(wave.bags.values_list("household", "number"))
    touched: dict[UUID, Manifest] = {}
    for partner_id in dict.fromkeys(choice.partner for choice in choices):
        wanted = [_wanted(choice, plan.covers, bags) for choice in choices if choice.partner == partner_id]
        if partner_id in lists:
            for one in wanted:
                add_line(manifest=lists[partner_id], wanted=one, by=by, at=at)
            touched[partner_id] = lists[partner_id]
        else:
            touched[partner_id] = make_manifest(
                partner=plan.partners[partner_id], title=title_of(wave), lines=wanted, about_id=wave.pk, due_by=due_by,
                by=by, at=at,
            )  # fmt: skip
    wave.plan = _kept(plan, choices, by, at)
    wave.save(update_fields=["plan"])
    record("medicine.plan_accepted", wave, by=by, at=at, lines=len(choices), partners=len(touched))
    return list(touched.values())


@use_case
def send_ahead(
    *, wave: Wave, manifest: Manifest, way: Manifest.SentBy, by: Actor, at: datetime
) -> tuple[Manifest, str]:
    """One of the wave's lists goes ahead; the token of its link, shown this once. Raises SentAlready, ListIsOver."""
    sent, token = send_manifest(manifest=manifest, way=way, by=by, at=at)
    Wave.objects.filter(pk=wave.pk, sent_at=None).update(sent_at=at)
    wave.refresh_from_db()
    return sent, token


@use_case
def choose_to_send(*, wave: Wave, sends_ahead: bool, by: Actor, at: datetime) -> Wave:
    """Whether this wave's lists are sent ahead; the report compares waves that did with those that did not."""
    if Wave.objects.filter(pk=wave.pk, sends_ahead=not sends_ahead).update(sends_ahead=sends_ahead) == 1:
        record("medicine.sending_chosen", wave, by=by, at=at, ahead=sends_ahead)
    wave.refresh_from_db()
    return wave


def title_of(wave: Wave) -> str:
    """ "Medicine, 8 March, list 1": the partner reads it."""
    return _("Medicine, %(day)s, list %(n)s") % {"day": date_format(wave.day, _("j F")), "n": wave.number}


def _list_line(cover: Cover, today: date) -> ListLine:
    item, days = cover.item, cover.item.days_left(today)
    return ListLine(item.pk, stock_key(item), cover.packs.to_buy, item.is_cold, item.with_card, days, item.need.due_by)


def _has(line: ManifestLine) -> int:
    if line.answer == Answer.READY:
        return line.quantity
    return (line.answered_quantity or 0) if line.answer == Answer.PART else 0


def _check(choices: Sequence[Choice], plan: Plan) -> None:
    chosen: dict[UUID, int] = {}
    for choice in choices:
        cover, partner = plan.covers.get(choice.item), plan.partners.get(choice.partner)
        chosen[choice.item] = chosen.get(choice.item, 0) + choice.packs
        if cover is None or partner is None or choice.packs < 1 or chosen[choice.item] > cover.uncovered:
            raise TooMany(_("The list has changed in the meantime. Look at it once more."))
        if cover.item.with_card and not partner.takes_insurance:
            raise NoInsurance(
                _("%(shop)s takes no insurance card, and %(what)s is paid with one.")
                % {"shop": partner, "what": cover.item.name}
            )


def _wanted(choice: Choice, covers: Mapping[UUID, Cover], bags: Mapping[UUID, int]) -> Wanted:
    item = covers[choice.item].item
    household = item.need.household_id
    return line_for(item, choice.packs, bags.get(household) if household else None)


def line_for(item: Item, packs: int, bag: int | None) -> Wanted:
    """`item` as it stands on a list to a pharmacy: no household, no door."""
    about = " ".join(part for part in (item.strength, item.form, item.pack, item.maker) if part)
    box = item.pictures.filter(what=ItemPicture.What.BOX).select_related("kept__picture").order_by("made_at").first()
    by_prescription = item.drug_class in (DrugClass.PRESCRIPTION, DrugClass.PSYCHOTROPIC)
    return Wanted(
        subject_id=item.pk, name=item.name, strength=about, quantity=packs, unit=unit_of(item),
        bag="" if bag is None else str(bag), picture=box.kept.picture if box else None,
        is_cold=item.is_cold, needs_prescription=by_prescription, with_card=item.with_card,
        no_substitute=item.no_substitute, note=item.note, item=stock_key(item),
    )  # fmt: skip


def _kept(plan: Plan, choices: Sequence[Choice], by: Actor, at: datetime) -> dict[str, object]:
    """Ids, packs and reasons: no name."""
    proposed = {
        (portion.item, visit.partner): portion for visit in plan.split.visits for portion in visit.portions
    }  # fmt: skip
    lines = []
    for choice in choices:
        same = proposed.get((choice.item, choice.partner))
        lines.append({
            "item": str(choice.item), "partner": str(choice.partner), "packs": choice.packs,
            "why": list(same.why) if same else [], "is_moved": same is None,
        })  # fmt: skip
    return {
        "at": at.isoformat(), "by": str(by.account.pk) if by.account else "", "lines": lines,
        "order": [str(visit.partner) for visit in plan.split.visits],
        "proposed": [
            {"item": str(item), "partner": str(partner), "packs": one.packs}
            for (item, partner), one in proposed.items()
        ],
    }  # fmt: skip
