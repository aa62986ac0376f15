"""What the rows of a call list need beside themselves."""

from typing import Any

from django import template

from shouwang.desk.checkins.calling import Call
from shouwang.desk.checkins.calling_pages import proof_of

register = template.Library()


@register.simple_tag(takes_context=True)
def proof(context: dict[str, Any], call: Call) -> str:
    """That this call stood on the reader's list when the page was made."""
    return proof_of(call.checkin, context["actor"])


@register.filter
def spaced(phone: str) -> str:
    """130 0000 0101: as one reads it aloud."""
    return f"{phone[:3]} {phone[3:7]} {phone[7:]}" if len(phone) == 11 and phone.isdecimal() else phone
