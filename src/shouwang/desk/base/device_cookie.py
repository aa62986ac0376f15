"""The secrets of a browser's enrolled devices, in one long-lived cookie that no script can read.

A phone holds one; a shared tablet one for each member enrolled on it.
"""

import re
import secrets as random

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# The prefix makes the browser refuse the cookie from anything but this very host over HTTPS.
NAME = "__Host-device" if settings.PRODUCTION else "device"
FRESH = "__Host-device-new" if settings.PRODUCTION else "device-new"
YEARS_TWO = 2 * 365 * 24 * 3600
TEN_MINUTES = 600
MOST = 12
SECRET = re.compile(r"[\w-]{43}", re.ASCII)


def new_secret() -> str:
    """256 random bits."""
    return random.token_urlsafe(32)


def secrets_of(request: HttpRequest) -> list[str]:
    """The secrets this browser holds, the latest first."""
    return [part for part in request.COOKIES.get(NAME, "").split(".") if SECRET.fullmatch(part)][:MOST]


def offer_secret(request: HttpRequest, response: HttpResponse) -> None:
    """Give the browser a secret before anything is enrolled with it: if the answer to the enrolment is lost on the
    way, the phone still holds it and can say the same again."""
    _set(response, FRESH, offered_secret(request) or new_secret(), TEN_MINUTES)


def offered_secret(request: HttpRequest) -> str | None:
    offered = request.COOKIES.get(FRESH, "")
    return offered if SECRET.fullmatch(offered) else None


def keep_secret(request: HttpRequest, response: HttpResponse, secret: str) -> None:
    """`secret` is enrolled: the browser keeps it, before the others it holds."""
    others = [held for held in secrets_of(request) if held != secret]
    _set(response, NAME, ".".join([secret, *others][:MOST]), YEARS_TWO)
    response.delete_cookie(FRESH, samesite="Lax")


def _set(response: HttpResponse, name: str, value: str, seconds: int) -> None:
    response.set_cookie(
        name, value, max_age=seconds, httponly=True, secure=settings.PRODUCTION, samesite="Lax", path="/"
    )
