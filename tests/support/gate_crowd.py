"""Many phones at one gate: the scene they meet in, what each of them has queued, and what came of it all."""

import http.client
import random
import uuid
from collections import Counter
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.base.actions.communities import found_community
from shouwang.desk.base.events import verify_chain
from shouwang.desk.base.models import Account, Community, Device, Event, Membership, Rule
from shouwang.desk.base.models.communities import Mode
from shouwang.desk.base.roles import Role
from shouwang.desk.gate.models import Gate, Outcome, Passage
from shouwang.desk.gate.rules import GATE
from shouwang.desk.needs.models import Kind, Need, Source
from shouwang.desk.people.models import Building, Door, Household, Person

CSRF = "c" * 32
REASONS = ("shopping", "medicine", "walk", "hospital", "")
RULE = {"rule": {"modes": {"lockdown": {"open": {"times": 1, "days": 2, "hours": 2}}}}}
ANSWERS_LOST = 0.2


@transaction.atomic
def gather(devices: int, passages: int) -> dict[str, Any]:
    """A community shut in, with two gates, `devices` guards' phones, and each phone's share of `passages`.

    Called in the desk's own process, by `desk.call("tests.support.gate_crowd:gather", …)`.
    """
    at, dice = timezone.now(), random.Random(20)
    community = found_community(name="Gates", at=at)
    Community.objects.filter(pk=community.pk).update(mode=Mode.LOCKDOWN)
    Rule.objects.create(community=community, name=GATE, from_day=at.date() - timedelta(days=9), value=RULE)
    gates = [Gate.objects.create(community=community, name=name) for name in ("South", "East")]
    people = _people(community, at)
    queues = [
        [_passage(dice, people, gates[phone % 2], at) for _ in range(passages // devices)] for phone in range(devices)
    ]  # fmt: skip
    sessions = [_session(f"Guard {number}", community, at) for number in range(devices)]
    return {"phones": list(zip(sessions, queues, strict=True)), "record": reverse("gate:record")}


def _people(community: Community, at: datetime) -> list[tuple[str, str]]:
    building = Building.objects.create(community=community, code="1", position=1)
    found = []
    for number in range(336):
        floor, room = divmod(number, 12)
        label = f"1-1-{floor + 1}{room + 1:02}"
        door = Door.objects.create(
            community=community, building=building, unit="1", room=label[4:], floor=floor + 1, label=label
        )
        household = Household.objects.create(community=community, door=door, since=at - timedelta(days=30))
        person = Person.objects.create(community=community, household=household, name="某示例", is_head=True)
        found.append((str(household.pk), str(person.pk)))
    return found


def _passage(dice: random.Random, people: list[tuple[str, str]], gate: Gate, at: datetime) -> dict[str, str]:
    """One as a phone keeps it: its number made on the phone, at any minute of the last ten hours."""
    household, person = dice.choice(people)
    outcome = dice.choices(("allowed", "turned_back", "helped", "went_anyway", "senior"), (84, 6, 6, 2, 2))[0]
    said_at = at - timedelta(seconds=dice.randrange(36_000))
    return {
        "op_id": str(uuid.UUID(int=dice.getrandbits(128), version=4)), "who": "resident", "household": household,
        "person": dice.choice((person, "")), "direction": "out" if outcome == "helped" else dice.choice(("out", "in")),
        "reason": dice.choice(REASONS), "gate": str(gate.pk), "outcome": outcome,
        "voices": dice.choice(("no", "no", "yes")), "words": "大米" if outcome == "helped" else "",
        "said_at": said_at.isoformat(),
    }  # fmt: skip


def _session(name: str, community: Community, at: datetime) -> str:
    account = Account.objects.create(name=name, language="en")
    membership = Membership.objects.create(account=account, community=community, role=Role.GUARD, since=at)
    device = Device.objects.create(
        community=community, account=account, secret_hash=name.encode(), label=name, enrolled_at=at, seen_at=at
    )
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session["membership"], session["device"] = str(membership.pk), str(device.pk)
    session.save()
    return str(session.session_key)


class Phone:
    """A guard's phone that sends what it has queued, as its outbox does: kept until an answer came.

    Every passage is queued twice, in any order; one answer in five is lost on the way back.
    """

    def __init__(self, session: str, queue: list[dict[str, str]], path: str, seed: int) -> None:
        self.session, self.path, self.dice = session, path, random.Random(seed)
        self.waiting = self.dice.sample(queue * 2, len(queue) * 2)
        self.acknowledged: set[str] = set()
        self.lost = self.unanswered = 0
        self.strange: list[str] = []

    def send(self, url: str) -> None:
        """Until nothing waits or nobody answers."""
        address = urlsplit(url)
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=60)
        try:
            while self.waiting:
                self._send_one(connection)
        except (OSError, http.client.HTTPException):
            self.unanswered += 1
        finally:
            connection.close()

    def _send_one(self, connection: http.client.HTTPConnection) -> None:
        passage = self.waiting[-1]
        cookies = f"sessionid={self.session}; csrftoken={CSRF}; django_language=en"
        told = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies, "X-CSRFToken": CSRF,
                "X-Op-Id": passage["op_id"]}  # fmt: skip
        connection.request("POST", self.path, urlencode(passage), told)
        if self.dice.random() < ANSWERS_LOST:
            connection.close()  # it is heard, and nobody hears that it was
            self.lost += 1
            self.waiting.insert(self.dice.randrange(len(self.waiting)), self.waiting.pop())
            return
        answer = connection.getresponse()
        words = answer.read().decode()
        if answer.status == 204:
            self.acknowledged.add(passage["op_id"])
        else:
            self.strange.append(f"{answer.status} {passage} {words[-400:]}")
        self.waiting.pop()


def written() -> dict[str, Any]:
    """The book as it stands: each passage's number with what it says, how often each was told, and the helped."""
    community = Community.objects.get(name="Gates")
    rows = Passage.objects.values_list("op_id", "household_id", "direction", "outcome", "need_id")
    told = Counter(Event.objects.filter(kind="gate.passage").values_list("subject_id", flat=True))
    asked = Need.objects.filter(source=Source.GATE).exclude(kind=Kind.VISIT).count()
    helped = Passage.objects.filter(outcome=Outcome.TURNED_BACK_HELPED, need__isnull=False)
    visits = Need.objects.filter(source=Source.GATE, kind=Kind.VISIT)
    return {
        "rows": {str(op_id): [str(home), way, outcome] for op_id, home, way, outcome, _need in rows},
        "count": len(rows), "told": sum(told.values()), "told_twice": sum(count > 1 for count in told.values()),
        "needs": asked, "helped": helped.count(),
        "visits": visits.count(), "visited": visits.values("household").distinct().count(),
        "broken_at": verify_chain(community),
    }  # fmt: skip
