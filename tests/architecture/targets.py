"""Which row the `pk` of an address means. An address with a parameter and no entry here fails the walk."""

from typing import Any

from django.apps import apps
from django.db import models

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.roles import Role

TARGETS: dict[str, str] = {
    "invite_again": "base.Membership",
    "revoke_member": "base.Membership",
    "revoke_device": "base.Device",
    "revoke_my_device": "base.Device",
    "messages:test_channel": "desk_messages.Channel",
    "messages:remove_channel": "desk_messages.Channel",
    "messages:see": "desk_messages.Message",
    "messages:try_again": "desk_messages.Message",
    "people:household": "people.Household",
    "people:move_household": "people.Household",
    "people:leave_household": "people.Household",
    "people:confirm_household": "people.Household",
    "people:add_person": "people.Household",
    "people:make_link": "people.Household",
    "people:revoke_link": "base.Link",
    "people:change_person": "people.Person",
    "people:remove_person": "people.Person",
    "people:add_fact": "people.Person",
    "people:add_contact": "people.Person",
    "people:end_fact": "people.Fact",
    "people:remove_contact": "people.Contact",
    "people:set_state": "people.Household",
    "people:set_building_state": "people.Building",
    "people:end_state": "people.HouseholdState",
    "people:door": "people.Door",
    "people:building": "people.Building",
    "people:add_door": "people.Building",
    "people:add_alias": "people.Building",
    "people:assign_building": "people.Building",
    "people:appoint_lead": "people.Grid",
    "people:show_import": "people.Import",
    "people:correct_columns": "people.Import",
    "people:apply_import": "people.Import",
    "people:drop_import": "people.Import",
    "people:undo_import": "people.Import",
    "people:settle_row": "people.ImportRow",
    "people:settle_rows": "people.Import",
    "needs:intake": "needs.Intake",
    "needs:reply": "needs.Intake",
    "needs:correct_columns": "needs.Intake",
    "needs:read_again": "needs.Intake",
    "needs:settle_entry": "needs.IntakeEntry",
    "needs:picture": "base.Picture",
    "needs:alert": "needs.Alert",
    **dict.fromkeys(
        [
            "needs:need", "needs:take", "needs:hand_over", "needs:return", "needs:withdraw", "needs:close",
            "needs:finish", "needs:reopen", "needs:merge", "needs:add_picture",
            "needs:withdraw_mine", "needs:change_need",
        ],
        "needs.Need",
    ),
    **dict.fromkeys(
        [
            "rounds:round", "rounds:change", "rounds:accept", "rounds:drop", "rounds:hand_over", "rounds:finish",
            "rounds:sheet", "rounds:sheet_pdf", "rounds:labels_pdf", "rounds:enter_back",
        ],
        "rounds.Round",
    ),
    **dict.fromkeys(
        [
            "medicine:wave", "medicine:close_wave", "medicine:choose_to_send", "medicine:propose_collecting",
            "medicine:wave_plan", "medicine:set_off", "medicine:come_back", "medicine:propose_handing",
            "medicine:bag_labels",
        ],
        "medicine.Wave",
    ),
    **dict.fromkeys(
        [
            "medicine:collect", "medicine:hand_over", "medicine:counter", "medicine:buy",
            "medicine:none_here", "medicine:take_back_purchase", "medicine:keep_receipt", "medicine:leave_counter",
        ],
        "rounds.Stop",
    ),
    "medicine:bag": "medicine.Bag",
    "medicine:go_on_without": "medicine.Bag",
    "medicine:send_ahead": "partners.Manifest",
    "medicine:carry_over": "medicine.Item",
    "medicine:put_into_wave": "medicine.Item",
    "medicine:end_leftover": "medicine.Leftover",
    "medicine:decide_cold": "medicine.Purchase",
    "medicine:receipt": "medicine.Purchase",
    "rounds:end_stop": "rounds.Stop",
    "rounds:undo_stop": "rounds.Stop",
    "rounds:proposal": "rounds.Proposal",
    "rounds:settle": "rounds.UnappliedSaying",
    "ledger:holder": "ledger.Holder",
    "ledger:transfer": "ledger.Transfer",
    "ledger:reverse": "ledger.Transfer",
    "ledger:thing": "ledger.Thing",
    "ledger:move_thing": "ledger.Thing",
    **dict.fromkeys(["medicine:hunt", "medicine:ask", "medicine:decide_hunt", "medicine:fetch"], "medicine.Hunt"),
    "medicine:answer": "medicine.HuntAsk",
    "medicine:open_hunt": "medicine.Item",
    **dict.fromkeys(
        [
            "medicine:item", "medicine:answer_item", "medicine:reconsider_item", "medicine:add_item_picture",
            "medicine:make_offer", "medicine:add_my_picture",
        ],
        "medicine.Item",
    ),
    "medicine:consent": "medicine.Offer",
    "medicine:consent_mine": "medicine.Offer",
    "medicine:say_drug": "needs.Need",
    **dict.fromkeys(
        [
            "partners:partner", "partners:change_partner", "partners:shut_partner", "partners:open_again",
            "partners:retire_partner", "partners:note_stock", "partners:make_list",
        ],
        "partners.Partner",
    ),
    **dict.fromkeys(
        [
            "partners:list", "partners:add_line", "partners:send_list", "partners:renew_link", "partners:revoke_list",
            "partners:fetch_list", "partners:name_carrier", "partners:telephone", "partners:list_pdf",
            "partners:sheet",
        ],
        "partners.Manifest",
    ),
    **dict.fromkeys(["partners:answer_heard", "partners:answer", "partners:picture"], "partners.ManifestLine"),
    "medicine:drug_sheet": "medicine.DrugSheet",
    "medicine:apply_drug_sheet": "medicine.DrugSheet",
    "medicine:drop_drug_sheet": "medicine.DrugSheet",
    "medicine:drug": "medicine.Drug",
    "medicine:retire_drug": "medicine.Drug",
    "medicine:add_regimen": "people.Household",
    "medicine:end_regimen": "medicine.Regimen",
    "medicine:state_stock": "medicine.Regimen",
    "medicine:state_my_stock": "medicine.Regimen",
    "medicine:answer_prompt": "medicine.Prompt",
    "checkins:plan": "checkins.WatchPlan",
    "checkins:end_plan": "checkins.WatchPlan",
    "checkins:add_plan": "people.Household",
    "checkins:accept_proposal": "people.Person",
    "checkins:decline_proposal": "people.Person",
    "medicine:answer_mine": "medicine.Prompt",
    **dict.fromkeys(
        ["checkins:say_call", "checkins:undo_call", "checkins:claim", "checkins:say_mine"], "checkins.CheckIn"
    ),
    "checkins:report_health": "people.Person",
    "checkins:open_case": "people.Person",
    "checkins:end_step": "checkins.Step",
    "gate:returned": "gate.Passage",
    "gate:end_note": "gate.GateNote",
    **dict.fromkeys(["gate:pass", "gate:pass_pdf", "gate:revoke_pass"], "gate.IssuedPass"),
    **dict.fromkeys(["gate:accept_rule", "gate:drop_rule"], "gate.RuleProposal"),
    **dict.fromkeys(["gate:correct", "gate:decide"], "gate.Passage"),
    **dict.fromkeys(["checkins:case", "checkins:hold_case", "checkins:end_case"], "checkins.Case"),
}  # fmt: skip

WITHOUT_ROW: dict[str, dict[str, Any]] = {
    "retry_job": {"number": 1},
    "certificate": {"pk": "00000000-0000-4000-8000-000000000000"},
}
"""Addresses whose parameter is no row of the world, and what stands for it."""

MAY_STILL_BE_MISSING = {
    "revoke_my_device",  # staff see all devices, and end only their own there
    "messages:see",  # staff see to whom nothing came through, and tick off only what they were told
    "rounds:change",  # the form names a stop, a need or another round
    "rounds:hand_over",  # the form names who takes it
    "medicine:ask",  # the form names the place
    "medicine:answer_item",  # the form names the answer
    "medicine:make_offer",  # the form names who offers it
    "medicine:say_drug",  # the need of the world is no medicine
    "needs:merge",  # the form names the other need; without one there is none
    "medicine:counter",
    "medicine:buy",
    "medicine:none_here",
    "medicine:take_back_purchase",
    "medicine:keep_receipt",
    "medicine:leave_counter",  # the world's stop is a door, and no counter
    "medicine:end_leftover",  # the form says what became of it
    "medicine:put_into_wave",  # the form names the wave
    "medicine:send_ahead",  # the world's list is of no wave
}
"""Addresses that answer "not here" for a row that may be seen, and why."""

OWNERS: dict[str, str] = {
    "people.Fact": "person",
    "people.Contact": "person",
    "people.ImportRow": "batch",
    "needs.IntakeEntry": "intake",
    "needs.Line": "need",
    "rounds.Stop": "round",
    "rounds.Task": "stop__round",
    "partners.ManifestLine": "manifest",
    "partners.LineAnswer": "line__manifest",
    "medicine.Bag": "wave",
    "medicine.ItemPicture": "item",
    "medicine.Offer": "item",
    "medicine.Purchase": "item",
    "medicine.Leftover": "purchase",
    "medicine.HuntAsk": "hunt",
    "medicine.Prompt": "regimen",
    "checkins.Step": "case",
}
"""Rows that are seen by whoever sees what they belong to."""

QUERIES: dict[str, list[str]] = {
    "people:find": ["q"],
    "needs:today": ["text"],
    "medicine:drugs": ["q"],
    "gate:here": ["q"],
    "gate:ask": ["q"],
}
"""Addresses that look things up by what is typed: they are asked for every canary."""


def sees(actor: Actor, label: str, row: models.Model) -> bool:
    """Whether the model itself says that `row` is `actor`'s to see."""
    model = apps.get_model(label)
    manager = model._default_manager
    if hasattr(manager, "visible_to"):
        return bool(manager.visible_to(actor).filter(pk=row.pk).exists())
    if label == "base.Link":
        return sees(actor, "people.Household", apps.get_model("people.Household").objects.get(pk=row.subject_id))
    if label == "base.Picture":
        shown = apps.get_model("needs.NeedPicture").objects.filter(picture=row.pk).select_related("need")
        return any(sees(actor, "needs.Need", one.need) for one in shown)
    if label == "medicine.Bag" and actor.role == Role.HELPER:
        rounds = apps.get_model("rounds.Round").objects.said_by(actor)
        legs = apps.get_model("rounds.Task").objects.filter(is_live=True).exclude(leg="")
        return bool(legs.filter(stop__round__in=rounds, stop__household=row.household_id).exists())
    if label == "people.Grid":
        return row.community_id == actor.community.pk
    owner_path = OWNERS[label]
    owner = row
    for step in owner_path.split("__"):
        owner = getattr(owner, step)
    return sees(actor, owner._meta.label, owner)
