"""The community's plan of the ladder, as a dated rule."""

from datetime import date

from shouwang.desk.base.models import Community, Rule
from shouwang.desk.checkins.cases.bridge import Ladder, ladder_as_it_comes, ladder_from

LADDER = "ladder"  # the shape of planning.ladder: Ladder.as_json()


def ladder_on(community: Community, on: date) -> Ladder:
    """The plan in force on the day `on`; as the desk comes with it where nobody has decided. One query."""
    rule = Rule.objects.in_force(community, LADDER, on)
    return ladder_from(rule.value) if rule else ladder_as_it_comes()
