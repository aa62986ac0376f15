"""Use-cases, and how they say no."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

P = ParamSpec("P")
R = TypeVar("R")


class Refused(Exception):
    """The use-case cannot be done. The message is a translated sentence for the person at the screen."""


def use_case(function: Callable[P, R]) -> Callable[P, R]:
    """Make `function` all or nothing: its writes, events and entries commit together or not at all."""

    @wraps(function)
    def whole(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic():
            return function(*args, **kwargs)

    return whole
