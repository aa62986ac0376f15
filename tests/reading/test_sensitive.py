"""What must not travel is found; a PIN leaves no trace; what is harmless stays."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouwang.reading import sensitive


def kinds(text):
    return [item.kind for item in sensitive.find(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("3-101 连花清瘟2盒 有点发烧", "fever"),
        ("孩子38.6度 去医院", "fever"),
        ("低烧两天", "fever"),
        ("2人 37.4 36.6", "fever"),
        ("恩替卡韦1盒（乙肝，别在群里发）", "illness"),
        ("说胸口闷", "illness"),
        ("2-204 居家隔离，挂门把手", "isolation"),
        ("我是密接", "isolation"),
        ("我不想活了", "self_harm"),
        ("不如死了算了", "self_harm"),
        ("身份证990000194803150019", "identity"),
        ("身份证99000019381001001x", "identity"),
    ],
)
def test_what_must_not_travel_is_found(text, kind):
    assert kind in kinds(text)
    found = next(item for item in sensitive.find(text) if item.kind == kind)
    assert text[slice(*found.span)] == found.text
    assert found.text not in sensitive.redact(text)


@pytest.mark.parametrize(
    "text",
    [
        "3-2-501 何 鸡蛋2板",
        "没有发烧，体温正常36.5",
        "不发热",
        "发热量大的暖宝宝2个",
        "隔离衣2件",
        "38度以下不用吃药",
        "电话13000000101",
        "想死你了，解封了聚",
        "38盒牛奶",
        "1-2-304 37斤大米",
    ],
)
def test_what_is_harmless_stays(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("医保卡密码123456，谢谢", "123456"),
        ("密码是 1 2 3 4 5 6", "1 2 3 4 5 6"),
        ("卡密码：六个8", "六个8"),
        ("密码６５４３２１", "６５４３２１"),
        ("（密码）112233", "112233"),
        ("密碼為880088", "880088"),
        ("PIN 4821", "4821"),
        ("123456是密码", "123456"),
        ("密码一二三四五六", "一二三四五六"),
        ("密码我生日", "我生日"),
        ("密码是身份证后六位", "身份证后六位"),
        ("取药密码就是 445566 别弄丢", "445566"),
    ],
)
def test_a_pin_leaves_no_trace(text, secret):
    assert secret not in sensitive.blank_pins(text)
    assert len(sensitive.blank_pins(text)) == len(text)
    assert kinds(text)[0] == "card_pin"
    assert all(secret not in item.text for item in sensitive.find(text))


@pytest.mark.parametrize(
    "text", ["密码忘了，明天去改", "（不登记）密码", "卡没有密码，2盒络活喜", "鸡蛋2板 13000000101"]
)
def test_where_no_pin_is_written_nothing_is_blanked(text):
    assert sensitive.blank_pins(text) == text


@pytest.mark.parametrize("text", ["13000000001 密码123456", "2201 密码：123456", "5678 1234密码 123456"])
def test_digits_before_the_word_do_not_hide_the_pin_after_it(text):
    assert "123456" not in sensitive.blank_pins(text)
    assert "123456" not in sensitive.redact(text)
    assert sensitive.blank_pins(sensitive.blank_pins(text)) == sensitive.blank_pins(text)


def test_text_for_a_group_shows_no_whole_telephone():
    assert sensitive.redact("何 130 0000 0101 低烧") == "何 130＊＊＊＊0101 ＊＊"


def test_someone_in_danger_is_noticed():
    assert sensitive.speaks_of_self_harm("关了这么久，活着没意思")
    assert not sensitive.speaks_of_self_harm("鸡蛋没了，活鱼也行")


@given(st.text(alphabet="密码pin是:：0123456789 六个8发烧没有隔离我不想活", max_size=60))
@settings(deadline=None)
def test_blanking_twice_changes_nothing_more(text):
    once = sensitive.blank_pins(text)
    assert len(once) == len(text)
    assert sensitive.blank_pins(once) == once
    sensitive.redact(text)
