"""What the desk asks of a reading besides its entries: kinds, bags, who is missing, replies, refusals."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from shouwang.reading import chat
from shouwang.reading.chat.copies import LOST
from shouwang.reading.chat.free_items import read_free_items
from shouwang.reading.command import main
from shouwang.reading.reasons import REASONS

VEGETABLES = {"default_item": {"name": "蔬菜包", "unit": "份"}}
ROOT = Path(__file__).resolve().parents[2]


def read(*lines, context=VEGETABLES):
    return chat.read("\n".join(lines), context)


def test_bags_stand_by_staircase_from_the_top_floor_down():
    reading = read("1. 3-1-101 1份", "2. 3-1-1201 2份 放门口", "3. 3-2-301 1份", "4. 3-1-101 再加1份")

    assert {stair: [(b.door, int(b.items[0].qty)) for b in bags] for stair, bags in reading.bags.items()} == {
        "3-1": [("3-1-1201", 2), ("3-1-101", 2)],
        "3-2": [("3-2-301", 1)],
    }
    assert reading.bags["3-1"][0].delivery == ("放门口",)


def test_a_title_that_names_the_shopping_sells_everything_and_one_that_names_a_good_only_that():
    """Nobody said what the list sells: sample 16 as it is pasted."""
    chain = (ROOT / "tests/reading/samples/chat/jielong_16_multiline.txt").read_text(encoding="utf-8")
    reading = chat.read(chain)
    assert [[(i.name, int(i.qty), i.unit) for i in e.items] for e in reading.entries] == [
        [("盐", 2, "包"), ("食用油5L", 1, "桶"), ("鸡蛋", 1, "板")],
        [("挂面", 2, "把"), ("老干妈", 1, "瓶")],
        [("奶粉3段", 1, "罐"), ("纸尿裤L", 1, "包")],
    ]
    assert {e.status for e in reading.entries} == {"active"}

    (other,) = read("猪肉代购", "1. 3-1-101 鸡蛋1板", context=None).entries
    assert other.status == "review"
    (untitled,) = read("1. 3-1-101 我2个小时后回来", context=None).entries
    assert untitled.status == "review", "without a title that says so, not every word before an amount is a good"


@pytest.mark.parametrize(
    ("words", "things"),
    [
        ("想要两斤苹果，一包盐", [("苹果", 2, "斤"), ("盐", 1, "包")]),
        ("麻烦帮我带2斤土豆谢谢", [("土豆", 2, "斤")]),
        ("鸡蛋一板，还要一把葱", [("鸡蛋", 1, "板"), ("葱", 1, "把")]),
        ("给孩子买奶粉3段一罐", [("奶粉3段", 1, "罐")]),
        ("订书机1个，来伊份饼干2包", [("订书机", 1, "个"), ("来伊份饼干", 2, "包")]),
        ("带鱼2斤，拿铁1盒，帮宝适1包", [("带鱼", 2, "斤"), ("拿铁", 1, "盒"), ("帮宝适", 1, "包")]),
    ],
)
def test_the_words_of_asking_are_no_goods(words, things):
    found = read_free_items(words)

    assert [(item.name, int(item.qty), item.unit) for item in found.items] == things
    assert not found.rest
    assert not found.asks


def test_a_neighbours_share_goes_into_the_neighbours_bag():
    reading = read("1. 3-1-101 1份 帮4-1-102带2份")

    assert [b.door for bags in reading.bags.values() for b in bags] == ["3-1-101", "4-1-102"]
    assert {b: int(s["蔬菜包|份"]) for b, s in reading.by_building.items()} == {"3": 1, "4": 2}


def test_who_is_missing_names_the_doors_nobody_spoke_for():
    reading = read("1. 3-1-101 1份", "2. 3-102 1份")

    assert reading.who_is_missing(["3-1-101", "3-1-102", "3-2-201"]) == ["3-2-201"]


def test_the_reply_for_the_group_shows_doors_and_amounts_only():
    reading = read("1. 何 3-1-101 2份 13000000001", "2. 马奶奶 3-1-102 1份 居家隔离", "3. 3-1-103 几份")

    reply = reading.masked_reply()

    assert "3-1-101 蔬菜包2份" in reply
    assert "3-1-102 已收到" in reply
    assert "3-1-103" in reply.splitlines()[-1]
    assert not any(word in reply for word in ("何", "马奶奶", "隔离", "1300"))


def test_a_medicine_reply_names_no_medicine():
    reply = read("#接龙 药单", "1. 2-101 何 恩替卡韦0.5mg*28 1盒", context={}).masked_reply()

    assert "2-101 已收到" in reply
    assert "恩替卡韦" not in reply


def test_a_pin_is_kept_nowhere():
    reading = read("1. 3-1-101 1份 医保卡密码246810", "密码是135791")

    assert "246810" not in json.dumps(reading.as_json()) + "".join(reading.lines)
    assert "135791" not in "".join(reading.lines)
    assert "card_pin_refused" in reading.entries[0].flags


def test_whom_a_fork_overwrote_is_recovered_and_marked():
    first = ["#接龙", "蔬菜包", "1. 晴天 3-101 1份", "2. 小马 3-102 2份"]
    second = ["#接龙", "蔬菜包", "1. 晴天 3-101 1份", "2. 小牛 3-103 1份"]

    reading = read(*first, *second)

    assert [e.line for e in reading.entries if LOST in e.flags] == [4]
    assert reading.totals == {"蔬菜包|份": 4}


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("3月9日药单", "medicine"),
        ("便民车队用车登记", "vehicle"),
        ("燃气圈存登记", "gas_card"),
        ("今日体温", "headcount"),
        ("3月8日出舱名单", "transfer_list"),
        ("电话反馈", "welfare"),
        ("志愿者排班", "shift"),
        ("鸡蛋团", "goods_order"),
    ],
)
def test_the_title_tells_the_kind(title, kind):
    assert read(title, "1. 3-1-101 1份", context={}).kind == kind


def test_the_kind_can_be_corrected():
    assert read("鸡蛋团", "1. 3-1-101 200", context={"kind": "gas_card"}).entries[0].items[0].name == "燃气圈存"


def test_the_native_export_is_read_by_its_utf16_offsets():
    text = (Path(__file__).parent / "samples/chat/jielong_26_native_xml.txt").read_text(encoding="utf-8")

    second = chat.read(text, VEGETABLES).entries[1]

    assert (second.nick, second.lines, second.details["wxid"]) == ("🌸仇范例", (9, 10), "wxid_fake0002")


def test_a_paste_too_big_to_be_a_chain_gets_a_sentence():
    with pytest.raises(chat.Unreadable, match="one chain at a time"):
        chat.read("1. 3-101 1份\n" * 800_000)


def test_a_line_no_person_typed_is_kept_for_a_person():
    reading = read("1. " + "3-101 1份 " * 5000)

    assert reading.entries[0].review.code == "too_long"


def test_every_reason_is_documented_and_says_what_to_ask():
    documented = (ROOT / "docs/reading.md").read_text(encoding="utf-8")

    for code, sentence in REASONS.items():
        assert f"`{code}`" in documented, code
        assert sentence.endswith(".")


def test_every_reason_given_in_the_code_is_in_the_table():
    import re

    for source in (ROOT / "src/shouwang/reading/chat").glob("*.py"):
        for code in re.findall(r'(?:\.ask\(|asks\.append\(\()\s*"([a-z_]+)"', source.read_text(encoding="utf-8")):
            assert code in REASONS, (source.name, code)


def test_the_command_prints_json_or_a_table(tmp_path, capsysbinary):
    chain, context = tmp_path / "chain.txt", tmp_path / "context.json"
    chain.write_text("1. 3-1-101 2份\n2. 501 1份\n", encoding="utf-8")
    context.write_text(json.dumps(VEGETABLES), encoding="utf-8")

    assert main(["chat", "--json", str(chain), str(context)]) == 0
    assert json.loads(capsysbinary.readouterr().out)["totals"] == {"蔬菜包|份": 2}
    assert main(["chat", str(chain), str(context)]) == 0
    assert REASONS["building_missing"] in capsysbinary.readouterr().out.decode()


@pytest.mark.parametrize("arguments", [[], ["chat"], ["what", "x"], ["chat", "a", "b", "c"]])
def test_wrong_usage_says_how(arguments, capsys):
    assert main(arguments) == 2
    assert "usage" in capsys.readouterr().err


def test_a_missing_file_gets_a_sentence(capsys):
    assert main(["chat", "/nowhere/chain.txt"]) == 1
    assert "/nowhere/chain.txt" in capsys.readouterr().err


def test_starting_loads_neither_django_nor_heavy_tables():
    code = "import sys; from shouwang.reading import chat; chat.read('1. 3-101 1份'); print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ROOT / "src")}
    )

    assert not {"django", "pypinyin", "shouwang.desk", "openpyxl", "html.entities"} & set(run.stdout.split()) - {
        "html.entities"
    }


def test_a_transfer_list_pasted_twice_is_told_in_json():
    rows = "1 何虚构 男 71 F-0201 样例社区3-2-501 13000000051\n2 马示例 女 69 F-0202 样例社区5栋1单元203 13000000052"
    found = chat.read(f"#接龙\n出舱名单\n{rows}\n#接龙\n出舱名单\n{rows}").as_json()

    assert [e["status"] for e in found["entries"]] == ["superseded", "superseded", "active", "active"]
    assert "何虚构" in json.dumps(found, ensure_ascii=False)


@pytest.mark.parametrize(
    ("written", "name", "strength", "amount"),
    [
        ("布洛芬 缓释胶囊 0.3g 1盒", "布洛芬缓释胶囊", "0.3g", 1),
        ("门冬胰岛素30注射液 3ml:300单位 笔芯 3支", "门冬胰岛素30注射液笔芯", "3ml:300单位", 3),
        ("沙丁胺醇 气雾剂 1支", "沙丁胺醇气雾剂", None, 1),
        ("二甲双胍0.5g*20片 2盒", "二甲双胍", "0.5g*20片", 2),
    ],
)
def test_a_form_written_apart_belongs_to_its_drug(written, name, strength, amount):
    (entry,) = chat.read(f"1. 3-2-501 {written}", {"kind": "medicine"}).entries

    (item,) = entry.items
    assert (item.name, item.details["spec"], item.qty) == (name, strength, amount)


@pytest.mark.parametrize("written", ["气雾剂 1支", "笔芯 3支", "缓释片 2盒"])
def test_a_form_alone_is_no_drug_and_is_asked_for(written):
    (entry,) = chat.read(f"1. 3-2-501 {written}", {"kind": "medicine"}).entries

    assert entry.status == "review"
    assert "drug_name_vague" in {review.code for review in entry.reviews}
