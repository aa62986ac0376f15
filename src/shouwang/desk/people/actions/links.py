"""A household's own page: a link on a card, to be handed over at the door."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from shouwang.desk.base.actions import links
from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Link
from shouwang.desk.base.models.links import Scope
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.people.models import Household

VALID_FOR = timedelta(days=90)


class NobodyThere(Refused):
    """A household that has left gets no link."""

    def __init__(self) -> None:
        super().__init__(_("This household has left; there is nobody to give a link to."))


@use_case
def make_link(*, household: Household, by: Actor, at: datetime, valid_for: timedelta = VALID_FOR) -> tuple[Link, str]:
    """A link that opens the household's own page, and its token, which is shown this once. Raises NobodyThere."""
    if household.left_at is not None:
        raise NobodyThere
    return links.make_link(scope=Scope.HOUSEHOLD, subject_id=household.pk, by=by, at=at, valid_for=valid_for)


@use_case
def revoke_link(*, link: Link, by: Actor, at: datetime) -> Link:
    """The card was lost: from now on it opens nothing. Saying it twice changes nothing."""
    return links.revoke_link(link=link, by=by, at=at)
