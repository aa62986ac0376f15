"""Amounts in templates."""

from django import template

from shouwang.desk.ledger.models import Thing
from shouwang.desk.ledger.reading import Counted
from shouwang.desk.ledger.words import amount_words, thing_words, yuan

register = template.Library()


@register.filter
def money(fen: int | None) -> str:
    """3550 → "¥35.50"."""
    return "" if fen is None else yuan(fen)


@register.filter
def counted(one: Counted) -> str:
    """ "amlodipine 2 box"."""
    return amount_words(one.commodity, one.amount)


@register.filter
def thing(one: Thing) -> str:
    """ "insurance card …4321 (3-2-501)"."""
    return thing_words(one)
