"""A pharmacy and a list that waits to be sent to it: made in the desk's own process."""

import io
import uuid
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw

from shouwang.desk.base import images
from shouwang.desk.partners.actions.directory import add_partner
from shouwang.desk.partners.actions.manifests import Wanted, make_manifest
from shouwang.desk.partners.models import Manifest, PartnerKind
from tests.journeys.run_sheet_scene import coordinator


def list_for_a_pharmacy() -> dict[str, str]:
    """Four lines; the first has a photograph, the last takes no other one."""
    by, at = coordinator(), timezone.now()
    pharmacy = add_partner(
        kind=PartnerKind.PHARMACY, name="绿巷药房", place="虚构路 12 号", phone="13000000501", by=by, at=at,
        hours=[[["08:00", "12:00"], ["14:00", "20:30"]]] * 6 + [[]], takes_insurance=True, minutes=9,
    )  # fmt: skip
    drawn = Image.new("RGB", (1200, 800), "#dfe8ef")
    ImageDraw.Draw(drawn).rectangle((80, 120, 1120, 680), outline="#355", width=12)
    picture = io.BytesIO()
    drawn.save(picture, "JPEG")
    box = images.keep(SimpleUploadedFile("box.jpg", picture.getvalue()), by=by, at=at)
    lines = [
        Wanted(uuid.uuid4(), "阿司匹林肠溶片", "100mg 30片 示例制药", 2, "盒", bag="7", picture=box),
        Wanted(uuid.uuid4(), "甘精胰岛素", "3ml:300单位 笔芯", 3, "支", bag="8", is_cold=True, with_card=True),
        Wanted(uuid.uuid4(), "氨氯地平片", "5mg 28片", 2, "盒", bag="9", needs_prescription=True),
        Wanted(uuid.uuid4(), "华法林钠片", "3mg 80片", 1, "盒", bag="9", no_substitute=True),
    ]
    made = make_manifest(partner=pharmacy, title="上午的药", lines=lines, by=by, at=at, due_by=at + timedelta(hours=2))
    return {"list": str(made.pk), "partner": str(pharmacy.pk)}


def how_it_stands(list: str) -> dict[str, object]:
    """Each line's answer in order, and whether it was seen and wholly answered."""
    made = Manifest.objects.get(pk=list)
    answers = [line.answer for line in made.lines.order_by("position")]
    return {"answers": answers, "seen": made.seen_at is not None, "answered": made.answered_at is not None}
