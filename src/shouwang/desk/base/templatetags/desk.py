"""What every template may use."""

import uuid
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def op_id() -> SafeString:
    """The hidden number of a form: said twice, done once."""
    return format_html('<input type="hidden" name="op_id" value="{}">', uuid.uuid4())


@register.filter
def quantity(value: Decimal | None) -> str:
    """2 for 2.000, 1.5 for 1.500."""
    return "" if value is None else f"{value.normalize():f}"


@register.simple_tag(takes_context=True)
def here(context: dict[str, Any], name: str) -> str:
    """`aria-current` for the section that the page belongs to."""
    match = getattr(context.get("request"), "resolver_match", None)
    return "page" if match and match.view_name == name else "false"
