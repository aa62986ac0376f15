"""Photographs of slips and boxes."""

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from shouwang.desk.base import images
from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.refusals import use_case
from shouwang.desk.needs.models import Need, NeedPicture


@use_case
def add_picture(*, need: Need, upload: "UploadedFile[Any]", by: Actor, at: datetime) -> NeedPicture:
    """Keep a photograph with `need`, sealed and without what the camera wrote into it.

    Raises images.NotAPicture, images.TooBig.
    """
    kept = NeedPicture.objects.create(need=need, picture=images.keep(upload, by=by, at=at))
    record("needs.pictured", need, by=by, at=at, household_id=need.household_id, picture=kept.picture_id)
    return kept
