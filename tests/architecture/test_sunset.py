"""After the sunset day no word of anybody is left in any table, whichever capability wrote it."""

import pytest
from django.apps import apps
from django.utils import timezone

from shouwang.desk.base.actions.sunset import HOLDERS, destroy_community
from shouwang.desk.base.models import Community
from tests.architecture.sight import ESTATE
from tests.architecture.world import OTHER, OWN, build_world


@pytest.fixture
def after(db):
    world = build_world(timezone.now())
    destroy_community(community=world.zones[OWN].community, at=timezone.now())
    return world


def everything_stored() -> str:
    ours = [model for model in apps.get_models() if model.__module__.startswith("shouwang.")]
    return repr([list(model._base_manager.values_list()) for model in ours])


def test_no_word_of_anybody_is_left(after):
    stored = everything_stored()

    left = {canary.place for canary in after.canaries if canary.zone != OTHER and canary.word in stored}
    assert {place for place in left if not place.startswith(ESTATE)} == set()


def test_no_row_that_was_sealed_is_left_of_it(after):
    gone = Community.objects.get(pk=after.zones[OWN].community.pk)
    left = [
        model._meta.label
        for model in apps.get_models()
        if any(column.name.endswith("_sealed") for column in model._meta.concrete_fields)
        if model._base_manager.filter(community=gone).exists()
    ]
    assert not left


def test_the_other_community_is_as_it_was(after):
    for label, row in after.zones[OTHER].rows.items():
        assert apps.get_model(label)._base_manager.filter(pk=row.pk).exists(), label


def test_every_capability_with_sealed_columns_says_what_it_holds():
    sealed = {
        model._meta.app_label
        for model in apps.get_models()
        if any(column.name.endswith("_sealed") for column in model._meta.concrete_fields)
    }
    assert sealed <= set(HOLDERS)
