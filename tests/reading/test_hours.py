"""Opening hours as a person writes them; what is unsure is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwang.reading.hours import DAY, Ask, HoursRead, read_hours
from shouwang.reading.hours_written import write_hours

SHUT: tuple = ()
WHOLE = (("00:00", "24:00"),)
LONG = (("08:00", "20:30"),)
TWO = (("08:00", "12:00"), ("14:00", "18:00"))


@pytest.mark.parametrize(
    ("written", "week"),
    [
        ("8:00-20:30 daily", (LONG,) * 7),
        ("每天 8：00—20：30", (LONG,) * 7),
        ("每天8点到20点半", (LONG,) * 7),
        ("每天早8点到晚8点半", (LONG,) * 7),
        ("daily 8am to 8.30pm", (LONG,) * 7),
        ("周一至周六 8:00-12:00 14:00-18:00", (TWO,) * 6 + (SHUT,)),
        ("星期一到星期六：上午8点-12点，下午2点-6点", (TWO,) * 6 + (SHUT,)),
        ("Mon-Sat 8:00-12:00, 14:00-18:00", (TWO,) * 6 + (SHUT,)),
        ("24小时", (WHOLE,) * 7),
        ("24小时营业，全年无休", (WHOLE,) * 7),
        ("24/7", (WHOLE,) * 7),
        ("open 24 hours", (WHOLE,) * 7),
        ("工作日 8-12 14-18 周末休息", (TWO,) * 5 + (SHUT,) * 2),
        ("8:00-20:30 mon-sat, sun closed", (LONG,) * 6 + (SHUT,)),
        ("每天8:00-20:30；周日休息", (LONG,) * 6 + (SHUT,)),
        ("周一至周五 8:00-20:30，周六日 24小时", (LONG,) * 5 + (WHOLE,) * 2),
        ("周一、三、五 8:00-20:30", (LONG, SHUT, LONG, SHUT, LONG, SHUT, SHUT)),
        ("周一、周三 8:00-20:30", (LONG, SHUT, LONG, SHUT, SHUT, SHUT, SHUT)),
        ("Tuesday and Thursday 8:00-20:30", (SHUT, LONG, SHUT, LONG, SHUT, SHUT, SHUT)),
        ("周六至周一 8:00-20:30", (LONG, SHUT, SHUT, SHUT, SHUT, LONG, LONG)),
        ("daily 22:00-02:00", ((("22:00", "02:00"),),) * 7),
        ("每天 18:00-次日6:00", ((("18:00", "06:00"),),) * 7),
        ("weekdays 9am-5pm", ((("09:00", "17:00"),),) * 5 + (SHUT,) * 2),
        ("", ()),
        ("  \n", ()),
    ],
)
def test_hours_are_read(written, week):
    assert read_hours(written) == HoursRead(week)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("8:00-20:30", "days_missing"),
        ("daily 8-5", "half_day"),
        ("每天 8点到6点", "half_day"),
        ("每天 8:00-8:00", "half_day"),
        ("every day from 8:00", "one_time"),
        ("周一至周五", "times_missing"),
        ("周日休息", "times_missing"),
        ("daily 25:00-26:00", "not_understood"),
        ("daily 8:00-20:61", "not_understood"),
        ("每天8:00-20:30 节假日另行通知", "not_understood"),
        ("ask Mr Shi", "not_understood"),
        ("daily 14:00-18:00 8:00-12:00", "order"),
        ("daily 8:00-12:00 11:00-18:00", "order"),
        ("mon-fri 8:00-12:00 sat", "two_meanings"),
        ("mon 8:00-12:00; mon 9:00-12:00", "two_meanings"),
    ],
)
def test_what_is_unsure_is_asked(written, code):
    read = read_hours(written)

    assert read.week is None
    assert code in [ask.code for ask in read.asks]


def test_an_ask_names_the_words_it_is_about():
    assert read_hours("每天8:00-20:30 节假日另行通知").asks == (Ask("not_understood", "节假日另行通知"),)


def clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


spans = st.lists(st.integers(0, DAY), min_size=0, max_size=6, unique=True).map(
    lambda cuts: tuple(
        (clock(begins), clock(ends)) for begins, ends in zip(sorted(cuts)[::2], sorted(cuts)[1::2], strict=False)
    )
)
weeks = st.lists(spans, min_size=7, max_size=7).map(tuple).filter(any)


@given(weeks, st.booleans())
def test_what_is_written_is_read_back(week, chinese):
    assert read_hours(write_hours(week, chinese=chinese)).week == week


@given(st.text(max_size=60) | st.text(alphabet="周一二日至8:0-4点半 休每天,;morndailyfu", max_size=40))
def test_whatever_is_typed_gets_a_week_or_a_question(text):
    read = read_hours(text)

    assert (read.week is None) == bool(read.asks)
    for day in read.week or ():
        assert all(begins != ends for begins, ends in day)
