"""What the desk, a helper and a household meet of the ledger; without scripts throughout."""

import io
import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from shouwang.desk.base.models import Event
from shouwang.desk.base.stories import sentence_of
from shouwang.desk.ledger import holders
from shouwang.desk.ledger.actions.cash import NobodyNamed, NotToBeCounted, Way, count_cash, move_cash
from shouwang.desk.ledger.actions.things import lose_thing
from shouwang.desk.ledger.actions.transfers import WordsMissing, reverse_transfer
from shouwang.desk.ledger.models import CashCount, Thing, Transfer, TransferKind
from shouwang.desk.ledger.out import out_now, overdue
from shouwang.desk.ledger.reading import balance_of
from tests.desk.conftest import TEN
from tests.desk.ledger.conftest import op

YESTERDAY, NOW = timedelta(days=1), timezone.now


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def page(browser, name, pk=None, **query):
    return browser.get(reverse(f"ledger:{name}", args=[pk] if pk else []), query)


def send(browser, name, pk=None, **words):
    url = reverse(f"ledger:{name}", args=[pk] if pk else [])
    return browser.post(url, {"op_id": str(uuid.uuid4()), **words})


@pytest.fixture
def out(move, card, fen, eggs, at_wus, with_lin, with_sun):
    """Lin has had the card since yesterday; Sun has cash and eggs since just now."""
    move(card, at_wus, with_lin, at=NOW() - YESTERDAY)
    move(fen, at_wus, with_sun, 3500, at=NOW())
    move(eggs, at_wus, with_sun, 2, at=NOW())


def test_what_is_out_stands_oldest_first_with_who_and_since_when(out, as_, zhao):
    shown = text_of(page(as_(zhao), "out"))

    assert shown.index("with Lin since") < shown.index("with Sun since")
    assert shown.count("not back since yesterday") == 2  # the number above, and the card
    assert "¥35.00" in shown


def test_today_says_what_did_not_come_back(out, as_, zhao, qian):
    assert overdue(zhao, NOW()).value == 1
    assert "not back since yesterday" in text_of(as_(zhao).get(reverse("needs:today")))
    assert overdue(zhao, NOW() - timedelta(days=30)) is None


def test_a_grid_lead_sees_the_things_of_their_own_doors(out, move, as_, old_he, qian, zhao, with_lin, at_hes):
    from shouwang.desk.ledger.actions.things import take_note_of_thing

    other = take_note_of_thing(kind="card", household=old_he, label="…8765", by=zhao, at=TEN)
    move(other, at_hes, with_lin, at=NOW())

    shown = text_of(page(as_(qian), "out"))
    assert "…4321" in shown
    assert "…8765" not in shown
    assert page(as_(qian), "thing", other.pk).status_code == 404
    held = text_of(page(as_(qian), "holder", with_lin.pk))
    assert "…4321" in held
    assert "…8765" not in held


def test_a_grid_lead_reads_no_goods_that_bear_no_door(out, as_, qian, zhao, with_sun, move, eggs):
    shop = holders.of_partner(uuid.uuid4(), zhao.community)
    bought = move(eggs, shop, with_sun, 3, at=NOW(), kind=TransferKind.BUY, words="for 1-1-101")

    shown = text_of(page(as_(qian), "holder", with_sun.pk))
    assert "¥35.00" in shown
    assert "鸡蛋 5板" not in shown
    assert "1-1-101" not in shown
    assert page(as_(qian), "transfer", bought.pk).status_code == 404
    assert "鸡蛋 5板" in text_of(page(as_(zhao), "holder", with_sun.pk))


def test_a_helper_reads_what_they_hold_and_nothing_of_others(out, as_, lin, sun):
    lins, suns = text_of(page(as_(lin), "mine")), text_of(page(as_(sun), "mine"))

    assert "…4321, blue" in lins
    assert "not back since yesterday" in lins
    assert "¥35.00" not in lins
    assert "鸡蛋 2板" in suns
    assert "…4321" not in suns


def test_a_helper_who_never_carried_anything_holds_nothing(as_, lin):
    assert "Nothing at the moment." in text_of(page(as_(lin), "mine"))


def test_what_a_helper_laid_out_is_owed_to_them(move, fen, as_, lin, zhao, banyan, with_lin):
    purse = holders.of_purse(lin.account, banyan)
    move(fen, purse, with_lin, 900, kind=TransferKind.ADVANCE)

    assert "You laid out ¥9.00 of your own money" in text_of(page(as_(lin), "mine"))
    assert "not repaid: ¥9.00" in text_of(page(as_(zhao), "holder", with_lin.pk))


def test_nobody_else_opens_these_pages(out, as_, feng, sun, lin, with_lin, card, wu_at_home):
    moved = Transfer.objects.first()
    for name, pk in (("holder", with_lin.pk), ("thing", card.pk), ("transfer", moved.pk)):
        for stranger in (feng, lin, wu_at_home):
            assert page(as_(stranger), name, pk).status_code == 404, (name, stranger)
    for name in ("out", "cash", "cash_sheet"):
        assert page(as_(lin), name).status_code == 404
    assert send(as_(feng), "reverse", moved.pk, words="mine").status_code == 404
    assert send(as_(feng), "move_thing", card.pk, way="lost", words="mine").status_code == 404


def test_the_pages_ask_little_of_the_database_however_much_is_out(
    out, move, fen, as_, zhao, with_sun, with_lin, at_hes
):
    counts = {}
    for _more in range(2):
        for name, pk in (("out", None), ("holder", with_sun.pk), ("cash", None)):
            browser = as_(zhao)
            with CaptureQueriesContext(
                connection,
            ) as asked:
                assert page(browser, name, pk).status_code == 200
            counts.setdefault(name, []).append(len(asked))
        for number in range(8):
            move(fen, at_hes, with_sun, 100 + number, at=NOW())
            move(fen, with_sun, holders.of_desk(zhao.community), 50, at=NOW(), kind=TransferKind.HAND_IN)
    assert all(first + 2 >= last for first, last in counts.values()), counts


# The desk's cash


@pytest.fixture
def till(move, fen, at_wus, at_hes, at_desk, with_lin):
    """¥100.00 came yesterday; today ¥30.00 from 3-2-501, and ¥45.00 went out to Lin in two parts."""
    move(fen, at_hes, at_desk, 10_000, at=NOW() - YESTERDAY)
    move(fen, at_wus, at_desk, 3000, at=NOW())
    for part in (2500, 2000):
        move(fen, at_desk, with_lin, part, at=NOW(), kind=TransferKind.GIVE_OUT)


def test_the_days_cash_balances(till, as_, zhao):
    shown = text_of(page(as_(zhao), "cash"))

    assert re.search(r"Opening balance ¥100.00", shown)
    assert re.search(r"collected 3-2-501 ¥30.00", shown)
    assert re.search(r"given out Lin ×2 ¥45.00", shown)
    assert re.search(r"Together ¥30.00 ¥45.00", shown)
    assert re.search(r"Closing, by the books ¥85.00", shown)
    assert "Not counted yet." in shown


def test_yesterdays_page_stays_as_it_was(till, as_, zhao):
    shown = text_of(page(as_(zhao), "cash", day=f"{zhao.community.today(NOW() - YESTERDAY):%Y-%m-%d}"))

    assert re.search(r"Opening balance ¥0.00 .*Closing, by the books ¥100.00", shown)
    assert "Cash comes or goes" not in shown
    assert page(as_(zhao), "cash", day="2020-99-99").status_code == 200


def test_what_was_counted_and_right(till, as_, zhao):
    answer = send(as_(zhao), "count_cash", day=f"{zhao.community.today(NOW()):%Y-%m-%d}", yuan="85.00", words="")

    assert "Counted, and right." in text_of(as_(zhao).get(answer.url))
    count = CashCount.objects.get()
    assert (count.counted_fen, count.expected_fen, count.difference) == (8500, 8500, 0)


def test_a_difference_needs_words_and_stays_a_fact_of_its_own(till, as_, zhao, at_desk, fen):
    said = {"day": f"{zhao.community.today(NOW()):%Y-%m-%d}", "yuan": "80"}
    refused = send(as_(zhao), "count_cash", **said, words=" ")
    assert refused.status_code == 422
    assert "The books and the till differ." in text_of(refused)
    assert not CashCount.objects.exists()

    send(as_(zhao), "count_cash", **said, words="five short, bus fare perhaps")
    shown = text_of(page(as_(zhao), "cash"))
    assert "¥5.00 less than the books said. five short, bus fare perhaps" in shown
    assert balance_of(at_desk, fen) == 8500
    event = Event.objects.get(kind="ledger.cash_counted")
    assert sentence_of(event) == "Zhao counted the desk's cash; ¥5.00 were missing."


def test_what_is_booked_after_the_count_is_said(till, move, fen, at_desk, at_wus, as_, zhao):
    count_cash(day=zhao.community.today(NOW()), fen=8500, by=zhao, at=NOW())
    move(fen, at_wus, at_desk, 500, at=NOW())

    assert "Booked since it was counted: ¥5.00." in text_of(page(as_(zhao), "cash"))


def test_the_same_count_said_twice_is_one_and_another_is_another(till, zhao):
    said = {"day": zhao.community.today(NOW()), "by": zhao, "at": NOW()}
    assert count_cash(fen=8500, **said) == count_cash(fen=8500, **said)
    count_cash(fen=8400, words="again", **said)
    assert CashCount.objects.count() == 2


def test_tomorrow_cannot_be_counted(banyan, zhao):
    with pytest.raises(NotToBeCounted):
        count_cash(day=banyan.today(TEN) + YESTERDAY, fen=0, by=zhao, at=TEN)
    with pytest.raises(WordsMissing):
        count_cash(day=banyan.today(TEN), fen=1, by=zhao, at=TEN)


@pytest.mark.parametrize(
    ("way", "kind", "till_has"),
    [
        (Way.GIVE_OUT, "give_out", 9000), (Way.HAND_IN, "hand_in", 11_000), (Way.COLLECT, "collect", 11_000),
        (Way.PAY_BACK, "hand_over", 9000), (Way.ADVANCE, "advance", 11_000), (Way.REPAY, "repay", 9000),
    ],
)  # fmt: skip
def test_each_way_of_cash(move, fen, at_hes, at_desk, with_lin, as_, zhao, lin, granny_wu, way, kind, till_has):
    move(fen, at_hes, at_desk, 10_000, at=NOW())
    move(fen, at_hes, with_lin, 1000, at=NOW())
    who = {"door": "3-2-501"} if way in {Way.COLLECT, Way.PAY_BACK} else {"account": str(lin.account.pk)}
    answer = send(as_(zhao), "enter_cash", way=way.value, yuan="10.00", words="", **who)

    assert answer.status_code == 302
    assert Transfer.objects.filter(kind=kind).exists()
    assert balance_of(at_desk, fen) == till_has


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"way": "give_out", "yuan": "10"}, "Say who it is."),
        ({"way": "collect", "yuan": "10"}, "Say which door it is."),
        ({"way": "collect", "yuan": "10", "door": "9-9-999"}, "The register has no door"),
        ({"way": "give_out", "yuan": "0", "account": "lin"}, "greater than or equal to 0.01"),
        ({"way": "give_out", "yuan": "10", "account": "lin"}, "the desk holds ¥0.00: ¥10.00 cannot be given away."),
        ({"way": "give_out", "yuan": "1.005", "account": "lin"}, "no more than 2 decimal places"),
    ],
)  # fmt: skip
def test_what_cannot_be_entered_is_said_in_the_form(as_, zhao, lin, granny_wu, sent, told):
    sent = sent | ({"account": str(lin.account.pk)} if "account" in sent else {})
    answer = send(as_(zhao), "enter_cash", **sent)

    assert answer.status_code == 422
    assert told in text_of(answer)
    assert not Transfer.objects.exists()


def test_cash_is_somebodys(zhao, banyan):
    with pytest.raises(NobodyNamed):
        move_cash(way=Way.REPAY, fen=5, op_id=op(1), by=zhao, at=TEN)


def test_the_same_form_twice_moves_cash_once(as_, zhao, lin, fen, at_desk):
    sent = {"op_id": str(op(5)), "way": "advance", "yuan": "10", "account": str(lin.account.pk)}
    for _again in range(2):
        assert as_(zhao).post(reverse("ledger:enter_cash"), sent).status_code == 302
    assert balance_of(at_desk, fen) == 1000


def test_the_spreadsheet_has_the_same_numbers_and_no_formulas(move, till, fen, at_desk, with_lin, as_, zhao):
    move(fen, at_desk, with_lin, 100, at=NOW(), kind=TransferKind.GIVE_OUT, words="=1+1")
    answer = page(as_(zhao), "cash_sheet")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()

    amounts = [(row[1], row[3], row[4]) for row in rows[3:]]
    assert amounts[0] == ("Opening balance", 100.0, "")
    assert amounts[-1][:2] == ("Closing, by the books", 84.0)
    assert sum(row[3] or 0 for row in rows[3:-1]) - sum(row[4] or 0 for row in rows[3:-1]) == 84.0
    assert "=1+1" in [row[5] for row in rows]


# One movement, one thing


def test_a_movement_is_taken_back_with_words(move, fen, at_wus, with_lin, as_, zhao):
    moved = move(fen, at_wus, with_lin, 500)
    assert "from 3-2-501 to Lin" in text_of(page(as_(zhao), "transfer", moved.pk))
    refused = send(as_(zhao), "reverse", moved.pk, words="")
    assert refused.status_code == 422
    assert "Say in a few words why it is taken back." in text_of(refused)

    done = send(as_(zhao), "reverse", moved.pk, words="wrong door")
    shown = text_of(as_(zhao).get(done.url))
    assert "This takes back: collected" in shown
    assert "wrong door" in shown
    assert "Take it back" not in shown
    assert "Taken back on" in text_of(page(as_(zhao), "transfer", moved.pk))
    again = send(as_(zhao), "reverse", moved.pk, words="once more")
    assert again.status_code == 422
    assert "Zhao has already taken it back." in text_of(again)


@pytest.mark.parametrize(
    ("ways", "where"), [(["home"], "3-2-501"), (["desk"], "the desk"), (["desk", "home"], "3-2-501"),
                        (["lost"], "lost or spoiled"), (["lost", "found"], "the desk")],
)  # fmt: skip
def test_the_desk_says_where_a_thing_is(move, card, at_wus, with_lin, as_, zhao, ways, where):
    move(card, at_wus, with_lin)
    for way in ways:
        assert send(as_(zhao), "move_thing", card.pk, way=way, words="on the stairs").status_code == 302

    assert f"With {where} since" in text_of(page(as_(zhao), "thing", card.pk))
    assert Transfer.objects.count() == 1 + len(ways)


@pytest.mark.parametrize(
    ("way", "words", "told"),
    [
        ("home", "", "That is where it is already."),
        ("lost", "", "Say in a few words what became of it"),
        ("found", "", "it is with 3-2-501"),
        ("burnt", "", "Select a valid choice"),
    ],
)
def test_what_cannot_become_of_a_thing_is_said(card, as_, zhao, way, words, told):
    answer = send(as_(zhao), "move_thing", card.pk, way=way, words=words)
    assert answer.status_code == 422
    assert told in text_of(answer)
    assert not Transfer.objects.exists()


def test_a_lost_thing_is_first_found_and_then_brought(card, as_, zhao):
    lose_thing(thing=card, op_id=op(1), by=zhao, at=TEN, words="not in the bag")
    answer = send(as_(zhao), "move_thing", card.pk, way="home", words="")
    assert "Say first that it was found." in text_of(answer)


# A household's account


def test_a_household_reads_where_its_card_is_and_what_became_of_its_money(
    move, fen, card, eggs, at_wus, with_lin, as_, wu_at_home, zhao
):
    move(card, at_wus, with_lin)
    move(fen, at_wus, with_lin, 10_000)
    error = move(fen, at_wus, with_lin, 700)
    reverse_transfer(transfer=error, op_id=op(3), by=zhao, at=TEN, words="not this door")
    move(fen, with_lin, at_wus, 2000, kind=TransferKind.HAND_OVER)

    shown = text_of(as_(wu_at_home).get(reverse("needs:my_page")))
    assert re.search(r"Insurance card · …4321, blue Lin has it since", shown)
    assert "You gave ¥100.00; ¥20.00 came back to you." in shown
    assert "not this door" not in shown


def test_the_desk_reads_the_same_account_on_the_households_page(
    move, fen, card, at_wus, with_lin, as_, zhao, granny_wu
):
    move(fen, at_wus, with_lin, 10_000)
    shown = text_of(as_(zhao).get(reverse("people:household", args=[granny_wu.pk])))

    assert re.search(r"Money they gave ¥100.00 Came back ¥0.00 Difference ¥100.00", shown)
    assert "Back with them: insurance card …4321, blue" in shown
    assert "Collected: ¥100.00. Zhao entered it." in shown


def test_a_household_that_never_gave_anything_reads_nothing_of_money(as_, wu_at_home, granny_wu):
    assert "What is yours, and where it is" not in text_of(as_(wu_at_home).get(reverse("needs:my_page")))


def test_a_household_holder_is_shown_on_its_own_page(as_, zhao, at_wus, granny_wu):
    assert page(as_(zhao), "holder", at_wus.pk).url == reverse("people:household", args=[granny_wu.pk])


@pytest.mark.parametrize("kind", [kind for kind in TransferKind.values if kind != "reversal"])
def test_every_movement_can_be_told_without_naming_goods(move, eggs, card, at_wus, with_lin, kind):
    move(eggs, at_wus, with_lin, 2, kind=kind)
    move(card, at_wus, with_lin, kind=kind)

    told = [sentence_of(event) for event in Event.objects.filter(kind="ledger.transferred").order_by("seq")]
    assert "2 pieces of goods" in told[0]
    assert "insurance card" in told[1]
    assert "鸡蛋" not in told[0]


def test_what_is_out_is_out_of_this_community(out, feng, zhao):
    assert len(out_now(zhao, NOW())) == 2
    assert out_now(feng, NOW()) == []
    assert Thing.objects.visible_to(feng).count() == 0
