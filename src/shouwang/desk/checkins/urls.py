"""Addresses of the watch."""

from django.urls import path

from shouwang.desk.checkins.views import callers, calls, calls_paper, cases, health, ladder, own_calls, plans, tiers

app_name = "checkins"
urlpatterns = [
    # Who is watched, who calls
    path("plans", plans.plans, name="plans"),
    path("plans/accept", plans.accept_proposals, name="accept_proposals"),
    path("plans/everybody", plans.watch_everybody, name="watch_everybody"),
    path("plans/degrees", plans.note_degrees, name="note_degrees"),
    path("plans/<uuid:pk>", plans.plan, name="plan"),
    path("plans/<uuid:pk>/end", plans.end_plan, name="end_plan"),
    path("households/<uuid:pk>/plan", plans.add_plan, name="add_plan"),
    path("persons/<uuid:pk>/accept", plans.accept_proposal, name="accept_proposal"),
    path("persons/<uuid:pk>/decline", plans.decline_proposal, name="decline_proposal"),
    path("how-often", tiers.tiers, name="tiers"),
    path("how-often/heat", tiers.set_heat, name="set_heat"),
    path("callers", callers.callers, name="callers"),
    # Calls
    path("calls", calls.calls, name="calls"),
    path("calls.pdf", calls_paper.print_calls, name="calls_pdf"),
    path("calls/enter", calls_paper.enter, name="enter_calls"),
    path("calls/<uuid:pk>/say", calls.say, name="say_call"),
    path("calls/<uuid:pk>/undo", calls.undo, name="undo_call"),
    path("calls/<uuid:pk>/claim", calls.claim, name="claim"),
    path("mine/<uuid:pk>/say", own_calls.say_mine, name="say_mine"),
    # Cases and their ladder
    path("cases", cases.cases, name="cases"),
    path("cases/<uuid:pk>", cases.case, name="case"),
    path("cases/<uuid:pk>/hold", cases.hold_case, name="hold_case"),
    path("cases/<uuid:pk>/end", cases.end_case, name="end_case"),
    path("steps/<uuid:pk>/end", cases.end_step, name="end_step"),
    path("persons/<uuid:pk>/case", cases.open_case, name="open_case"),
    path("ladder", ladder.ladder, name="ladder"),
    # Health
    path("fever", health.fever, name="fever"),
    path("persons/<uuid:pk>/health", health.report_health, name="report_health"),
]
