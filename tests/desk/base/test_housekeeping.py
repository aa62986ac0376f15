"""What has served its time is forgotten, day after day."""

import uuid
from datetime import timedelta

from shouwang.desk.base import housekeeping, jobs
from shouwang.desk.base.actions import accounts, links
from shouwang.desk.base.models import Invitation, Job, Link, Operation
from shouwang.desk.base.models.links import Scope
from shouwang.desk.base.roles import Role

DAY = timedelta(days=1)


def run_days(ten, days):
    for day in days:
        jobs.run_due(ten + day * DAY)
        jobs.run_due(ten + day * DAY)  # what the first pass sent out


def test_the_number_of_a_form_is_forgotten_after_thirty_days(banyan, ten):
    Operation.objects.create(id=uuid.uuid4(), community=banyan, actor="x", body_hash=b"", at=ten)
    housekeeping.begin_housekeeping(ten)

    run_days(ten, [0, 30])
    assert Operation.objects.count() == 1
    run_days(ten, [31])
    assert Operation.objects.count() == 0


def test_used_invitations_and_ended_links_are_forgotten(zhao, ten, granny_wu):
    accounts.invite_member(name="Wei", role=Role.HELPER, by=zhao, at=ten)
    links.make_link(scope=Scope.HOUSEHOLD, subject_id=granny_wu.pk, by=zhao, at=ten, valid_for=DAY)

    housekeeping.forget_what_is_over(ten + 20 * DAY)
    assert not Invitation.objects.exists()
    assert Link.objects.exists()
    housekeeping.forget_what_is_over(ten + 32 * DAY)
    assert not Link.objects.exists()


def test_a_link_that_was_opened_stands_in_the_log_and_stays(zhao, ten, granny_wu):
    _link, token = links.make_link(scope=Scope.HOUSEHOLD, subject_id=granny_wu.pk, by=zhao, at=ten, valid_for=DAY)
    links.open_link(token=token, at=ten)

    housekeeping.forget_what_is_over(ten + 365 * DAY)

    assert Link.objects.exists()


def test_every_capability_forgets_its_own_in_every_living_community(banyan, poplar, ten, monkeypatch):
    asked = []
    monkeypatch.setattr(housekeeping, "SWEEPS", {})
    housekeeping.swept("test.words", lambda community, at: asked.append((community.name, at)) or 0)
    housekeeping.begin_housekeeping(ten)

    run_days(ten, [0, 1])

    assert sorted(asked) == sorted((name, ten + day * DAY) for name in ("Banyan Court", "Poplar Row") for day in (0, 1))


def test_a_sweep_that_fails_in_one_community_stops_neither_the_other_nor_tomorrows(banyan, poplar, ten, monkeypatch):
    asked = []

    def forget(community, at):
        asked.append(community.name)
        if community == banyan:
            raise ValueError

    monkeypatch.setattr(housekeeping, "SWEEPS", {"test": forget})
    housekeeping.begin_housekeeping(ten)

    run_days(ten, [0, 1, 2])

    assert asked.count("Poplar Row") == 3
    assert jobs.dead_letters(poplar) == []


def test_starting_the_desk_again_and_again_queues_one_sweep(db, ten):
    for _start in range(3):
        housekeeping.begin_housekeeping(ten)

    assert jobs.count_pending() == 1


def test_done_jobs_are_forgotten_after_a_week(banyan, ten):
    Job.objects.create(kind="k", key="x", run_at=ten, done_at=ten)

    housekeeping.forget_what_is_over(ten + 6 * DAY)
    assert Job.objects.exists()
    housekeeping.forget_what_is_over(ten + 8 * DAY)
    assert not Job.objects.exists()
