"""Finding live needs by what they are about: keyed hashes of two-character pieces, since the words are sealed."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Q, QuerySet

from shouwang.desk.base.crypto import lookup_hash
from shouwang.desk.base.models import Community, SearchToken
from shouwang.desk.needs.models import Need
from shouwang.desk.needs.models.needs import NeedQuerySet

LONGEST = 40  # characters of a name that are indexed


def index_needs(community: Community, names_of: Mapping[UUID, Iterable[str]]) -> None:
    """Make new needs findable by the names of what they want."""
    marks: dict[UUID, Iterable[str]] = {
        need: {_mark(piece) for name in names for piece in pieces(name)} for need, names in names_of.items()
    }
    SearchToken.objects.index_many(community, marks)


def forget_need(need: Need) -> None:
    """An ended need is not searched for any more."""
    SearchToken.objects.filter(subject_id=need.pk).delete()


def found_by(needs: NeedQuerySet, community: Community, text: str) -> NeedQuerySet:
    """Those of `needs` at a door written like `text`, or wanting something called like it."""
    wanted = pieces(text)
    if not wanted:
        return needs
    about = Q(pk__in=_subjects(community, wanted[0]))
    for piece in wanted[1:]:
        about &= Q(pk__in=_subjects(community, piece))
    return needs.filter(about | Q(door__label__startswith=text.strip()))


def pieces(text: str) -> list[str]:
    """Overlapping pairs of characters, case and spaces aside; a single character stands for itself."""
    plain = "".join(text.lower().split())[:LONGEST]
    return [plain] if len(plain) == 1 else sorted({plain[i : i + 2] for i in range(len(plain) - 1)})


def _subjects(community: Community, piece: str) -> "QuerySet[SearchToken, UUID]":
    return SearchToken.objects.filter(community=community, token=lookup_hash(community.pk, _mark(piece))).values_list(
        "subject_id", flat=True
    )


def _mark(piece: str) -> str:
    return f"need:{piece}"  # so that a good is not found as a person's name, nor a person here
