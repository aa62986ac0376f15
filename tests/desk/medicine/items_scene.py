"""What the tests of asked-for medicines share: a small invented formulary, and a morning's chain."""

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Community
from shouwang.desk.medicine.actions.items import take_in
from shouwang.desk.medicine.models import Drug, DrugClass, Item
from shouwang.desk.needs.actions.capture import Wish, add_need
from shouwang.desk.needs.models import Kind, Need, Sensitivity, Source
from shouwang.desk.people.models import Household
from tests.desk.conftest import TEN


def drug(community: Community, generic: str, brand: str = "", **about: object) -> Drug:
    about = {"strength": "5mg", "form": "片", "pack_size": 7, "unit": "片", "made_at": TEN} | about
    about.setdefault("drug_class", DrugClass.PRESCRIPTION)
    return Drug.objects.create(community=community, generic=generic, brand=brand, **about)


@pytest.fixture
def formulary(banyan: Community) -> dict[str, Drug]:
    """Two strengths of one drug, an insulin, a fever drug, a plaster, two that are controlled."""
    made = [
        drug(banyan, "氨氯地平", "络活喜", maker="甲厂"),
        drug(banyan, "氨氯地平", "络活喜", maker="甲厂", strength="10mg"),
        drug(banyan, "二甲双胍", strength="0.5g", pack_size=20),
        drug(banyan, "门冬胰岛素30", strength="3ml:300u", form="笔芯", pack_size=1, unit="支", is_cold=True),
        drug(banyan, "布洛芬", strength="0.2g", pack_size=20, drug_class=DrugClass.FEVER),
        drug(banyan, "创可贴", strength="", form="", pack_size=20, drug_class=DrugClass.ORDINARY),
        drug(banyan, "吗啡", strength="30mg", form="缓释片", drug_class=DrugClass.NARCOTIC),
        drug(banyan, "阿普唑仑", strength="0.4mg", drug_class=DrugClass.PSYCHOTROPIC),
    ]
    return {f"{one.generic} {one.strength}".strip(): one for one in made}


@pytest.fixture
def need_for(zhao: Actor) -> Callable[..., Need]:
    """`need_for(granny_wu, ("络活喜 5mg*7片", 3, "盒"))`: a need of kind medicine that Zhao wrote down at ten."""

    def add(household: Household | None, *wishes: tuple[str, int | str, str], **said: object) -> Need:
        said = {
            "kind": Kind.MEDICINE, "source": Source.FORM, "by": zhao, "at": TEN, "sensitivity": Sensitivity.SENSITIVE,
        } | said  # fmt: skip
        lines = [Wish(name, Decimal(quantity), unit) for name, quantity, unit in wishes]
        return add_need(household=household, wishes=lines, **said)

    return add


@pytest.fixture
def item_for(need_for: Callable[..., Need], formulary: dict[str, Drug], zhao: Actor) -> Callable[..., Item]:
    """`item_for(granny_wu, "络活喜 5mg*7片", 3)`: its need, taken in."""

    def take(household: Household, name: str, quantity: int | str = 1, unit: str = "盒", **said: object) -> Item:
        (item,) = take_in(need=need_for(household, (name, quantity, unit), **said), by=zhao, at=TEN)
        return item

    return take


def photograph(colour: str = "white") -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "JPEG")
    return SimpleUploadedFile("box.jpg", out.getvalue(), "image/jpeg")
