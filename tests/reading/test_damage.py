"""Damaged text is repaired where that is certain, marked where it is not, and otherwise left alone."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouwang.reading import damage

SAMPLES = Path(__file__).parent / "samples/lexicons"
CASES = json.loads((SAMPLES / "damage_vectors.json").read_text(encoding="utf-8"))["cases"]
OPTIONS = {"D5": {"punctuation": True}, "D7": {"spaces": True}, "D15": {"lines": True}}
UNSURE = {"D8", "D10"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_every_damage_of_the_table(case):
    found = damage.repair(case["damaged"], **OPTIONS.get(case["id"], {}))
    assert found.text == case["clean"]
    assert bool(found.unsure) == (case["id"] in UNSURE)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_clean_text_stays_clean(case):
    kinds = set(damage.repair(case["clean"]).kinds)
    assert kinds <= {"invisible"}  # wide spaces become plain ones


def test_a_whole_message_with_every_damage():
    damaged = (SAMPLES / "damage_full.txt").read_text(encoding="utf-8")
    clean = (SAMPLES / "damage_full.clean.txt").read_text(encoding="utf-8")
    found = damage.repair(damaged, punctuation=True)
    assert found.text.strip() == clean.strip()
    assert found.unsure == ()


@pytest.mark.parametrize(
    "text",
    [
        "还有鸡蛋吗????",
        "????谁拿了我的菜",
        "到底几点????3-2-501等着呢",
        "真的?!绷带用完了。",
        "真的吗?崩溃了",
        "鸡蛋?牛奶?都要",
        "3-2-501 何 2份",
        "张工(gong)电话、附件(pdf)",
        "行(háng)长和银(jin)行",
        "著名的羅先生家要2份，别送错了这户",
        "价格 1,,2,,3",
        "麻烦转告：糖 尿 病 患者",
    ],
)
def test_what_is_genuine_stays(text):
    expected = text.replace("行(háng)", "行")
    assert damage.repair(text).text == expected


def test_what_is_lost_is_marked_where_it_stood():
    found = damage.repair("电话锟斤拷锟斤拷转3栋")
    assert [found.text[slice(*span)] for span in found.unsure] == ["[?]"]
    completed = damage.repair("3鍙锋ゼ2鍗曞厓 楦¤泲1鏉�")
    assert [completed.text[slice(*span)] for span in completed.unsure] == ["板"]


def test_a_broken_character_that_may_be_several_is_not_guessed():
    found = damage.repair("3鍙锋ゼ2鍗曞厓 1鏉�")
    assert found.text == "3号楼2单元 1[?]"


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gb18030", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
    ],
)
def test_every_encoding_of_the_field_is_recognised(encoding, name):
    text = "3号楼2单元501室,何虚构,鸡蛋2板\n3-2-502,马示例,1份\n"
    found = damage.decode(text.encode(encoding))
    assert (found.text, found.encoding, found.is_sure) == (text, name, True)


def test_a_paste_cut_in_the_middle_of_a_character_keeps_the_rest():
    data = ("3号楼2单元501室 何虚构 鸡蛋2板 " * 5).encode()[:-2]
    found = damage.decode(data)
    assert found.text.startswith("3号楼2单元501室")
    assert not found.is_sure


@given(st.binary(max_size=400))
@settings(deadline=None)
def test_any_bytes_become_text(data):
    damage.repair(damage.decode(data).text)


@given(st.text(alphabet=st.sampled_from("?!绷_羅崩老门門(mén)dòng) 3锟斤拷�，,鍙锋ゼ馬mǎ&#45;"), max_size=60))
@settings(deadline=None)
def test_repairing_twice_repairs_no_more_marks(text):
    found = damage.repair(text)
    assert all(found.text[start:end] for start, end in found.unsure)
    assert not re.search("[\ue000\ue001]", found.text)
