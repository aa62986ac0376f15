"""A photograph is kept as what it shows, and nothing of where and with what it was taken."""

import io
import struct
import zlib

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from shouwang.desk.base import images
from shouwang.desk.base.models import Picture

ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825


def upload(content, name="box.jpg"):
    return SimpleUploadedFile(name, content)


def photograph(size=(60, 40), *, kind="JPEG", exif=None, mode="RGB", colour="red"):
    out = io.BytesIO()
    picture = Image.new(mode, size, colour)
    picture.save(out, kind, **({"exif": exif} if exif else {}))
    return out.getvalue()


def exif_of(orientation):
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE] = orientation, "SecretPhone 9"
    exif.get_ifd(GPS)[2] = (39.0, 54.0, 27.0)
    return exif


def opened(jpeg):
    return Image.open(io.BytesIO(jpeg))


def test_what_the_phone_wrote_into_it_is_gone(banyan):
    jpeg, *_size = images.clean(upload(photograph(exif=exif_of(1))))

    assert b"SecretPhone" not in jpeg
    assert not dict(opened(jpeg).getexif())
    assert "exif" not in opened(jpeg).info


def test_it_stands_upright_as_it_was_held():
    _jpeg, width, height = images.clean(upload(photograph((60, 40), exif=exif_of(6))))

    assert (width, height) == (40, 60)


def test_a_large_one_is_made_smaller_and_still_legible():
    _jpeg, width, height = images.clean(upload(photograph((4000, 1000))))

    assert (width, height) == (images.LONGEST_SIDE, images.LONGEST_SIDE // 4)


@pytest.mark.parametrize(
    ("kind", "mode", "colour"),
    [("PNG", "RGBA", (0, 0, 0, 0)), ("PNG", "P", 0), ("WEBP", "RGB", "red"), ("PNG", "L", 9)],
)
def test_other_kinds_become_photographs_too(kind, mode, colour):
    jpeg, *_size = images.clean(upload(photograph(kind=kind, mode=mode, colour=colour)))

    assert opened(jpeg).format == "JPEG"
    if mode == "RGBA":
        assert opened(jpeg).getpixel((0, 0)) == (255, 255, 255), "what was transparent is paper"


@pytest.mark.parametrize(
    "content",
    [b"", b"not a picture", b"<svg onload='x'/>", b"%PDF-1.4", photograph(kind="GIF"), photograph(kind="TIFF")],
)
def test_what_is_no_photograph_gets_a_sentence(content):
    with pytest.raises(images.NotAPicture) as refusal:
        images.clean(upload(content))
    assert str(refusal.value).endswith(".")


def test_one_that_arrived_half_gets_a_sentence():
    with pytest.raises(images.NotAPicture, match="damaged"):
        images.clean(upload(photograph((600, 400))[:700]))


def test_one_of_too_many_bytes_is_refused_unread():
    heavy = upload(b"x")
    heavy.size = settings.IMAGE_MAX_BYTES + 1
    with pytest.raises(images.TooBig, match="MB"):
        images.clean(heavy)


def bomb(width, height):
    """A PNG of a few hundred bytes that claims to be enormous."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(7100, 7100), (20_000, 20_000), (60_000, 60_000)])
def test_a_bomb_is_refused_before_it_is_unpacked(size):
    with pytest.raises(images.TooBig, match="pixels"):
        images.clean(upload(bomb(*size)))


def test_it_is_stored_sealed_under_a_random_name(zhao, ten, banyan):
    picture = images.keep(upload(photograph(), "wu's insulin.jpg"), by=zhao, at=ten)

    path = settings.MEDIA_ROOT / picture.path
    assert b"JFIF" not in path.read_bytes()
    assert "insulin" not in str(path)
    assert path.stat().st_mode & 0o077 == 0
    assert opened(images.show(picture).content).size == (60, 40)


def test_one_that_was_moved_to_another_row_does_not_open(zhao, ten):
    from shouwang.desk.base.crypto import Unsealable

    one, other = (images.keep(upload(photograph()), by=zhao, at=ten) for _time in range(2))
    (settings.MEDIA_ROOT / one.path).write_bytes((settings.MEDIA_ROOT / other.path).read_bytes())

    with pytest.raises(Unsealable):
        images.show(one)


def test_destroyed_pictures_leave_no_file(transactional, zhao, ten):
    picture = images.keep(upload(photograph()), by=zhao, at=ten)

    assert images.destroy_pictures(Picture.objects.all()) == 1

    assert not (settings.MEDIA_ROOT / picture.path).exists()
