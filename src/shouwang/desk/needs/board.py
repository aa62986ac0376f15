"""Today's board: what is live, the most pressing first, within filters that live in the address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.needs.due import end_of_day, end_of_part
from shouwang.desk.needs.models import Kind, Need, State
from shouwang.desk.needs.models.needs import NeedQuerySet
from shouwang.desk.needs.search import found_by

PAGE = 50
STATES = {"open": _("nobody has it"), "taken": _("taken"), "under_way": _("under way"), "returned": _("came back")}
WHENS = {"late": _("late"), "part": _("due next"), "today": _("due today"), "no_hour": _("no hour")}


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for; anything it does not know is left aside."""

    kind: str = ""
    building: str = ""
    state: str = ""
    when: str = ""
    text: str = ""
    mine: bool = False

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "Filters":
        kind, building, state, when = (query.get(name, "") for name in ("kind", "building", "state", "when"))
        return cls(
            kind=kind if kind in Kind.values else "", building=building if _is_uuid(building) else "",
            state=state if state in STATES else "", when=when if when in WHENS else "",
            text=query.get("text", "").replace("\x00", "").strip()[:60], mine=query.get("mine") == "1",
        )  # fmt: skip

    def __bool__(self) -> bool:
        return self != Filters()

    @property
    def query(self) -> str:
        said = {name: getattr(self, name) for name in ("kind", "building", "state", "when", "text")}
        return urlencode({name: value for name, value in said.items() if value} | ({"mine": "1"} if self.mine else {}))


@dataclass(frozen=True, slots=True)
class Row:
    """A need as the board shows it."""

    need: Need
    tone: str  # late, due or nothing
    heading: str  # of the group that begins here, or nothing
    overdue: str  # how long it has been late, in words


@dataclass(frozen=True, slots=True)
class Board:
    rows: list[Row]
    page: "Page[Need]"


def filtered(filters: Filters, by: Actor, at: datetime) -> NeedQuerySet:
    """The live needs that `by` may see and `filters` ask for."""
    needs = Need.objects.visible_to(by).live()
    if filters.kind:
        needs = needs.filter(kind=filters.kind)
    if filters.building:
        needs = needs.filter(door__building_id=filters.building)
    if filters.state == "returned":
        needs = needs.filter(state=State.OPEN).exclude(return_reason="")
    elif filters.state:
        needs = needs.filter(state=filters.state)
    if filters.mine:
        needs = needs.filter(taken_by=by.account)
    needs = _when(needs, filters.when, by, at)
    return found_by(needs, by.community, filters.text) if filters.text else needs


def _when(needs: NeedQuerySet, when: str, by: Actor, at: datetime) -> NeedQuerySet:
    if when == "late":
        return needs.filter(due_by__lt=at)
    if when == "part":
        return needs.filter(due_by__gte=at, due_by__lte=end_of_part(by.community, at))
    if when == "today":
        return needs.filter(due_by__gte=at, due_by__lt=end_of_day(by.community, at))
    return needs.filter(due_by=None) if when == "no_hour" else needs


def board_of(filters: Filters, page: str, by: Actor, at: datetime) -> Board:
    """One page of the board. Three queries, however many needs there are."""
    needs = filtered(filters, by, at).most_pressing_first(at)
    needs = needs.select_related("door", "taken_by", "person").prefetch_related("lines")
    found = Paginator(needs, PAGE).get_page(page)
    return Board(list(_rows(found.object_list, by, at)), found)


def _rows(needs: Iterable[Need], by: Actor, at: datetime) -> Iterable[Row]:
    part, day = end_of_part(by.community, at), end_of_day(by.community, at)
    last = ""
    for need in needs:
        if need.is_late(at):
            tone, heading = "late", str(_("Late"))
        elif need.due_by and need.due_by <= part:
            tone, heading = "due", str(_("Due next"))
        elif need.due_by and need.due_by < day:
            tone, heading = "due", str(_("Later today"))
        elif need.due_by:
            tone, heading = "", str(_("Another day"))
        else:
            tone, heading = "", str(_("No hour"))
        overdue = timesince(need.due_by, at, depth=1) if need.due_by and tone == "late" else ""
        yield Row(need, tone, heading if heading != last else "", overdue)
        last = heading


def _is_uuid(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
