"""Every chain of the field's samples, pasted as it is: nothing stumbles, nothing is lost."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from shouwang.desk.needs.actions import intake
from shouwang.desk.needs.bridge import LIST_KINDS
from shouwang.desk.needs.listing import show
from shouwang.desk.needs.models import IntakeEntry, ListKind, Need
from tests.desk.conftest import TEN

CHAINS = sorted((Path(__file__).parents[2] / "reading/samples/chat").glob("*.txt"))
KINDS = {
    "jielong_11": ListKind.MEDICINE, "jielong_12": ListKind.ERRAND, "jielong_13": ListKind.RIDE,
    "jielong_14": ListKind.HEADCOUNT, "jielong_34": ListKind.TRANSFER, "jielong_35": ListKind.WELFARE,
}  # fmt: skip


@pytest.mark.parametrize("path", CHAINS, ids=lambda path: path.stem)
def test_a_chain_of_the_field_is_kept_whole(path, banyan, zhao):
    made = intake.paste_chain(text=path.read_text(), by=zhao, at=TEN)

    shown = show(made)
    states = list(made.entries.values_list("state", flat=True))
    assert shown.received == len(states) == sum(states.count(state) for state in IntakeEntry.State.values)
    known = set(json.loads(made.context)["others"]) | {str(line.number) for line in shown.lines if line.entries}
    assert all(str(line.number) in known for line in shown.lines if line.text.strip())
    assert made.kind == KINDS.get("_".join(path.stem.split("_")[:2]), made.kind)


@pytest.mark.parametrize("path", CHAINS, ids=lambda path: path.stem)
def test_the_same_chain_again_makes_nothing_new(path, banyan, zhao):
    first = intake.paste_chain(text=path.read_text(), by=zhao, at=TEN)
    before = set(Need.objects.values_list("pk", "state"))
    intake.paste_chain(text=path.read_text(), by=zhao, at=TEN + timedelta(hours=1), continues=first)

    assert set(Need.objects.values_list("pk", "state")) == before


@pytest.mark.parametrize("kind", [kind for kind in LIST_KINDS if kind != ListKind.GOODS])
def test_any_kind_may_be_said_of_any_chain(kind, banyan, zhao):
    """A wrong choice asks; it never stumbles, and another choice leads back."""
    text = next(path for path in CHAINS if "01" in path.stem).read_text()
    first = intake.paste_chain(text=text, by=zhao, at=TEN)
    wanted = sorted(Need.objects.live().values_list("door__label", flat=True))
    other = intake.read_again(intake=first, kind=kind, by=zhao, at=TEN)
    assert other.kind == kind
    back = intake.read_again(intake=other, kind="goods", by=zhao, at=TEN)

    assert show(back).received == back.entries.count()
    assert sorted(Need.objects.live().values_list("door__label", flat=True)) == wanted
