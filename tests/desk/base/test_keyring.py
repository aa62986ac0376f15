"""The wrapped keys are kept outside the database, and are gone from there, too, after the sunset day."""

import json
import uuid

import pytest

from shouwang.desk.base import crypto, housekeeping, jobs, keyring, tombstones
from shouwang.desk.base.actions import sunset as actions
from shouwang.desk.base.actions.communities import found_community
from shouwang.desk.base.models import CommunityKey

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture(autouse=True)
def _a_folder_of_its_own(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """`with committed():` what the block promised on commit happens at its end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def kept(committed, ten):
    """A community that was founded and committed."""
    with committed():
        return found_community(name="Banyan Court", at=ten)


def wrapped_key(community):
    return bytes(CommunityKey.objects.get(pk=community.pk).wrapped)


def test_a_founded_community_has_its_key_kept_for_its_owner_alone(kept):
    assert keyring.read_keys() == {kept.pk: wrapped_key(kept)}
    assert keyring.key_file().stat().st_mode & 0o077 == 0


def test_nothing_is_kept_of_a_founding_that_did_not_commit(ten):
    found_community(name="Banyan Court", at=ten)

    assert keyring.read_keys() == {}


def test_the_second_community_does_not_displace_the_first(kept, committed, ten):
    with committed():
        poplar = found_community(name="Poplar Row", at=ten)

    assert keyring.read_keys().keys() == {kept.pk, poplar.pk}


def test_a_key_of_a_community_that_is_not_in_the_database_stays_for_the_restore_to_come(kept):
    stranger = uuid.uuid4()
    keyring.write_keys(keyring.key_file(), {stranger: b"wrapped"})

    keyring.keep_keys()

    assert keyring.read_keys() == {stranger: b"wrapped", kept.pk: wrapped_key(kept)}


def test_the_sunset_takes_the_kept_key_and_leaves_the_others(kept, committed, ten, monkeypatch):
    monkeypatch.setattr(actions, "HOLDERS", {})
    with committed():
        poplar = found_community(name="Poplar Row", at=ten)
    with committed():
        actions.destroy_community(community=kept, at=ten)

    assert keyring.read_keys().keys() == {poplar.pk}


def test_a_sunset_that_fails_leaves_the_key(kept, committed, ten, monkeypatch):
    monkeypatch.setattr(actions, "HOLDERS", {"people": lambda _community: 1 / 0})

    with pytest.raises(ZeroDivisionError), committed():
        actions.destroy_community(community=kept, at=ten)

    assert keyring.read_keys().keys() == {kept.pk}


def test_killed_after_the_sunset_committed_the_next_sweep_takes_the_key(kept, committed, ten, monkeypatch):
    monkeypatch.setattr(actions, "HOLDERS", {})
    actions.destroy_community(community=kept, at=ten)  # and nothing that was promised on commit
    assert keyring.read_keys().keys() == {kept.pk}
    assert tombstones.is_destroyed(kept.pk)  # so that nobody uses it meanwhile

    housekeeping.begin_housekeeping(ten)
    with committed():
        jobs.run_due(ten)

    assert keyring.read_keys() == {}


def test_a_key_with_a_tombstone_is_not_kept_again(kept, committed):
    tombstones.set_tombstone(kept.pk)

    keyring.keep_keys()

    assert keyring.read_keys() == {}


def test_what_a_restore_moved_aside_loses_the_destroyed_key_too(kept, committed, ten, monkeypatch, tmp_path):
    monkeypatch.setattr(actions, "HOLDERS", {})
    aside, other = tmp_path / "replaced-20200308" / "secrets" / keyring.FILE, uuid.uuid4()
    aside.parent.mkdir(parents=True)
    keyring.write_keys(aside, {kept.pk: wrapped_key(kept), other: b"wrapped"})

    with committed():
        actions.destroy_community(community=kept, at=ten)

    assert keyring.parse_keys(aside.read_bytes()) == {other: b"wrapped"}


@pytest.mark.parametrize("content", ["", "[]", '{"a": "b"}', '{"6f1b3f0e-0000-4000-8000-000000000000": 1}'])
def test_a_damaged_file_is_left_for_somebody_to_mend(kept, content):
    keyring.key_file().write_text(content)

    with pytest.raises(keyring.KeyFileDamaged):
        keyring.keep_keys()

    assert keyring.key_file().read_text() == content


def test_what_is_kept_is_wrapped(kept, settings):
    (kept_hex,) = json.loads(keyring.key_file().read_text()).values()

    assert crypto.opens(settings.MASTER_KEY, kept.pk, bytes.fromhex(kept_hex))
    assert not crypto.opens(b"\0" * 32, kept.pk, bytes.fromhex(kept_hex))
    assert not crypto.opens(settings.MASTER_KEY, uuid.uuid4(), bytes.fromhex(kept_hex))
