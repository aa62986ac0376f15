"""Who is told of a step: whoever can do it, and where silence has grown, more of them."""

from collections.abc import Iterable
from uuid import UUID

from shouwang.desk.base.models import Account, Membership
from shouwang.desk.base.roles import DESK, Role
from shouwang.desk.checkins.models import Case, Step, StepTold

ALL_OF_THEM = frozenset({"lead", "door", "vehicle", "hospital"})
"""Steps that the grid lead and the coordinators hear of; the others go to the grid lead, or to them where none is."""


def whom_to_tell(case: Case, step: Step, why: str) -> list[Account]:
    """Members who can do it, each once: never empty while the community has a coordinator. Whoever has their call on
    their own list is told of calling again; everybody else works at the desk and may see the case."""
    lead = _grid_lead(case)
    everybody = why in (StepTold.Why.LAPSED, StepTold.Why.STUCK) or step.code in ALL_OF_THEM
    found = [
        *(_caller(case) if step.code == "call_again" and why == StepTold.Why.DUE else ()),
        *lead,
        *(_coordinators(case) if everybody or not lead else ()),
        *_whoever_was_there(case),
    ]
    return list({account.pk: account for account in found}.values())


def _grid_lead(case: Case) -> list[Account]:
    """The lead of the grid where they live, as long as they work at this desk."""
    door = case.household.door
    grid = door.building.grid if door else None
    return _at_the_desk(case, [grid.lead_id]) if grid and grid.lead_id else []


def _caller(case: Case) -> list[Account]:
    """Whose call they are today, as long as they are of this community."""
    account = case.checkin.assigned_to if case.checkin else None
    here = Membership.objects.live().filter(community=case.community_id, account=account)
    return [account] if account is not None and here.exists() else []


def is_of_the_desk(case: Case, account: Account) -> bool:
    """Whether `account` can open the page of `case`."""
    return bool(_at_the_desk(case, [account.pk]))


def _coordinators(case: Case) -> list[Account]:
    here = Membership.objects.live().filter(community=case.community_id, role=Role.COORDINATOR)
    return [member.account for member in here.select_related("account").order_by("since", "pk")]


def _whoever_was_there(case: Case) -> list[Account]:
    """Who said what came of the last step: they know most."""
    last = case.steps.filter(state=Step.State.DONE).order_by("-seq").values_list("done_by", flat=True).first()
    return _at_the_desk(case, [last]) if last else []


def _at_the_desk(case: Case, accounts: Iterable[UUID | None]) -> list[Account]:
    here = Membership.objects.live().filter(community=case.community_id, role__in=DESK, account__in=accounts)
    return [member.account for member in here.select_related("account")]
