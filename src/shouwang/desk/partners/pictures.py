"""Photographs of boxes beside their lines: small ones, for an old phone on a bad network."""

import io

from django.http import HttpResponse
from PIL import Image

from shouwang.desk.base import images
from shouwang.desk.base.models import Picture

SMALL_SIDE, SMALL_QUALITY = 480, 72  # pixels: what stands on a box is recognised; the whole picture is one tap away


def show_small(picture: Picture) -> HttpResponse:
    """`picture` as `images.show` answers it, at most 480 pixels wide and high: about 25 kB."""
    answer = images.show(picture)
    with Image.open(io.BytesIO(answer.content), formats=("JPEG",)) as whole:
        whole.thumbnail((SMALL_SIDE, SMALL_SIDE), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        whole.save(out, "JPEG", quality=SMALL_QUALITY, optimize=True)
    answer.content = out.getvalue()
    return answer
