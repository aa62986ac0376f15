"""Who may open which address: one table, and nothing outside it.

Every URL name stands here with who may see it (GET) and who may send to it (POST). A name without a row is
refused at run time and fails the architecture test. Which rows of a table somebody may see is the affair of
each model's `visible_to(actor)`; there, what is another's looks like what does not exist.
"""

from dataclasses import dataclass

from shouwang.desk.base.roles import DESK, MEMBERS, STAFF, Role

NOBODY: frozenset[Role] = frozenset()
EVERYBODY = frozenset(Role)
COORDINATOR = frozenset({Role.COORDINATOR})
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
HELPER = frozenset({Role.HELPER})
FIELD = DESK | HELPER
AT_GATE = DESK | {Role.GUARD}
HOUSEHOLD = frozenset({Role.HOUSEHOLD})
PARTNER = frozenset({Role.PARTNER})
COUNTERS = frozenset({Role.DISTRICT, Role.COORDINATOR})


@dataclass(frozen=True, slots=True)
class May:
    """Who may `see` and who may `do`; `visitors` are those not signed in; `once` asks for an operation id."""

    see: frozenset[Role] = NOBODY
    do: frozenset[Role] = NOBODY
    visitors: bool = False
    once: bool = True


OPEN = May(see=EVERYBODY, do=EVERYBODY, visitors=True, once=False)

TABLE: dict[str, May] = {
    # The entrance
    "home": May(see=EVERYBODY),
    "welcome": May(see=EVERYBODY),
    **dict.fromkeys(["sign_in", "sign_in_by_password", "sign_out"], OPEN),
    **dict.fromkeys(["open_invitation", "accept_invitation", "open_link"], OPEN),
    **dict.fromkeys(["set_language", "service_worker", "web_manifest", "offline", "health"], OPEN),
    # Members and what happened
    "members": May(see=STAFF),
    "invite_member": May(see=STAFF, do=STAFF),
    **dict.fromkeys(["invite_again", "revoke_member", "revoke_device"], May(do=STAFF)),
    "log": May(see=STAFF),
    "jobs": May(see=ADMINISTRATOR),
    "retry_job": May(do=ADMINISTRATOR),
    "sunset": May(see=ADMINISTRATOR, do=ADMINISTRATOR),
    "certificate": May(see=EVERYBODY, visitors=True),
    "my_account": May(see=MEMBERS),
    **dict.fromkeys(["set_password", "change_pin", "revoke_my_device"], May(do=MEMBERS)),
    "mode": May(see=DESK, do=COORDINATOR),
    # What one is told
    "messages:mine": May(see=MEMBERS),
    **dict.fromkeys(
        ["messages:add_channel", "messages:subscribe", "messages:renew", "messages:test_channel"], May(do=MEMBERS)
    ),
    **dict.fromkeys(["messages:remove_channel", "messages:see", "messages:see_all"], May(do=MEMBERS)),
    "messages:failed": May(see=STAFF),
    "messages:try_again": May(do=STAFF),
    # The register
    **dict.fromkeys(["people:households", "people:find", "people:plan", "people:door"], May(see=DESK)),
    "people:household": May(see=DESK),
    "people:add_household": May(see=DESK, do=DESK),
    **dict.fromkeys(["people:move_household", "people:leave_household", "people:confirm_household"], May(do=DESK)),
    "people:add_person": May(do=DESK),
    "people:change_person": May(see=DESK, do=DESK),
    "people:remove_person": May(do=DESK),
    **dict.fromkeys(
        ["people:add_fact", "people:end_fact", "people:add_contact", "people:remove_contact"], May(do=DESK)
    ),
    **dict.fromkeys(["people:make_link", "people:revoke_link"], May(do=DESK)),
    "people:estate": May(see=DESK),
    "people:building": May(see=DESK),
    "people:add_building": May(do=COORDINATOR),
    "people:add_door": May(do=COORDINATOR),
    "people:add_alias": May(do=DESK),
    **dict.fromkeys(["people:assign_building", "people:add_grid", "people:appoint_lead"], May(do=COORDINATOR)),
    "people:imports": May(see=DESK),
    "people:import_sheet": May(see=DESK, do=DESK),
    "people:show_import": May(see=DESK),
    "people:correct_columns": May(do=DESK),
    "people:settle_row": May(see=DESK, do=DESK),
    **dict.fromkeys(["people:settle_rows", "people:apply_import", "people:drop_import"], May(do=DESK)),
    "people:undo_import": May(do=DESK),
    # Needs
    "needs:today": May(see=DESK),
    "needs:board": May(see=DESK),
    "needs:paste": May(see=DESK, do=DESK),
    "needs:watch_paste": May(do=DESK, once=False),  # reads, and writes nothing
    "needs:intake": May(see=DESK),
    "needs:give_sheet": May(see=DESK, do=DESK),
    "needs:correct_columns": May(do=DESK),
    "needs:reply": May(see=DESK),
    **dict.fromkeys(["needs:read_again", "needs:settle_entry"], May(do=DESK)),
    "needs:add_need": May(see=DESK, do=DESK),
    "needs:need": May(see=DESK),
    "needs:change_need": May(see=DESK, do=DESK),
    "needs:add_picture": May(do=DESK),
    "needs:picture": May(see=DESK),
    **dict.fromkeys(["needs:take", "needs:hand_over", "needs:return", "needs:withdraw"], May(do=DESK)),
    **dict.fromkeys(["needs:close", "needs:finish", "needs:reopen", "needs:merge"], May(do=DESK)),
    "needs:alert": May(see=DESK, do=DESK),
    "needs:listener": May(see=COORDINATOR, do=COORDINATOR),
    "needs:counts": May(see=COUNTERS),
    "needs:my_page": May(see=HOUSEHOLD),
    "needs:ask": May(see=HOUSEHOLD, do=HOUSEHOLD),
    "needs:withdraw_mine": May(do=HOUSEHOLD),
    # Rounds
    "rounds:board": May(see=DESK),
    "rounds:mine": May(see=FIELD),
    "rounds:propose": May(see=DESK, do=DESK),
    "rounds:proposal": May(see=DESK),
    "rounds:round": May(see=DESK),
    **dict.fromkeys(["rounds:change", "rounds:accept", "rounds:drop", "rounds:hand_over"], May(do=DESK)),
    "rounds:finish": May(do=FIELD),
    "rounds:sheet": May(see=FIELD),
    "rounds:end_stop": May(do=FIELD),
    "rounds:undo_stop": May(do=FIELD),
    **dict.fromkeys(["rounds:sheet_pdf", "rounds:labels_pdf", "rounds:find_sheet"], May(see=DESK)),
    "rounds:enter_back": May(see=DESK, do=DESK),
    "rounds:unapplied": May(see=DESK),
    "rounds:settle": May(do=DESK),
    # The ledger
    "ledger:out": May(see=DESK),
    "ledger:mine": May(see=HELPER),
    "ledger:holder": May(see=DESK),
    "ledger:cash": May(see=COORDINATOR),
    "ledger:cash_sheet": May(see=COORDINATOR),
    "ledger:enter_cash": May(do=COORDINATOR),
    "ledger:count_cash": May(do=COORDINATOR),
    "ledger:transfer": May(see=DESK),
    "ledger:reverse": May(do=DESK),
    "ledger:thing": May(see=DESK),
    "ledger:move_thing": May(do=DESK),
    # Medicine: hunts
    "medicine:items": May(see=DESK),
    "medicine:item": May(see=DESK),
    **dict.fromkeys(["medicine:answer_item", "medicine:reconsider_item", "medicine:add_item_picture"], May(do=DESK)),
    **dict.fromkeys(["medicine:make_offer", "medicine:consent", "medicine:say_drug"], May(do=DESK)),
    "medicine:ask_mine": May(see=HOUSEHOLD, do=HOUSEHOLD),
    "medicine:add_my_picture": May(do=HOUSEHOLD),
    "medicine:consent_mine": May(do=HOUSEHOLD),
    "medicine:hunts": May(see=DESK),
    "medicine:hunt": May(see=DESK),
    **dict.fromkeys(
        ["medicine:open_hunt", "medicine:ask", "medicine:answer", "medicine:decide_hunt", "medicine:fetch"],
        May(do=DESK),
    ),
    **dict.fromkeys(["medicine:waves", "medicine:wave_report", "medicine:wave"], May(see=DESK)),
    **dict.fromkeys(["medicine:close_wave", "medicine:choose_to_send", "medicine:propose_collecting"], May(do=DESK)),
    "medicine:wave_plan": May(see=DESK, do=DESK),
    **dict.fromkeys(["medicine:set_off", "medicine:come_back", "medicine:propose_handing"], May(do=DESK)),
    "medicine:bag_labels": May(see=DESK),
    "medicine:send_ahead": May(do=DESK),
    "medicine:bag": May(see=FIELD),
    **dict.fromkeys(["medicine:go_on_without", "medicine:carry_over", "medicine:put_into_wave"], May(do=DESK)),
    "medicine:collect": May(see=FIELD, do=FIELD),
    "medicine:hand_over": May(see=FIELD, do=FIELD),
    "medicine:counter": May(see=FIELD),
    **dict.fromkeys(["medicine:buy", "medicine:none_here", "medicine:take_back_purchase"], May(do=FIELD)),
    **dict.fromkeys(["medicine:keep_receipt", "medicine:leave_counter"], May(do=FIELD)),
    "medicine:leftovers": May(see=DESK),
    **dict.fromkeys(["medicine:end_leftover", "medicine:decide_cold"], May(do=DESK)),
    "medicine:receipt": May(see=DESK),
    # Partners
    **dict.fromkeys(["partners:directory", "partners:partner", "partners:lists", "partners:list"], May(see=DESK)),
    "partners:add_partner": May(see=DESK, do=DESK),
    "partners:import_partners": May(see=DESK, do=DESK),
    "partners:change_partner": May(see=DESK, do=DESK),
    **dict.fromkeys(
        ["partners:shut_partner", "partners:open_again", "partners:retire_partner", "partners:note_stock"], May(do=DESK)
    ),
    "partners:make_list": May(see=DESK, do=DESK),
    **dict.fromkeys(
        [
            "partners:add_line",
            "partners:send_list",
            "partners:renew_link",
            "partners:revoke_list",
            "partners:fetch_list",
            "partners:name_carrier",
        ],
        May(do=DESK),
    ),
    "partners:telephone": May(see=DESK),
    "partners:answer_heard": May(do=DESK),
    "partners:find_list": May(see=DESK),
    "partners:list_pdf": May(see=DESK | PARTNER),
    "partners:sheet": May(see=FIELD),
    "partners:picture": May(see=FIELD | PARTNER),
    "partners:mine": May(see=PARTNER, visitors=True),  # a visitor whose link has ended is told so
    "partners:answer": May(do=PARTNER),
    # Drugs, their rules, who takes what, who runs out
    "medicine:drugs": May(see=DESK),
    "medicine:add_drug": May(see=DESK, do=DESK),
    "medicine:import_drugs": May(see=DESK, do=DESK),
    "medicine:drug_sheet": May(see=DESK),
    **dict.fromkeys(["medicine:apply_drug_sheet", "medicine:drop_drug_sheet"], May(do=DESK)),
    "medicine:drug": May(see=DESK, do=DESK),
    "medicine:retire_drug": May(do=DESK),
    "medicine:rules": May(see=DESK, do=COORDINATOR),
    "medicine:import_regimens": May(see=DESK, do=DESK, once=False),  # shows what a sheet says, and writes nothing
    "medicine:state_regimens": May(do=DESK),
    "medicine:add_regimen": May(see=DESK, do=DESK),
    **dict.fromkeys(["medicine:end_regimen", "medicine:state_stock"], May(do=DESK)),
    "medicine:state_my_stock": May(do=HOUSEHOLD),
    "medicine:prompts": May(see=DESK),
    "medicine:answer_prompt": May(do=DESK),
    "medicine:answer_mine": May(do=HOUSEHOLD),
    # The watch
    "checkins:plans": May(see=DESK),
    "checkins:plan": May(see=DESK, do=DESK),
    "checkins:add_plan": May(see=DESK, do=DESK),
    **dict.fromkeys(["checkins:end_plan", "checkins:accept_proposal", "checkins:accept_proposals"], May(do=DESK)),
    "checkins:decline_proposal": May(do=DESK),
    "checkins:watch_everybody": May(do=COORDINATOR),
    "checkins:note_degrees": May(do=DESK),
    "checkins:tiers": May(see=DESK, do=COORDINATOR),
    "checkins:set_heat": May(do=COORDINATOR),
    "checkins:callers": May(see=DESK, do=COORDINATOR),
    "checkins:calls": May(see=FIELD),
    "checkins:calls_pdf": May(see=DESK),
    "checkins:enter_calls": May(see=DESK, do=DESK),
    **dict.fromkeys(["checkins:say_call", "checkins:undo_call", "checkins:claim"], May(do=FIELD)),
    "checkins:say_mine": May(see=HOUSEHOLD, do=HOUSEHOLD),
    "checkins:cases": May(see=DESK),
    "checkins:case": May(see=DESK),
    **dict.fromkeys(["checkins:end_step", "checkins:hold_case", "checkins:end_case"], May(do=DESK)),
    "checkins:open_case": May(do=DESK),
    "checkins:ladder": May(see=DESK, do=COORDINATOR),
    "checkins:fever": May(see=DESK, do=COORDINATOR),
    "checkins:report_health": May(see=DESK, do=DESK),
    # The gate
    **dict.fromkeys(["gate:here", "gate:ask", "gate:answer", "gate:out"], May(see=AT_GATE)),
    "gate:record": May(do=AT_GATE),
    "gate:day": May(see=DESK),
    "gate:rules": May(see=AT_GATE, do=DESK),
    **dict.fromkeys(["gate:accept_rule", "gate:drop_rule"], May(do=DESK)),
    "gate:add_gate": May(do=COORDINATOR),
}


def may(name: str, method: str, role: Role | None) -> bool:
    """Whether somebody in `role` (None: not signed in) may send `method` to the URL called `name`."""
    rule = TABLE.get(name)
    if rule is None:
        return False
    roles = rule.see if method in {"GET", "HEAD"} else rule.do if method == "POST" else NOBODY
    return role in roles if role else rule.visitors and bool(roles)
