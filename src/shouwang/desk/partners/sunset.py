"""What the lists to partners hold of people, and how it ends on the sunset day."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop

from shouwang.desk.base.actions.sunset import holds
from shouwang.desk.base.models import Community
from shouwang.desk.partners.models import LineAnswer, Manifest, ManifestLine, Partner, StockSaying


def destroy_partners(community: Community) -> Mapping[str, int]:
    """Lists that were sent, what was answered, and the directory with its contacts."""
    here = {"community": community}
    counts = {gettext_noop("lists sent to partners"): Manifest.objects.filter(**here).count()}
    for held in (LineAnswer, ManifestLine, Manifest, StockSaying, Partner):
        held._default_manager.filter(**here).delete()
    return counts


def register_sunset() -> None:
    holds("partners", destroy_partners)
