"""A pharmacy and a list that lies there, in Banyan Court."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Link
from shouwang.desk.base.roles import Role
from shouwang.desk.partners.actions.directory import add_partner
from shouwang.desk.partners.actions.manifests import Wanted, make_manifest, send_manifest
from shouwang.desk.partners.models import Manifest, ManifestLine, Partner, PartnerKind
from tests.desk.conftest import TEN

DAILY = [[["08:00", "20:30"]]] * 7
MINUTE = timedelta(minutes=1)


@pytest.fixture
def pharmacy(zhao: Actor) -> Partner:
    """Open daily from 8:00 to 20:30."""
    return add_partner(
        kind=PartnerKind.PHARMACY, name="Green Lane Pharmacy", phone="13000000501", hours=DAILY, by=zhao, at=TEN
    )


@pytest.fixture
def foreign_pharmacy(feng: Actor) -> Partner:
    return add_partner(kind=PartnerKind.PHARMACY, name="Poplar Pharmacy", by=feng, at=TEN)


def wanted(name: str = "Aspirin", strength: str = "100mg", quantity: int = 2, **about: Any) -> Wanted:
    return Wanted(subject_id=uuid.uuid4(), name=name, strength=strength, quantity=quantity, **about)


@pytest.fixture
def make(pharmacy: Partner, zhao: Actor) -> Callable[..., Manifest]:
    """`make(wanted(), wanted(), at=…)`: a list for the pharmacy, not sent."""

    def made(*lines: Wanted, **about: Any) -> Manifest:
        told = {"partner": pharmacy, "title": "Morning list", "lines": lines, "by": zhao, "at": TEN, **about}
        return make_manifest(**told)

    return made


@pytest.fixture
def draft(make: Callable[..., Manifest]) -> Manifest:
    """Three lines: two packs of aspirin, three of insulin (cold), one of a drug that must be that one."""
    return make(
        wanted("Aspirin", "100mg", 2, bag="7"),
        wanted("Insulin", "3ml", 3, bag="8", is_cold=True),
        wanted("Warfarin", "3mg", 1, bag="9", no_substitute=True),
    )


@pytest.fixture
def sent(draft: Manifest, zhao: Actor) -> Manifest:
    """The same, sent by link at ten."""
    return send_manifest(manifest=draft, way=Manifest.SentBy.LINK, by=zhao, at=TEN)[0]


@pytest.fixture
def at_counter(sent: Manifest) -> Actor:
    """Whoever holds the link of the list."""
    return Actor(community=sent.community, role=Role.PARTNER, link=Link.objects.get(subject_id=sent.pk))


def line_of(manifest: Manifest, position: int = 1) -> ManifestLine:
    return manifest.lines.select_related("manifest__partner", "manifest__community").get(position=position)
