"""Feedback by chain: one paste settles what was expected that day, and guesses nothing."""

from datetime import timedelta
from decimal import Decimal

import pytest

from shouwang.desk.checkins.models import Attempt, Case, CheckIn, HealthReport
from shouwang.desk.checkins.models.cases import Cause
from shouwang.desk.checkins.models.checkins import CheckState, Outcome, Sign
from shouwang.desk.checkins.models.plans import Tier
from shouwang.desk.needs.actions import intake, settling
from shouwang.desk.needs.corrections import by_tap
from shouwang.desk.needs.doors import Doors
from shouwang.desk.needs.entries import EntryRead
from shouwang.desk.needs.models import IntakeEntry, Kind, Need
from shouwang.desk.needs.suggestions import choices_for
from shouwang.desk.people.models import Building, Door, DoorAlias, Person
from tests.desk.checkins.conftest import DAY, after, clock
from tests.desk.conftest import make_household

EVENING = clock(18)
SAMPLE_35 = """3月8日 电话反馈

1. 3楼西 李 接了 都好
2. 8楼东 周师傅 没接
2. 8楼东 周师傅 又没接（第2次）
3. 5楼中 关机
4. 6楼西 空号
5. 4楼东 接了 说胸口闷
6. 7楼东 女儿接的，老人睡了
2. 8楼东 敲门没应 电视有声音
"""
LIVING = {"3楼西": "李示例", "8楼东": "周示例", "5楼中": "何样本", "6楼西": "马样本", "4楼东": "牛样本",
          "7楼东": "苗样本"}  # fmt: skip


@pytest.fixture
def old_house(banyan, watch, expect):
    """The old compound of story 7: six people alone, each expected to be heard from today. Room → check-in."""
    building = Building.objects.create(community=banyan, code="92号院", position=92)
    found = {}
    for number, (room, name) in enumerate(LIVING.items()):
        door = Door.objects.create(
            community=banyan, building=building, room=room, floor=int(room[0]), position=number, label=f"92号院{room}"
        )
        DoorAlias.objects.create(community=banyan, door=door, alias=room)
        household = make_household(door, name, phones=f"1300000020{number}")
        found[room] = expect(watch(household.persons.get()))
    return found


@pytest.fixture
def paste(zhao):
    return lambda text, at=EVENING, **said: intake.paste_chain(text=text, by=zhao, at=at, **said)


def states(checkins):
    return {room: CheckIn.objects.get(pk=one.pk).state for room, one in checkins.items()}


def attempts(checkin):
    return [one.outcome for one in Attempt.objects.filter(checkin=checkin).order_by("pk")]


# Sample 35


def test_the_days_feedback_enters_in_one_paste(paste, old_house):
    paste(SAMPLE_35)

    assert states(old_house) == {
        "3楼西": CheckState.WELL, "8楼东": CheckState.NO_ANSWER, "5楼中": CheckState.NO_ANSWER,
        "6楼西": CheckState.NO_ANSWER, "4楼东": CheckState.UNWELL, "7楼东": CheckState.NO_ANSWER,
    }  # fmt: skip
    heard = CheckIn.objects.get(pk=old_house["3楼西"].pk)
    assert (heard.heard_how, heard.heard_at) == (Sign.CHAIN, EVENING)


def test_each_silence_keeps_its_own_name(paste, old_house):
    paste(SAMPLE_35)

    outcomes = {room: set(attempts(one)) for room, one in old_house.items()}
    assert outcomes["5楼中"] == {Outcome.PHONE_OFF}
    assert outcomes["6楼西"] == {Outcome.WRONG_NUMBER}
    assert outcomes["8楼东"] == {Outcome.NO_ANSWER}
    # he lives alone: what the daughter says on the telephone is not him
    assert outcomes["7楼东"] == {Outcome.SOMEONE_ELSE}


def test_unwell_is_a_report_and_a_case_and_its_visit_is_linked(paste, old_house):
    paste(SAMPLE_35)

    unwell = old_house["4楼东"]
    report = HealthReport.objects.get()
    assert report.person == unwell.person
    assert "胸口闷" in report.symptoms
    assert Case.objects.get(person=unwell.person).cause == Cause.UNWELL
    visit = Need.objects.get(kind=Kind.VISIT, household=unwell.household, source="chain")
    assert Attempt.objects.get(checkin=unwell).need == visit


def test_pasted_again_with_more_lines_only_the_new_ones_count(paste, old_house):
    first = paste("3月8日 电话反馈\n1. 3楼西 李 接了 都好\n2. 8楼东 周师傅 没接\n")
    paste("3月8日 电话反馈\n1. 3楼西 李 接了 都好\n2. 8楼东 周师傅 没接\n3. 5楼中 接了 还行\n",
          at=after(EVENING, 30), continues=first)  # fmt: skip

    assert Attempt.objects.filter(checkin=old_house["3楼西"]).count() == 1
    assert Attempt.objects.filter(checkin=old_house["8楼东"]).count() == 1
    assert states(old_house)["5楼中"] == CheckState.WELL


def test_who_was_reached_further_down_was_silent_for_a_while_only(paste, old_house):
    paste("3月8日 电话反馈\n1. 8楼东 周师傅 没接\n2. 8楼东 周师傅 接了 都好\n")

    assert states(old_house)["8楼东"] == CheckState.WELL
    assert not Case.objects.exists()


def test_yesterdays_feedback_settles_yesterday(paste, old_house, expect):
    plan = old_house["3楼西"].plan
    yesterday = expect(plan, day=DAY - timedelta(days=1))
    paste("3月7日 电话反馈\n1. 3楼西 李 接了 都好\n")

    yesterday.refresh_from_db()
    assert yesterday.state == CheckState.WELL
    assert states(old_house)["3楼西"] == CheckState.NOT_CALLED


def test_reached_without_a_word_of_how_they_are_settles_nothing_until_somebody_says(paste, old_house, zhao):
    made = paste("3月8日 电话反馈\n1. 3楼西 李 打了电话\n")
    entry = made.entries.get(line=2)
    assert entry.state == IntakeEntry.State.WAITING
    assert states(old_house)["3楼西"] == CheckState.NOT_CALLED

    settling.answer_entry(
        entry=entry, read=by_tap("call:well", EntryRead.from_json(entry.reading), []), by=zhao, at=after(EVENING, 5)
    )
    assert states(old_house)["3楼西"] == CheckState.WELL


def test_low_spirits_ask_for_somebody_to_talk_to(paste, old_house):
    paste("3月8日 电话反馈\n1. 3楼西 李 接了 说夜里睡不着 孤单\n")

    assert attempts(old_house["3楼西"]) == [Outcome.TALK]
    assert Need.objects.filter(kind=Kind.TALK, person=old_house["3楼西"].person).count() == 1


def test_a_fever_on_the_telephone_is_unwell_whatever_else_they_say(paste, old_house):
    made = paste("3月8日 电话反馈\n1. 3楼西 李 接了 都好\n")
    entry = made.entries.get(line=2)
    read = EntryRead.from_json(entry.reading)
    assert read.list_kind == "welfare"
    from shouwang.desk.checkins.actions.lists import settle_expected
    from shouwang.desk.needs.kinds import classified
    from shouwang.desk.needs.tellers import Told

    hot = classified(read.corrected(said=read.said | {"temps": [38.4]}), "welfare", Decimal("37.3"))
    checkin = old_house["3楼西"]
    settle_expected(told=[Told(hot, entry.pk, checkin.household_id, DAY)], by=_by(made), at=after(EVENING, 10))
    assert states(old_house)["3楼西"] == CheckState.UNWELL
    assert HealthReport.objects.get().degrees == Decimal("38.4")


def _by(made):
    from shouwang.desk.base.actor import Actor
    from shouwang.desk.base.roles import Role

    return Actor(community=made.community, role=Role.COORDINATOR, account=made.pasted_by)


# Whose answer it was


@pytest.fixture
def couple(old_house):
    """Behind 3楼西 lives his wife, too, of another name."""
    household = old_house["3楼西"].household
    return Person.objects.create(community=household.community, household=household, name="唐示例")


def test_of_two_who_are_watched_the_name_decides(paste, old_house, couple, watch, expect):
    hers = expect(watch(couple))
    paste("3月8日 电话反馈\n1. 3楼西 唐 接了 都好\n")

    assert CheckIn.objects.get(pk=hers.pk).state == CheckState.WELL
    assert states(old_house)["3楼西"] == CheckState.NOT_CALLED


def test_without_a_name_nobody_guesses_which_of_two(paste, old_house, couple, watch, expect):
    hers = expect(watch(couple))
    paste("3月8日 电话反馈\n1. 3楼西 接了 都好\n")

    assert CheckIn.objects.get(pk=hers.pk).state == CheckState.NOT_CALLED
    assert states(old_house)["3楼西"] == CheckState.NOT_CALLED


def test_whose_answer_it_was_is_asked_and_one_tap_settles_it(paste, old_house, couple, watch, expect, zhao):
    hers = expect(watch(couple))
    made = paste("3月8日 电话反馈\n1. 3楼西 接了 都好\n")
    entry = made.entries.get()
    assert (entry.state, entry.reason) == (IntakeEntry.State.WAITING, "whose_answer")
    read, doors = EntryRead.from_json(entry.reading), Doors.of(entry.community)
    choices = choices_for(entry.reason, read, doors, [])
    assert {one.value for one in choices} == {"who:李示例", f"who:{couple.name}", "as_read"}

    settling.answer_entry(entry=entry, read=by_tap(f"who:{couple.name}", read, []), by=zhao, at=after(EVENING, 5))

    assert CheckIn.objects.get(pk=hers.pk).state == CheckState.WELL
    assert states(old_house)["3楼西"] == CheckState.NOT_CALLED
    assert IntakeEntry.objects.get(pk=entry.pk).state == IntakeEntry.State.ACCEPTED


def test_what_nobody_knows_is_decided_once_and_both_stay_on_the_call_list(
    paste, old_house, couple, watch, expect, zhao
):
    hers = expect(watch(couple))
    entry = paste("3月8日 电话反馈\n1. 3楼西 接了 都好\n").entries.get()

    settling.settle_entry(entry=entry, by=zhao, at=after(EVENING, 5))

    assert IntakeEntry.objects.get(pk=entry.pk).state == IntakeEntry.State.ACCEPTED
    assert CheckIn.objects.get(pk=hers.pk).state == CheckState.NOT_CALLED
    assert states(old_house)["3楼西"] == CheckState.NOT_CALLED


def test_what_somebody_says_who_is_not_watched_does_not_count_for_who_is(paste, old_house, couple):
    paste("3月8日 电话反馈\n1. 3楼西 唐 接了 都好\n")

    assert states(old_house)["3楼西"] == CheckState.NOT_CALLED


def test_a_household_nobody_watches_is_told_of_as_before(paste, old_house, old_he):
    paste("3月8日 电话反馈\n1. 1-1-101 何 接了 都好\n")

    assert not Attempt.objects.exists()


# Head counts with temperatures


def test_a_head_count_answers_for_who_lives_alone_with_what_was_measured(paste, checkin):
    paste("今日在家人数+体温\n1. 3-2-501 1人 36.4\n")

    checkin.refresh_from_db()
    assert (checkin.state, checkin.heard_how) == (CheckState.WELL, Sign.CHAIN)
    report = HealthReport.objects.get()
    assert (report.degrees, report.is_fever, report.case) == (Decimal("36.4"), False, None)


def test_a_fever_in_a_head_count_opens_a_case(paste, checkin):
    paste("今日在家人数+体温\n1. 3-2-501 1人 38.1\n")

    checkin.refresh_from_db()
    assert checkin.state == CheckState.UNWELL
    assert Case.objects.get().cause == Cause.FEVER


def test_a_temperature_without_its_point_settles_nothing_until_it_is_confirmed(paste, checkin, zhao):
    made = paste("今日在家人数+体温\n1. 3-2-501 1人 365\n")
    checkin.refresh_from_db()
    assert checkin.state == CheckState.NOT_CALLED

    settling.settle_entry(entry=made.entries.get(line=2), by=zhao, at=after(EVENING, 5))
    checkin.refresh_from_db()
    assert checkin.state == CheckState.WELL
    assert HealthReport.objects.get().degrees == Decimal("36.5")


def test_of_several_temperatures_nobody_knows_whose_is_whose(paste, expect, watch, wu, granny_wu):
    Person.objects.create(community=granny_wu.community, household=granny_wu, name="吴同住样")
    whole = expect(watch(wu, Tier.HOUSEHOLD))
    paste("今日在家人数+体温\n1. 3-2-501 2人 36.4 36.8\n")

    assert CheckIn.objects.get(pk=whole.pk).state == CheckState.WELL
    assert not HealthReport.objects.exists()


@pytest.fixture
def two(expect, watch, wu, granny_wu):
    """Behind one door two who are watched, each for themselves."""
    other = Person.objects.create(community=granny_wu.community, household=granny_wu, name="吴同住样")
    return [expect(watch(wu)), expect(watch(other))]


def outcomes(checkins):
    return [CheckIn.objects.get(pk=one.pk).state for one in checkins]


def test_where_as_many_are_at_home_as_live_there_each_of_them_is_well(paste, two):
    made = paste("今日在家人数+体温\n1. 3-2-501 2人 36.4 36.8\n")

    assert outcomes(two) == [CheckState.WELL, CheckState.WELL]
    assert Attempt.objects.count() == 2
    assert made.entries.get(line=2).state == IntakeEntry.State.ACCEPTED


@pytest.mark.parametrize("said", ["1人 36.4", "3人都正常 1人在外地", "2人都正常 1人在外地"])
def test_where_it_is_not_sure_who_is_at_home_it_is_asked(paste, two, wu, zhao, said):
    entry = paste(f"今日在家人数+体温\n1. 3-2-501 {said}\n").entries.get(line=2)

    assert outcomes(two) == [CheckState.NOT_CALLED, CheckState.NOT_CALLED]
    assert (entry.state, entry.reason) == (IntakeEntry.State.WAITING, "whose_answer")
    read = by_tap(f"who:{wu.name}", EntryRead.from_json(entry.reading), [])
    settling.answer_entry(entry=entry, read=read, by=zhao, at=after(EVENING, 5))
    assert outcomes(two) == [CheckState.WELL, CheckState.NOT_CALLED]


def test_of_a_fever_among_two_somebody_goes_and_neither_counts_as_well(paste, two):
    entry = paste("今日在家人数+体温\n1. 3-2-501 2人 38.2 36.5\n").entries.get(line=2)

    assert outcomes(two) == [CheckState.NOT_CALLED, CheckState.NOT_CALLED]
    assert entry.need.is_live


def test_an_empty_flat_is_nobodys_sign_of_life(paste, checkin):
    paste("今日在家人数+体温\n1. 3-2-501 0人，全家在老家\n")

    checkin.refresh_from_db()
    assert checkin.state == CheckState.NOT_CALLED
