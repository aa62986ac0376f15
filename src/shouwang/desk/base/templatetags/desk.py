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


@register.simple_tag(takes_context=True)
def typed(context: dict[str, Any], prefix: str, row: object, untouched: str = "") -> str:
    """What stood in the field `prefix` + `row` of a form that comes back (`typed` of the page: its data), else
    `untouched`. An emptied field stays empty."""
    data = context.get("typed")
    return untouched if data is None else data.get(f"{prefix}{row}", untouched)


@register.filter
def quantity(value: Decimal | None) -> str:
    """2 for 2.000, 1.5 for 1.500."""
    return "" if value is None else f"{value.normalize():f}"


@register.simple_tag(takes_context=True)
def here(context: dict[str, Any], name: str) -> str:
    """`aria-current` for the section that the page belongs to."""
    match = getattr(context.get("request"), "resolver_match", None)
    return "page" if match and match.view_name == name else "false"
