"""The ground's own tables."""

from shouwang.desk.base.models.accounts import Account, Device, Invitation, Membership
from shouwang.desk.base.models.certificates import Certificate
from shouwang.desk.base.models.communities import Community, CommunityKey, Mode, Rule
from shouwang.desk.base.models.events import Chain, Event
from shouwang.desk.base.models.jobs import Job
from shouwang.desk.base.models.links import Link
from shouwang.desk.base.models.operations import Operation
from shouwang.desk.base.models.pictures import Picture
from shouwang.desk.base.models.tokens import SearchToken

__all__ = [
    "Account",
    "Certificate",
    "Chain",
    "Community",
    "CommunityKey",
    "Device",
    "Event",
    "Invitation",
    "Job",
    "Link",
    "Membership",
    "Mode",
    "Operation",
    "Picture",
    "Rule",
    "SearchToken",
]
