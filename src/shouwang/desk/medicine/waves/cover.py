"""What of a wave's list stands on which pharmacy's list, how it was answered, and what is covered by nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shouwang.desk.medicine.models import Item, ItemState, Offer, Wave
from shouwang.desk.medicine.waves.counts import Packs, packs_of
from shouwang.desk.partners.models import Answer, Manifest, ManifestLine
from shouwang.desk.rounds.models import Round, Stop

ON_THE_WAY = (Round.State.PROPOSED, Round.State.ACCEPTED)
ENOUGH = 0.75  # of the lines answered
MOST_NAMES = 3  # of unanswered lines in one sentence


@dataclass(frozen=True, slots=True)
class Cover:
    """One item of a wave: its packs, the lines it stands on, and how many packs of those can be reckoned with."""

    item: Item
    packs: Packs
    lines: Sequence[ManifestLine] = field(default_factory=list)
    covered: int = 0

    @property
    def uncovered(self) -> int:
        return max(self.packs.to_buy - self.covered, 0)

    @property
    def is_listed(self) -> bool:
        return bool(self.lines)

    @property
    def is_answered(self) -> bool:
        return bool(self.lines) and all(line.answer for line in self.lines)


@dataclass(frozen=True, slots=True)
class Worth:
    """Whether it is worth leaving: of `total` lines so many are answered and ready; `silent` names the others."""

    total: int
    answered: int
    ready: int
    silent: Sequence[str]
    pressing_silent: bool

    @property
    def is_worth(self) -> bool:
        return self.ready > 0 and not self.pressing_silent and self.answered >= ENOUGH * self.total

    @property
    def words(self) -> str:
        """ "8 of 9 answered, 7 ready; 门冬胰岛素 unanswered" """
        said = ngettext(
            "%(answered)s of %(n)s answered, %(ready)s ready", "%(answered)s of %(n)s answered, %(ready)s ready",
            self.total,
        ) % {"answered": self.answered, "n": self.total, "ready": self.ready}  # fmt: skip
        if not self.silent:
            return said
        names = _(", ").join(self.silent[:MOST_NAMES])
        if more := len(self.silent) - MOST_NAMES:
            names = _("%(names)s and %(n)s more") % {"names": names, "n": more} if more > 0 else names
        return _("%(said)s; %(names)s unanswered") % {"said": said, "names": names}


def covers_of(wave: Wave, at: datetime) -> dict[UUID, Cover]:
    """Every item of the wave that is still to be bought, by id. Six queries."""
    wanted = Item.objects.filter(wave=wave, state__in=[ItemState.READY, ItemState.BOUGHT], line__isnull=False)
    items = list(wanted.select_related("line", "drug", "need__door", "need__household").order_by("made_at", "pk"))
    packs = packs_of(items)
    lines = lines_of(live_manifests(wave, at))
    agreed = _consents(items)
    covers = {}
    for item in items:
        mine = [line for line in lines if line.subject_id == item.pk]
        covered = sum(_covered(line, agreed) for line in mine)
        covers[item.pk] = Cover(item, packs[item.pk], mine, covered)
    return covers


def live_manifests(wave: Wave, at: datetime) -> list[Manifest]:
    """The wave's lists that somebody still fetches: not ended, not over, and whose counter was not visited."""
    found = Manifest.objects.filter(about_id=wave.pk, revoked_at=None, fetched_at=None, expires_at__gt=at)
    visited = Stop.objects.filter(manifest__in=found).exclude(outcome="").values("manifest")
    return list(found.exclude(pk__in=visited).select_related("partner").order_by("made_at", "pk"))


def lists_to_fetch(wave: Wave, at: datetime) -> list[Manifest]:
    """Those of the wave's live lists that nobody has set off for."""
    live = live_manifests(wave, at)
    going = Stop.objects.filter(manifest__in=live, outcome="", round__state__in=ON_THE_WAY)
    taken = set(going.values_list("manifest", flat=True))
    return [manifest for manifest in live if manifest.pk not in taken]


def lines_of(manifests: Iterable[Manifest]) -> list[ManifestLine]:
    lines = ManifestLine.objects.filter(manifest__in=list(manifests)).select_related("manifest__partner")
    return list(lines.order_by("manifest__made_at", "position"))


def worth_leaving(wave: Wave, at: datetime) -> Worth:
    """Of the lists that were sent ahead."""
    lines = [line for line in lines_of(live_manifests(wave, at)) if line.manifest.sent_at]
    silent = [line for line in lines if not line.answer]
    pressing = Item.objects.filter(pk__in=[line.subject_id for line in silent], is_cold=True).exists()
    ready = sum(line.answer in (Answer.READY, Answer.PART) for line in lines)
    return Worth(len(lines), len(lines) - len(silent), ready, [line.name for line in silent], pressing)


def _consents(items: Sequence[Item]) -> Mapping[tuple[UUID, UUID], str]:
    """(item, partner) → what the household said of the latest offer there: "yes", "no" or nothing yet."""
    offers = Offer.objects.filter(item__in=items).order_by("made_at", "pk")
    return {(offer.item_id, offer.partner_id): offer.consent for offer in offers}


def _covered(line: ManifestLine, agreed: Mapping[tuple[UUID, UUID], str]) -> int:
    if line.answer == Answer.NONE:
        return 0
    if line.answer == Answer.PART:
        return line.answered_quantity or 0
    if line.answer == Answer.SUBSTITUTE:
        said = agreed.get((line.subject_id, line.manifest.partner_id), "")
        return 0 if said == Offer.Consent.NO or line.no_substitute else line.quantity
    return line.quantity
