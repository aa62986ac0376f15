"""Pasting a chain: what is clear becomes a need at once, what is unsure waits with its reason."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils.translation import override

from shouwang.desk.base.models import Event
from shouwang.desk.needs.actions import intake, life, settling
from shouwang.desk.needs.bridge import Unreadable
from shouwang.desk.needs.corrections import by_tap
from shouwang.desk.needs.entries import EntryRead, Place, Wanted
from shouwang.desk.needs.listing import show, show_entry
from shouwang.desk.needs.models import Intake, IntakeEntry, Kind, Need, Sensitivity, Source, State
from shouwang.desk.people.models import Door, DoorAlias, Household
from tests.desk.conftest import TEN

ACCEPTED, WAITING, REJECTED = IntakeEntry.State.ACCEPTED, IntakeEntry.State.WAITING, IntakeEntry.State.REJECTED
LATER = TEN + timedelta(minutes=30)

VEGETABLES = """#接龙
蔬菜包接龙 每份35元
例 3-2-501 何 2份

1. 晴天 3-2-501 吴 2份
2. 老马识途 3-2-402 马 1份
3. 小苗 1-1-101 1份"""


def paste(text, by, at=TEN, **said):
    return intake.paste_chain(text=text, by=by, at=at, **said)


def entries(of, state=None):
    rows = of.entries.order_by("line", "part")
    return list(rows.filter(state=state) if state else rows)


def things(need):
    return sorted((line.name, int(line.wanted), line.unit) for line in need.lines.all())


@pytest.fixture
def all_known(granny_wu, old_he, doors):
    """Every door of the cast is registered; two of them have households."""
    return doors


def test_clear_entries_become_needs_of_their_households(all_known, granny_wu, old_he, zhao):
    made = paste(VEGETABLES, zhao)

    need = Need.objects.get(household=granny_wu)
    assert things(need) == [("蔬菜包", 2, "份")]
    assert (need.kind, need.source, need.state, need.who) == (Kind.GOODS, Source.CHAIN, State.OPEN, "吴")
    assert need.door == granny_wu.door
    assert "3-2-501" in need.words
    assert [entry.state for entry in entries(made)] == [ACCEPTED] * 3
    assert Need.objects.filter(household=old_he).count() == 1


def test_received_is_accepted_and_waiting_and_rejected(all_known, zhao):
    made = paste(VEGETABLES + "\n4. 新人 501 1份\n5. 晴天 3-2-501 吴 2份", zhao)

    states = [entry.state for entry in entries(made)]
    assert len(states) == 5
    assert states.count(ACCEPTED) + states.count(WAITING) + states.count(REJECTED) == 5
    event = Event.objects.get(kind="needs.pasted")
    assert (event.data["accepted"], event.data["waiting"], event.data["rejected"]) == (
        states.count(ACCEPTED), states.count(WAITING), states.count(REJECTED),
    )  # fmt: skip


def test_an_example_never_counts_and_its_line_is_kept_as_such(all_known, zhao):
    made = paste(VEGETABLES, zhao)

    line = show(made).lines[2]
    assert (line.number, line.entries, line.other) == (3, [], "example")


def test_a_door_without_household_gets_one_from_its_need(all_known, zhao):
    paste(VEGETABLES, zhao)

    learned = Household.objects.get(door=all_known["3-2-402"])
    assert learned.is_learned
    assert Need.objects.filter(household=learned).count() == 1


def test_a_full_register_asks_about_a_door_it_does_not_know(all_known, zhao):
    made = paste(VEGETABLES.replace("3-2-402", "3-2-409"), zhao)

    (waiting,) = entries(made, WAITING)
    assert waiting.reason == "address_not_in_register"
    assert not Door.objects.filter(label="3-2-409").exists()


def test_an_empty_register_learns_what_the_chain_says(banyan, zhao):
    made = paste(VEGETABLES, zhao)

    assert [entry.state for entry in entries(made)] == [ACCEPTED] * 3
    assert set(Door.objects.values_list("label", flat=True)) == {"3-2-501", "3-2-402", "1-1-101"}


def test_an_alias_means_its_door(all_known, old_he, zhao):
    DoorAlias.objects.create(community=zhao.community, door=all_known["1-1-101"], alias="平房2号")

    paste("#接龙\n蔬菜包接龙 每份35元\n\n1. 何 平房2号 1份", zhao)

    assert Need.objects.get().household == old_he


def test_illness_is_kept_from_groups_and_from_the_carrier(all_known, granny_wu, zhao):
    paste("爱心餐登记（中餐）请接龙\n\n1. 3-2-501 吴奶奶 1份 糖尿病，不要甜的 放门口", zhao)

    need = Need.objects.get()
    assert need.sensitivity == Sensitivity.SENSITIVE
    assert "糖尿病" not in need.note
    assert "放门口" in need.note
    assert need.kind == Kind.MEAL


def test_a_pin_is_stored_nowhere(all_known, zhao):
    made = paste(VEGETABLES + "\n4. 牛 3-1-701 1份 医保卡密码123456", zhao)

    assert "123456" not in made.text
    assert not any("123456" in entry.raw or "123456" in entry.reading for entry in entries(made))
    assert not any("123456" in need.words for need in Need.objects.all())


def test_the_text_is_sealed_in_the_database(all_known, zhao):
    made = paste(VEGETABLES, zhao)

    assert "老马识途".encode() not in bytes(made.text_sealed)
    assert made.text == VEGETABLES


def test_a_paste_without_entries_gets_a_sentence(banyan, zhao):
    with pytest.raises(intake.NothingToRead, match="whole chain"):
        paste("大家早上好！", zhao)


def test_a_paste_that_is_too_long_gets_a_sentence(banyan, zhao):
    with pytest.raises(Unreadable, match="one chain at a time"):
        paste("1. 3-2-501 1份\n" * 20_001, zhao)


def test_changes_and_cancellations_of_one_chain_make_one_need(all_known, granny_wu, zhao):
    text = VEGETABLES + "\n\n「晴天：1. 晴天 3-2-501 吴 2份」\n- - - - - - - - - -\n晴天: 改3份\n3号不要了"
    made = paste(text, zhao)

    need = Need.objects.get(household=granny_wu)
    assert things(need) == [("蔬菜包", 3, "份")]
    assert not Need.objects.filter(door__label="1-1-101").exists()
    assert [entry.reason for entry in entries(made, REJECTED)][:2] == ["superseded", "cancelled"]


def test_what_is_added_later_joins_the_same_need(all_known, granny_wu, zhao):
    paste(VEGETABLES + "\n4. 晴天 3-2-501 再加1份", zhao)

    assert things(Need.objects.get(household=granny_wu)) == [("蔬菜包", 3, "份")]


def test_an_order_for_a_neighbour_goes_to_the_neighbour(all_known, granny_wu, zhao):
    made = paste(VEGETABLES.replace("吴 2份", "吴 2份，帮3-1-701带1份"), zhao)

    assert [(entry.part, entry.state) for entry in entries(made) if entry.line == 5] == [(0, ACCEPTED), (1, ACCEPTED)]
    assert things(Need.objects.get(door__label="3-1-701")) == [("蔬菜包", 1, "份")]
    assert things(Need.objects.get(household=granny_wu)) == [("蔬菜包", 2, "份")]


def test_a_head_count_is_kept_and_makes_no_needs(all_known, zhao):
    made = paste("体温登记接龙\n1. 3-2-501 3人 36.5 36.4 36.6\n2. 3-2-402 1人 36.2", zhao)

    assert {entry.reason for entry in entries(made, ACCEPTED)} == {"told"}
    assert not Need.objects.exists()


def test_the_deadline_of_the_desk_reaches_every_need(all_known, zhao):
    paste(VEGETABLES, zhao, due_by=LATER)

    assert set(Need.objects.values_list("due_by", flat=True)) == {LATER}


def test_a_pasted_list_is_its_pasters_and_the_coordinators(all_known, zhao, qian, feng):
    made = paste(VEGETABLES, zhao)

    assert list(Intake.objects.visible_to(zhao)) == [made]
    assert not Intake.objects.visible_to(qian)
    assert not Intake.objects.visible_to(feng)
    mine = paste(VEGETABLES, qian, at=LATER)
    assert list(Intake.objects.visible_to(qian)) == [mine]


def settle(entry, by, **changes):
    read = EntryRead.from_json(entry.reading).corrected(**changes)
    return settling.settle_entry(entry=entry, read=read, by=by, at=LATER)


@pytest.fixture
def unsure(all_known, zhao):
    """A chain with a room whose building is missing."""
    return entries(paste(VEGETABLES + "\n4. 新人 701 1份", zhao), WAITING)[0]


def test_settling_makes_the_need(unsure, zhao):
    settle(unsure, zhao, place=Place("3", "1", "701"))

    unsure.refresh_from_db()
    assert (unsure.state, unsure.settled_by, unsure.settled_at) == (ACCEPTED, zhao.account, LATER)
    assert unsure.need.door.label == "3-1-701"


def test_what_is_still_unclear_is_not_accepted(unsure, zhao):
    with pytest.raises(settling.NotClearYet, match="which building"):
        settle(unsure, zhao)

    unsure.refresh_from_db()
    assert unsure.state == WAITING


def test_an_unknown_door_is_learned_only_when_somebody_says_so(unsure, zhao):
    with pytest.raises(settling.NoSuchDoor, match="3-1-799"):
        settle(unsure, zhao, place=Place("3", "1", "799"))

    read = EntryRead.from_json(unsure.reading).corrected(place=Place("3", "1", "799"))
    settling.settle_entry(entry=unsure, read=read, learn=True, by=zhao, at=LATER)
    assert Need.objects.filter(door__label="3-1-799").count() == 1


def test_the_second_to_settle_is_told_who_was_first(unsure, zhao, qian):
    stale = IntakeEntry.objects.get(pk=unsure.pk)
    settling.reject_entry(entry=unsure, by=zhao, at=LATER)

    with pytest.raises(settling.SettledAlready, match="Zhao"):
        settling.reject_entry(entry=stale, by=qian, at=LATER)


def test_what_was_left_out_can_be_taken_up_again(unsure, zhao):
    settling.reject_entry(entry=unsure, by=zhao, at=LATER)
    settling.resume_entry(entry=unsure, by=zhao, at=LATER)

    unsure.refresh_from_db()
    assert (unsure.state, unsure.reason, unsure.settled_by) == (WAITING, "building_missing", None)


def waiting_entry(of, reason, **said):
    """An entry that waits, as the reader would have written it."""
    read = EntryRead(**({"line": 90, "raw": "7. 新人", "status": "review", "kind": "goods"} | said))
    entry = IntakeEntry(community=of.community, intake=of, line=read.line, state=WAITING, reason=reason)
    entry.raw, entry.reading = read.raw, read.to_json()
    entry.save()
    return entry


def test_an_answer_leads_to_the_next_question(all_known, zhao):
    asks = (("building_missing", "701"), ("qty_missing", "鸡蛋"))
    entry = waiting_entry(
        paste(VEGETABLES, zhao), "building_missing", place=Place("", "", "701"), items=(Wanted("鸡蛋", None, "板"),),
        asks=asks,
    )  # fmt: skip

    read = by_tap("door:3-1-701", EntryRead.from_json(entry.reading), [])
    settling.answer_entry(entry=entry, read=read, by=zhao, at=LATER)
    entry.refresh_from_db()
    assert (entry.state, entry.reason) == (WAITING, "qty_missing")

    read = by_tap("amount:2", EntryRead.from_json(entry.reading), [])
    settling.answer_entry(entry=entry, read=read, by=zhao, at=LATER)
    entry.refresh_from_db()
    assert entry.state == ACCEPTED
    assert things(entry.need) == [("鸡蛋", 2, "板")]
    assert entry.need.door.label == "3-1-701"


def test_another_door_is_no_second_order(all_known, zhao):
    made = paste(VEGETABLES, zhao)
    asks = (("unit_missing", "3-501"), ("same_household_same_item", "line 5"))
    goods = (Wanted("蔬菜包", Decimal(1), "份"),)
    other = waiting_entry(made, "unit_missing", place=Place("3", "", "501"), items=goods, asks=asks)
    same = waiting_entry(made, "unit_missing", line=91, place=Place("3", "", "501"), items=goods, asks=asks)

    for entry, door in ((other, "3-1-701"), (same, "3-2-501")):
        read = by_tap(f"door:{door}", EntryRead.from_json(entry.reading), [])
        settling.answer_entry(entry=entry, read=read, by=zhao, at=LATER)
        entry.refresh_from_db()

    assert other.state == ACCEPTED
    assert (same.state, same.reason) == (WAITING, "same_household_same_item")


def test_one_answer_settles_all_questions_of_its_family(all_known, zhao):
    asks = (("item_missing", ""), ("qty_missing", ""))
    entry = waiting_entry(paste(VEGETABLES, zhao), "item_missing", place=Place("3", "1", "701"), asks=asks)

    read = by_tap("good:鸡蛋", EntryRead.from_json(entry.reading), [("鸡蛋", "板")])
    settling.answer_entry(entry=entry, read=read, by=zhao, at=LATER)

    entry.refresh_from_db()
    assert things(entry.need) == [("鸡蛋", 1, "板")]


def test_what_the_list_does_not_sell_is_taken_as_it_was_written_in_one_tap(all_known, zhao):
    made = paste("周三团（青菜按斤，米按袋）\n1. 3-1-701 2斤青菜+1板鸡蛋\n2. 3-1-702 青菜2斤 雪碧一箱12瓶", zhao)
    plain, twice = (show_entry(entry) for entry in entries(made, WAITING))
    assert [choice.label for choice in plain.choices if choice.value == "as_written"] == ["青菜 2 斤, 鸡蛋 1 板"]
    assert not [choice for choice in twice.choices if choice.value == "as_written"], "two amounts of one thing"

    read = by_tap("as_written", plain.read, [])
    settling.answer_entry(entry=plain.entry, read=read, by=zhao, at=LATER)

    assert things(plain.entry.need) == [("青菜", 2, "斤"), ("鸡蛋", 1, "板")]
    assert plain.entry.need.title == "青菜 2 斤, 鸡蛋 1 板"
    with override("zh-hans"):
        assert plain.entry.need.title == "青菜 2 斤、鸡蛋 1 板"


def test_a_building_no_register_names_is_settled_in_one_tap(all_known, zhao):
    made = paste(VEGETABLES + "\n4. 甲 9-1-101 1份\n5. 乙 9-1-202 2份", zhao)
    first, _ = entries(made, WAITING)

    assert settling.learn_building(entry=first, by=zhao, at=LATER) == 2
    assert not entries(made, WAITING)
    assert set(Need.objects.filter(door__building__code="9").values_list("door__label", flat=True)) == {
        "9-1-101", "9-1-202",
    }  # fmt: skip


def test_a_late_cancellation_takes_its_need_back_once_a_person_says_so(all_known, granny_wu, zhao):
    made = paste(VEGETABLES, zhao)
    need = Need.objects.get(household=granny_wu)
    entry = waiting_entry(made, "late", raw="1号不要了", op="cancel", target=5)

    settling.settle_entry(entry=entry, by=zhao, at=LATER)

    need.refresh_from_db()
    assert need.state == State.WITHDRAWN


def test_a_change_comes_too_late_for_what_is_on_the_way(all_known, granny_wu, zhao, lin):
    made = paste(VEGETABLES, zhao)
    need = Need.objects.get(household=granny_wu)
    life.set_under_way(need=need, carrier=lin.account, by=zhao, at=TEN)
    entry = waiting_entry(made, "late", raw="1号不要了", op="cancel", target=5)

    with pytest.raises(life.OnTheWay, match="Lin"):
        settling.settle_entry(entry=entry, by=zhao, at=LATER)
    entry.refresh_from_db()
    assert entry.state == WAITING


def test_a_new_door_keeps_no_other_question_from_being_asked(banyan, zhao):
    """Half of the doors are known from a first list; a second list is judged like the first."""
    paste("#接龙\n鸡蛋 2盒起\n1. 12-1-501 2盒", zhao)
    made = paste("#接龙\n鸡蛋 2盒起\n1. 12-1-502 1盒\n2. 12-1-503 2盒", zhao, at=LATER)

    assert [(entry.state, entry.reason) for entry in entries(made)] == [(WAITING, "below_minimum"), (ACCEPTED, "")]
