"""{{ person|masked }}: somebody in the gate's book, by their surname alone."""

from django import template

from shouwang.desk.gate.book import mask_of
from shouwang.desk.people.models import Person

register = template.Library()


@register.filter
def masked(person: Person | None) -> str:
    return mask_of(person)
