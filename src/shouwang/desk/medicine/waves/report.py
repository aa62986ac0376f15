"""How long waves take from the list to the door, with lists sent ahead and without: the report's numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from shouwang.desk.base.actor import Actor
from shouwang.desk.medicine.models import Bag, Wave
from shouwang.desk.medicine.waves.board import span_words

MOST = 200  # waves, the latest


@dataclass(frozen=True, slots=True)
class Spans:
    """Of one wave: `bags` that went home, the `median` and the `longest` way from the closed list to the door."""

    bags: int
    median: timedelta | None
    longest: timedelta | None

    @property
    def median_words(self) -> str:
        return span_words(self.median) if self.median is not None else "–"

    @property
    def longest_words(self) -> str:
        return span_words(self.longest) if self.longest is not None else "–"


@dataclass(frozen=True, slots=True)
class Kind:
    """Waves whose lists were sent ahead, or were not."""

    is_ahead: bool
    waves: int
    spans: Spans


@dataclass(frozen=True, slots=True)
class Report:
    kinds: Sequence[Kind]
    rows: Sequence[tuple[Wave, Spans]]


def report_of(by: Actor) -> Report:
    """Every wave that was closed, the latest first, and the two kinds beside each other. Two queries."""
    waves = list(Wave.objects.visible_to(by).exclude(closed_at=None).order_by("-cut_off_at")[:MOST])
    spans = {wave.pk: bag_spans(wave, bags) for wave, bags in _bags(waves)}
    rows = [(wave, _of(spans[wave.pk])) for wave in waves]
    kinds = []
    for ahead in (True, False):
        mine = [wave for wave in waves if (wave.sent_at is not None) is ahead and spans[wave.pk]]
        kinds.append(Kind(ahead, len(mine), _of([span for wave in mine for span in spans[wave.pk]])))
    return Report(kinds, rows)


def spans_of(wave: Wave) -> Spans:
    """Of one wave. One query."""
    return _of(bag_spans(wave, list(wave.bags.exclude(handed_at=None))))


def bag_spans(wave: Wave, bags: Sequence[Bag]) -> list[timedelta]:
    """From the closed list to the door, of each bag that went home."""
    closed = wave.closed_at
    return [bag.handed_at - closed for bag in bags if bag.handed_at and closed]


def _bags(waves: Sequence[Wave]) -> list[tuple[Wave, list[Bag]]]:
    found: dict[object, list[Bag]] = {wave.pk: [] for wave in waves}
    for bag in Bag.objects.filter(wave__in=waves).exclude(handed_at=None):
        found[bag.wave_id].append(bag)
    return [(wave, found[wave.pk]) for wave in waves]


def _of(spans: Sequence[timedelta]) -> Spans:
    if not spans:
        return Spans(0, None, None)
    middle = median(span.total_seconds() for span in spans)
    return Spans(len(spans), timedelta(seconds=middle), max(spans))
