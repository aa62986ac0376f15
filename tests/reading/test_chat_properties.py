# ruff: noqa: E501  (the linter counts a Chinese character as two columns)
"""Whatever is pasted gets an answer: every line accounted for, sums that follow from the entries."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from shouwang.reading import chat
from shouwang.reading.chat.table import write_table
from shouwang.reading.reasons import REASONS

WORDS = st.sampled_from(
    "1. 2、 ３） ④ 5️⃣ No.6 3-2-501 3栋2单元501室 12号503 8楼东 A座1203 501 何 晴天 马奶奶 鸡蛋2板 A2 B×1 2份 半斤 两三斤 来点豆腐 "
    "同上 同3 +1 改成3份 取消 退出接龙 ❌ 再加1份 不要了 谢谢 #接龙 例 3-101 「晴天：1份」 ------------ 晴天: 20:05 已截止 帮3-102带1份 已付70 "
    "发烧38.6度 密码123456 13000000001 0.5mg*7片 透析 \ufffd ???? \u202e \x00 ２ ， （ ） 各 @团长 2号的 换一下 0 99999 每户限2份".split()
)
LINES = st.lists(st.lists(WORDS, max_size=8).map(" ".join), max_size=12).map("\n".join)
CONTEXTS = st.sampled_from(
    [
        None,
        {},
        {"default_item": {"name": "鸡蛋", "unit": "板"}},
        {
            "goods": [
                {"name": "青菜", "unit": "斤", "code": "A", "price_cny": 3},
                {"name": "鸡蛋", "unit": "板", "code": "B"},
            ]
        },
        {"goods": []},
        *({"kind": kind} for kind in chat.KINDS),
        {"goods": 3, "default_item": "x", "deadline": 7, "register": {"a": 1}},
    ]
)


def check(reading):
    received = sorted([e.line for e in reading.entries] + [n.line for n in reading.non_entries])
    assert received == list(range(1, len(reading.lines) + 1))
    assert all(e.review.code in REASONS for e in reading.to_ask)
    assert all(bool(e.review) == (e.status == "review") for e in reading.entries)
    assert sum(reading.totals.values(), Decimal(0)) == sum(
        (qty for sums in reading.by_building.values() for qty in sums.values()), Decimal(0)
    )
    assert reading.as_json()["counts"] == reading.counts
    assert write_table(reading)


@given(st.text(), CONTEXTS)
@settings(max_examples=60, deadline=None)
def test_any_text_gives_a_reading(text, context):
    check(chat.read(text, context))


@given(st.binary())
@settings(max_examples=60, deadline=None)
def test_any_bytes_give_a_reading(data):
    check(chat.read(data))


@given(LINES, CONTEXTS)
@settings(max_examples=150, deadline=None)
def test_any_mixture_of_the_field_s_words_gives_a_reading(text, context):
    check(chat.read(text, context))


@given(LINES, CONTEXTS)
@settings(max_examples=60, deadline=None)
def test_what_goes_back_to_the_group_names_no_telephone_illness_or_pin(text, context):
    reply = chat.read(text, context).masked_reply()

    assert not any(word in reply for word in ("13000000001", "123456", "发烧", "38.6", "透析"))
