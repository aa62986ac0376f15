"""Whatever a rule can say is said in the form, read in both languages before a second person agrees, who is told."""

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.base.models import Account, Rule
from shouwang.desk.base.models.communities import Mode
from shouwang.desk.base.roles import Role
from shouwang.desk.gate.actions.rules import accept_rule, drop_rule, propose_rule
from shouwang.desk.gate.bridge import State, as_json, read_rule
from shouwang.desk.gate.forms_rules import RuleForm
from shouwang.desk.gate.models import RuleProposal
from shouwang.desk.gate.rules import GATE, Held, changed_by, held_from, held_on
from shouwang.desk.messages.models import Message
from tests.desk.conftest import TEN, member
from tests.desk.gate.conftest import DAY, clock

RULES = reverse("gate:rules")
FAR = date(2999, 1, 1)
EVERYTHING = {
    "states": {},
    "modes": {
        "lockdown": {
            "open": {"times": 2, "days": 7, "hours": 3, "per_person": True, "open": ["08:00", "18:30"],
                     "needs_pass": True, "guests": {"visitor": "no", "courier": "gate", "worker": "pass",
                                                    "vehicle": "senior"}},
            "sealed": {"times": 1, "days": 3, "hours": 1, "guests": {"visitor": "senior", "courier": "yes"}},
            "arrived": {"times": None, "hours": 4, "open": ["06:00", "09:00"], "needs_pass": True},
            "isolated": {"times": 0, "guests": {"worker": "senior"}},
        },
    },
    "exempt": ["medicine", "cash"],
    "passes_since": "2020-03-01",
}  # fmt: skip


def held_of(rule) -> Held:
    return held_from({"rule": rule, "visit": {"after": 4, "within": 9}})


def sent_of(form: RuleForm) -> dict[str, object]:
    """What a browser sends where nobody has changed anything."""
    sent: dict[str, object] = {}
    for one in [form.rest, *(limit for _state, _label, _words, limit in form.limits)]:
        for field in one:
            value = field.value()
            if hasattr(value, "strftime"):
                value = value.strftime("%H:%M" if hasattr(value, "hour") else "%Y-%m-%d")
            if value not in (None, "", False):
                sent[field.html_name] = "on" if value is True else value
    return sent | {"op_id": str(uuid.uuid4())}


def words(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def unchanged(banyan):
    """The lockdown rule as the form shows it, sent for a day far ahead."""

    def send(**changes):
        form = RuleForm(None, held_on(banyan, banyan.today(timezone.now())), "lockdown", FAR)
        return sent_of(form) | changes

    return send


@pytest.mark.parametrize("mode", ["lockdown", "everyday", "flood"])
def test_the_form_says_all_that_a_rule_can_say(mode):
    """Shown, sent unchanged and proposed, the rule of a mode is the rule that it was."""
    held = held_of(EVERYTHING)
    form = RuleForm(sent_of(RuleForm(None, held, mode, FAR)), held, mode, FAR)
    assert form.is_valid(), form.rest.errors

    again = changed_by(held, mode, form.value())

    for state in State:
        before, after = held.rule.limit(mode, state), again.rule.limit(mode, state)
        assert (before, before.guests) == (after, after.guests), state
    assert (again.rule.exempt, again.rule.passes_since) == (held.rule.exempt, held.rule.passes_since)
    assert (again.after, again.within) == (4, 9)
    assert as_json(again.rule)["modes"].keys() - {mode} == as_json(held.rule)["modes"].keys() - {mode}


def test_what_is_left_out_of_a_proposal_stays():
    held = held_of(EVERYTHING)

    again = changed_by(held, "lockdown", {"limits": {"sealed": {"times": 0}}})

    assert again.rule.limit("lockdown", State.SEALED).times == 0
    assert again.rule.limit("lockdown", State.OPEN) == held.rule.limit("lockdown", State.OPEN)
    assert (again.rule.exempt, again.rule.passes_since) == (held.rule.exempt, held.rule.passes_since)


def test_a_rule_of_every_state_is_proposed_and_agreed_to_on_the_page(as_, zhao, qian, banyan, unchanged):
    body = unchanged(**{
        "open-often": "some", "open-times": "1", "open-days": "3", "open-hours": "2", "open-courier": "gate",
        "isolated-worker": "senior", "exempt": ["cash"], "passes_since": "2020-02-17",
    })  # fmt: skip
    assert as_(qian).post(RULES, body).status_code == 302

    page = words(as_(zhao).get(RULES))
    for told in (
        "one of the household, 1 × in 3 days", "for 2 hours", "courier: leave it at the gate", "每户一人",
        "Always let through besides: fetching cash",
    ):  # fmt: skip
        assert told in page, told
    as_(zhao).post(reverse("gate:accept_rule", args=[RuleProposal.objects.get().pk]), {"op_id": uuid.uuid4()})

    rule = held_on(banyan, FAR).rule
    limit = rule.limit("lockdown", State.OPEN)
    assert (limit.times, limit.days, limit.hours, str(limit.guests["courier"])) == (1, 3, 2, "gate")
    assert str(rule.limit("lockdown", State.ISOLATED).guests["worker"]) == "senior"
    assert (rule.exempt, rule.passes_since) == ({"cash"}, date(2020, 2, 17))


def test_the_second_person_reads_it_in_both_languages_their_own_first(as_, zhao, qian, banyan):
    propose_rule(
        mode="lockdown", value={"limits": {"sealed": {"times": 1, "days": 7}}}, from_day=FAR, by=qian, at=clock(9)
    )
    for language, first in (("en", 'lang="en"'), ("zh-hans", 'lang="zh-hans"')):
        Account.objects.filter(pk=zhao.account.pk).update(language=language)
        page = words(as_(zhao).get(RULES)).split('id="waiting"')[1]
        spoken = page[page.index("gate-spoken") :]
        assert spoken.index(first) < 40
        assert "one of the household, 1 × in 7 days" in spoken
        assert "7 天" in spoken


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("open-often", "some", "Say how many times."), ("sealed-opens", "08:00", "Write both hours"),
        ("isolated-visitor", "perhaps", "Select a valid choice"), ("exempt", ["dancing"], "Select a valid choice"),
    ],
)  # fmt: skip
def test_what_cannot_be_followed_comes_back_with_a_sentence(as_, qian, unchanged, field, value, sentence):
    body = unchanged(**{field: value})
    body.pop("open-times", None)
    refused = as_(qian).post(RULES, body)

    assert refused.status_code == 422
    assert sentence in words(refused)
    assert not RuleProposal.objects.exists()


def test_hours_in_the_wrong_order_are_refused_by_the_rule_itself(as_, qian, unchanged):
    refused = as_(qian).post(RULES, unchanged(**{"open-opens": "18:00", "open-shuts": "08:00"}))

    assert refused.status_code == 422
    assert "This rule cannot be followed" in words(refused)


def test_each_mode_is_proposed_on_its_own(as_, qian, banyan):
    rule = {"modes": {"flood": {"open": {"times": 5, "days": 6}}}}
    Rule.objects.create(community=banyan, name=GATE, from_day=DAY, value={"rule": rule, "visit": {}})

    page = words(as_(qian).get(RULES, {"mode": "flood"}))

    assert 'name="mode" value="flood"' in page
    assert 'name="open-times" value="5"' in page
    assert 'name="mode" value="everyday"' in words(as_(qian).get(RULES, {"mode": "nonsense"}))


def test_nothing_but_the_open_household_of_a_mode_is_changed_where_nothing_else_is(banyan, zhao, qian):
    proposal = propose_rule(
        mode="lockdown", value={"limit": {"times": 1, "days": 2}}, from_day=DAY, by=qian, at=clock(9)
    )
    accept_rule(proposal=proposal, by=zhao, at=clock(10))

    held = held_on(banyan, DAY).rule
    assert held.limit("lockdown", State.SEALED) == read_rule({}).limit("lockdown", State.SEALED)
    assert held.limit("lockdown", State.OPEN).times == 1


def test_whoever_may_agree_is_told_and_whoever_proposed_is_not(banyan, zhao, qian, guard, lin, feng):
    proposal = propose_rule(mode="lockdown", value={"limit": {"times": 0}}, from_day=DAY, by=qian, at=clock(9))

    told = Message.objects.get()
    assert told.to == zhao.account
    assert told.href == f"{RULES}#waiting"
    assert "Lockdown" in told.words
    drop_rule(proposal=proposal, by=qian, at=clock(10))
    told.refresh_from_db()
    assert told.withdrawn_at == clock(10), "nobody needs to agree any more"


def test_once_agreed_to_nobody_else_is_waited_for(banyan, zhao, qian):
    wang = member(banyan, "Wang", Role.COORDINATOR)
    proposal = propose_rule(mode="lockdown", value={"limit": {"times": 0}}, from_day=DAY, by=qian, at=clock(9))
    assert {message.to for message in Message.objects.all()} == {zhao.account, wang.account}

    accept_rule(proposal=proposal, by=wang, at=clock(10))

    assert not Message.objects.filter(withdrawn_at=None).exists()


def test_it_stands_on_today_with_one_button_to_agree(as_, zhao, qian, banyan):
    proposal = propose_rule(mode=Mode.LOCKDOWN, value={"limit": {"times": 0}}, from_day=FAR, by=qian, at=TEN)
    button = reverse("gate:accept_rule", args=[proposal.pk])

    assert button in words(as_(zhao).get(reverse("needs:today")))
    assert button not in words(as_(qian).get(reverse("needs:today"))), "nobody agrees with themselves"
    accept_rule(proposal=proposal, by=zhao, at=TEN)
    assert button not in words(as_(zhao).get(reverse("needs:today")))


def test_a_guard_reads_every_state_s_rule(as_, guard, banyan, shut_in):
    page = words(as_(guard).get(RULES))

    assert "one of the household, 1 × in 3 days" in page
    assert "Who is isolated" in page
    assert "Propose it" not in page


def test_far_ahead_is_no_reason_to_forget_what_holds_today(as_, zhao, qian, banyan, shut_in):
    tomorrow = banyan.today(timezone.now()) + timedelta(days=1)
    Rule.objects.create(
        community=banyan, name=GATE, from_day=tomorrow,
        value={"rule": {"modes": {"lockdown": {"open": {"times": 0}}}}, "visit": {}},
    )  # fmt: skip
    page = words(as_(zhao).get(RULES))

    assert "one of the household, 1 × in 3 days" in page
    assert "nobody goes out but for the reasons below" in page
