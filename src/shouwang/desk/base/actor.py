"""Who acts: passed as `by` to every use-case, and the measure of what may be seen."""

from dataclasses import dataclass, field
from uuid import UUID

from shouwang.desk.base.models import Account, Community, Link
from shouwang.desk.base.roles import DESK, Role


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody in one community: an account in a role, the holder of a link, or the desk's own clockwork."""

    community: Community
    role: Role | None
    account: Account | None = None
    link: Link | None = None
    membership_id: UUID | None = field(default=None, compare=False)
    device_id: UUID | None = field(default=None, compare=False)

    @classmethod
    def clockwork(cls, community: Community) -> "Actor":
        """The desk itself, for what happens by time passing."""
        return cls(community=community, role=None)

    @property
    def is_desk(self) -> bool:
        return self.role in DESK

    @property
    def sees_everything(self) -> bool:
        """Coordinators see their whole community; a grid lead sees the grids that are theirs."""
        return self.role == Role.COORDINATOR or self.role is None

    @property
    def key(self) -> str:
        """The same for the same somebody: what an operation is bound to."""
        if self.account:
            return f"account:{self.account.pk}"
        return f"link:{self.link.pk}" if self.link else "clockwork"

    def __str__(self) -> str:
        if self.account:
            return self.account.name
        return str(self.role.label) if self.role else "守望"
