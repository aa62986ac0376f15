"""Pictures from people's phones: re-encoded without what the phone wrote into them, sealed, served to few."""

import io
import warnings
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from shouwang.desk.base import crypto
from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Picture
from shouwang.desk.base.refusals import Refused

FORMATS = ("JPEG", "PNG", "WEBP")
LONGEST_SIDE = 2000  # pixels: the print on a box of tablets is still read
QUALITY = 85


class NotAPicture(Refused):
    """Something else, or broken; the sentence says what to do."""


class TooBig(Refused):
    """More bytes or pixels than a photograph has."""


def clean(upload: "UploadedFile[Any]") -> tuple[bytes, int, int]:
    """`upload` as a fresh JPEG without EXIF, turned as it was held, and its width and height in pixels.

    Raises NotAPicture, TooBig. Looks at the header before it unpacks anything.
    """
    if upload.size is None or upload.size > settings.IMAGE_MAX_BYTES:
        limit = settings.IMAGE_MAX_BYTES // (1024 * 1024)
        raise TooBig(
            _("This picture is larger than %(limit)d MB. Take it anew, or send a smaller one.") % {"limit": limit}
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(upload, formats=FORMATS) as picture:
                _check_pixels(picture)
                return _encode(picture)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise _too_many_pixels() from error
    except UnidentifiedImageError as error:
        raise NotAPicture(
            _("This is no picture that the desk can read. Send a photograph (JPEG, PNG or WebP).")
        ) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise NotAPicture(_("This picture arrived damaged. Send it once more.")) from error


def keep(upload: "UploadedFile[Any]", *, by: Actor, at: datetime) -> Picture:
    """Store what somebody sent, sealed. Call inside the transaction of whatever points at it.

    If that transaction fails, the file goes with it. Raises NotAPicture, TooBig.
    """
    jpeg, width, height = clean(upload)
    picture = Picture(
        community=by.community, width=width, height=height, size=len(jpeg), made_at=at, made_by=by.account
    )
    path = _file(picture)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(crypto.seal_bytes(by.community.pk, picture.path, jpeg))
    try:
        with transaction.atomic():
            picture.save(force_insert=True)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return picture


def show(picture: Picture) -> HttpResponse:
    """`picture` as an answer. The caller's view has asked whether its reader may see what it belongs to."""
    jpeg = crypto.unseal_bytes(picture.community_id, picture.path, _file(picture).read_bytes())
    return HttpResponse(
        jpeg, content_type="image/jpeg",
        headers={"Cache-Control": "no-store", "Content-Disposition": "inline", "X-Content-Type-Options": "nosniff"},
    )  # fmt: skip


def destroy_pictures(pictures: QuerySet[Picture]) -> int:
    """Delete rows now and files once that is committed; how many."""
    paths = [_file(picture) for picture in pictures]
    pictures.delete()

    def unlink() -> None:
        for path in paths:
            path.unlink(missing_ok=True)

    transaction.on_commit(unlink)
    return len(paths)


def _check_pixels(picture: Image.Image) -> None:
    width, height = picture.size
    if width * height > settings.IMAGE_MAX_PIXELS:
        raise _too_many_pixels()


def _encode(picture: Image.Image) -> tuple[bytes, int, int]:
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    if upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info:
        layer = upright.convert("RGBA")
        upright = Image.new("RGB", layer.size, "white")
        upright.paste(layer, mask=layer.getchannel("A"))
    plain = Image.frombytes("RGB", upright.size, upright.convert("RGB").tobytes())  # pixels, and nothing else
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue(), *plain.size


def _too_many_pixels() -> TooBig:
    limit = settings.IMAGE_MAX_PIXELS // 1_000_000
    return TooBig(_("This picture has more than %(limit)d million pixels. Send a smaller one.") % {"limit": limit})


def _file(picture: Picture) -> Path:
    return Path(settings.MEDIA_ROOT) / picture.path
