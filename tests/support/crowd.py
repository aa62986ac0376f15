"""Many people at one desk over HTTP: clients without a browser, and the scene they meet in."""

import http.client
import uuid
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from importlib import import_module
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.base.actions.communities import found_community
from shouwang.desk.base.models import Account, Membership
from shouwang.desk.base.roles import Role
from shouwang.desk.needs.models import Kind, Line, Need, Source
from shouwang.desk.people.models import Building, Door

CSRF = "c" * 32


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    location: str
    body: str


class Client:
    """One signed-in person who only sends forms. `say` raises OSError where no answer came."""

    def __init__(self, url: str, session: str) -> None:
        self.address = urlsplit(url)
        self.session = session

    def say(self, path: str, *, op_id: uuid.UUID, **words: str) -> Answer:
        body = urlencode({"csrfmiddlewaretoken": CSRF, "op_id": str(op_id), **words})
        cookies = f"sessionid={self.session}; csrftoken={CSRF}; django_language=en"
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies}
        connection = http.client.HTTPConnection(self.address.hostname or "", self.address.port, timeout=60)
        try:
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            return Answer(answer.status, answer.getheader("Location", ""), answer.read().decode())
        except http.client.HTTPException as error:
            raise OSError(str(error)) from error
        finally:
            connection.close()


def gather(clients: int, needs: int) -> dict[str, object]:
    """A community with the door 1-1-101, `clients` coordinators, their sessions, and open `needs`; where to add and
    take them.

    Called in the desk's own process, by `desk.call("tests.support.crowd:gather", …)`.
    """
    at = timezone.now()
    community = found_community(name="Crowd", at=at)
    sessions = [_session(f"Coordinator {number}", community, at) for number in range(clients)]
    rows = [
        Need(community=community, kind=Kind.GOODS, source=Source.FORM, made_at=at, due_by=at + timedelta(hours=2))
        for _number in range(needs)
    ]
    Need.objects.bulk_create(rows)
    Line.objects.bulk_create(
        Line(community=community, need=row, name="鸡蛋", unit="板", wanted=Decimal(1)) for row in rows
    )
    building = Building.objects.create(community=community, code="1", position=1)
    Door.objects.create(community=community, building=building, unit="1", room="101", floor=1, label="1-1-101")
    takes = [reverse("needs:take", args=[row.pk]) for row in rows]
    return {"sessions": sessions, "take": takes, "add": reverse("needs:add_need")}


def _session(name: str, community, at) -> str:
    account = Account.objects.create(name=name, language="en")
    membership = Membership.objects.create(account=account, community=community, role=Role.COORDINATOR, since=at)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session["membership"] = str(membership.pk)
    session.save()
    return str(session.session_key)


def taken() -> dict[str, list[str]]:
    """Who has which needs, and how often each was told as taken."""
    from shouwang.desk.base.models import Event

    events = Event.objects.filter(kind="needs.taken").values_list("subject_id", flat=True)
    holders = Need.objects.exclude(taken_by=None).values_list("pk", "taken_by__name")
    return {"events": [str(pk) for pk in events], "holders": [f"{pk} {name}" for pk, name in holders]}


def words() -> list[str]:
    """The words of every need."""
    return [need.words for need in Need.objects.all()]
