"""Addresses with a secret behind the #, and their QR codes."""

import segno
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe


def address(request: HttpRequest | None, name: str, token: str) -> str:
    """The whole address of the page `name`, with `token` in its fragment: browsers never send that, nobody logs it."""
    origin = settings.ORIGIN or (request.build_absolute_uri("/").rstrip("/") if request else "")
    return f"{origin}{reverse(name)}#{token}"


def qr_svg(text: str) -> SafeString:
    """A QR code as inline SVG, black on white whatever the page's colours: cameras need that."""
    drawn = segno.make(text, error="m", micro=False).svg_inline(scale=6, border=4, light="#fff", omitsize=True)
    return mark_safe(drawn)
