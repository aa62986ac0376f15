"""What rounds hold of people, and how it ends on the sunset day."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop

from shouwang.desk.base.actions.sunset import holds
from shouwang.desk.base.models import Community
from shouwang.desk.rounds.models import Proposal, Round, UnappliedSaying


def destroy_rounds(community: Community) -> Mapping[str, int]:
    """Rounds with their stops, and everything said of them."""
    here = {"community": community}
    counts = {
        gettext_noop("things said on phones"): UnappliedSaying.objects.filter(**here).count(),
        gettext_noop("rounds"): Round.objects.filter(**here).count(),
    }
    UnappliedSaying.objects.filter(**here).delete()
    Round.objects.filter(**here).delete()
    Proposal.objects.filter(**here).delete()
    return counts


def register_sunset() -> None:
    holds("rounds", destroy_rounds)
