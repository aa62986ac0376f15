"""Words of somebody who may harm themselves: the helpline is shown to them and to whoever reads them."""

from datetime import datetime

from django.utils.translation import gettext as _

from shouwang.desk.base.models import Community, Rule

NATIONAL = "12356"  # psychological help, free, day and night


def helpline_of(community: Community, at: datetime) -> str:
    """The number as the community has set it (rule "helpline"), else the national one."""
    rule = Rule.objects.in_force(community, "helpline", community.today(at))
    return str(rule.value) if rule else NATIONAL


def to_the_desk(community: Community, at: datetime) -> str:
    said = {"number": helpline_of(community, at)}
    return _("Somebody here may want to harm themselves. Call them now, stay on the line; helpline %(number)s.") % said


def to_themselves(community: Community, at: datetime) -> str:
    said = {"number": helpline_of(community, at)}
    return (
        _("You are not alone. The desk has read this and will call you. Day and night somebody listens at %(number)s.")
        % said
    )
