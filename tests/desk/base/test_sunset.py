"""On the sunset day everything personal is destroyed, and a certificate says how much it was."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from shouwang.desk.base import crypto, housekeeping, jobs, tombstones
from shouwang.desk.base.actions import accounts
from shouwang.desk.base.actions import sunset as actions
from shouwang.desk.base.events import verify_chain
from shouwang.desk.base.models import (
    Account,
    Certificate,
    Community,
    CommunityKey,
    Device,
    Event,
    Invitation,
    Link,
    Membership,
    Operation,
    SearchToken,
)
from shouwang.desk.base.roles import Role
from tests.desk.conftest import member


@pytest.fixture
def held(monkeypatch):
    """The registry alone: what other capabilities hold is their own tests' affair."""
    monkeypatch.setattr(actions, "HOLDERS", {})
    return actions.HOLDERS


@pytest.fixture
def destroyed(held, banyan, poplar, zhao, feng, ten):
    _invitation, token = accounts.invite_member(name="Wei", role=Role.HELPER, by=zhao, at=ten)
    accounts.accept_invitation(token=token, pin="295183", secret="s" * 43, is_shared=False, label="", at=ten)
    SearchToken.objects.index(banyan, uuid.uuid4(), ["吴虚构"])
    return actions.destroy_community(community=banyan, at=ten)


def test_nobodys_name_device_or_key_is_left(destroyed, banyan):
    here = {"community": banyan}

    assert not CommunityKey.objects.filter(**here).exists()
    assert not Device.objects.filter(**here).exists()
    assert not Invitation.objects.filter(**here).exists()
    assert not SearchToken.objects.filter(**here).exists()
    assert not Operation.objects.filter(**here).exists()
    assert set(Account.objects.filter(memberships__community=banyan).values_list("name", flat=True)) == {"—"}


def test_what_was_sealed_opens_no_more(held, banyan, ten):
    sealed = crypto.seal(banyan.pk, "t|c|1", "吴虚构")
    actions.destroy_community(community=banyan, at=ten)

    with pytest.raises(crypto.Unsealable):
        crypto.unseal(banyan.pk, "t|c|1", sealed)


def test_the_log_stays_whole_and_says_so(destroyed, banyan):
    assert verify_chain(banyan) is None
    assert Event.objects.filter(community=banyan).order_by("seq").last().kind == "base.sunset"
    assert destroyed.events == Event.objects.filter(community=banyan).count()


def test_the_certificate_counts_and_is_open_to_whoever_has_its_address(destroyed, client):
    page = client.get(f"/certificates/{destroyed.pk}/").content.decode()

    assert destroyed.counts["names of members"] == 2
    assert destroyed.counts["devices"] == 1
    assert "Banyan Court" in page
    assert destroyed.chain_hash in page


def test_the_other_community_keeps_everything(destroyed, poplar, feng, as_):
    assert crypto.unseal(poplar.pk, "p", crypto.seal(poplar.pk, "p", "外样本")) == "外样本"
    assert as_(feng).get("/members/").status_code == 200


def test_whoever_also_works_elsewhere_keeps_their_name(held, banyan, poplar, lin, ten):
    Membership.objects.create(account=lin.account, community=poplar, role=Role.HELPER, since=ten)

    actions.destroy_community(community=banyan, at=ten)

    lin.account.refresh_from_db()
    assert lin.account.name == "Lin"


def test_its_members_are_out(destroyed, zhao, as_):
    assert as_(zhao).get("/members/").status_code == 302


def test_the_highest_layer_is_destroyed_first(held, banyan, ten):
    order = []
    for name in ("people", "needs"):
        actions.holds(name, lambda _community, name=name: order.append(name) or {name: 1})

    certificate = actions.destroy_community(community=banyan, at=ten)

    assert order == ["needs", "people"]
    assert certificate.counts["people"] == 1


def test_one_that_fails_destroys_nothing_by_halves(held, banyan, zhao, ten):
    actions.holds("people", lambda _community: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        actions.destroy_community(community=banyan, at=ten)

    assert CommunityKey.objects.filter(community=banyan).exists()
    assert not tombstones.is_destroyed(banyan.pk)


def test_destroying_twice_is_destroying_once(destroyed, banyan, ten):
    again = actions.destroy_community(community=Community.objects.get(pk=banyan.pk), at=ten)

    assert again.pk == destroyed.pk


def test_the_day_comes_by_itself(held, banyan, zhao, ten):
    actions.set_sunset(community=banyan, on=ten.date() + timedelta(days=30), by=zhao, at=ten)
    housekeeping.begin_housekeeping(ten)

    for day in range(30):
        jobs.run_due(ten + timedelta(days=day))
        assert not Certificate.objects.exists()
    jobs.run_due(ten + timedelta(days=30))
    jobs.run_due(ten + timedelta(days=30))

    assert Certificate.objects.get().community == banyan


def test_a_backup_that_brings_a_destroyed_community_back_does_not_bring_its_secrets(held, banyan, ten):
    sealed, wrapped = crypto.seal(banyan.pk, "p", "吴虚构"), bytes(CommunityKey.objects.get().wrapped)
    actions.destroy_community(community=banyan, at=ten)
    Certificate.objects.all().delete()  # as a restored backup leaves the tables
    Community.objects.update(sunset_at=None)
    CommunityKey.objects.create(community=banyan, wrapped=wrapped)
    crypto.forget_keys()

    with pytest.raises(crypto.Unsealable):
        crypto.unseal(banyan.pk, "p", sealed)
    jobs.later("base.sweep", "daily", ten)
    jobs.run_due(ten)
    jobs.run_due(ten)
    assert not CommunityKey.objects.exists()


def test_there_is_a_week_to_object(banyan, zhao, ten):
    with pytest.raises(actions.TooSoon):
        actions.set_sunset(community=banyan, on=ten.date() + timedelta(days=6), by=zhao, at=ten)


def test_an_administrator_sets_the_day_and_takes_it_back(as_, banyan):
    root = as_(member(banyan, "Root", Role.ADMINISTRATOR))
    day = timezone.now().date() + timedelta(days=40)
    for on, kept in ((day.isoformat(), day), ("", None)):
        assert root.post("/sunset/", {"on": on, "op_id": uuid.uuid4()}).status_code == 302
        banyan.refresh_from_db()
        assert banyan.sunset_on == kept


def test_links_that_stand_in_the_log_stay_without_opening_anything(held, banyan, zhao, granny_wu, ten, client):
    from shouwang.desk.base.actions.links import make_link, open_link
    from shouwang.desk.base.models.links import Scope

    _link, token = make_link(scope=Scope.HOUSEHOLD, subject_id=granny_wu.pk, by=zhao, at=timezone.now())
    open_link(token=token, at=timezone.now())
    actions.destroy_community(community=banyan, at=ten)

    assert Link.objects.get().revoked_at is not None
    assert client.post("/l", {"code": token}).status_code == 422


def test_sqlite_overwrites_what_is_deleted(db):
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete")
            assert cursor.fetchone()[0] == 1
