"""Addresses of the gate."""

from django.urls import path

from shouwang.desk.gate.views import (
    barrier,
    book,
    calming,
    entries,
    exits,
    handover,
    kept,
    my_pass,
    paper,
    pass_paper,
    passes,
    rules,
    scanning,
)

app_name = "gate"
urlpatterns = [
    # Three taps
    path("", barrier.here, name="here"),
    path("ask", barrier.ask, name="ask"),
    path("answer", barrier.answer, name="answer"),
    path("record", barrier.record, name="record"),
    path("scan", scanning.scan, name="scan"),
    path("day-list", kept.kept_day, name="day_list"),
    path("looks", kept.note_looks, name="note_looks"),
    # The book
    path("out", book.out_now, name="out"),
    path("out/<uuid:pk>/returned", book.returned, name="returned"),
    path("day", book.day, name="day"),
    path("book", entries.book, name="book"),
    path("passages/<uuid:pk>/correct", entries.correct, name="correct"),
    path("passages/<uuid:pk>/decide", entries.decide, name="decide"),
    path("day/counts.xlsx", book.sheet, name="counts_sheet"),
    # Passes
    path("passes", passes.passes, name="passes"),
    path("passes/issue", passes.issue_pass, name="issue_pass"),
    path("passes/issue-many", passes.issue_passes, name="issue_passes"),
    path("passes/print.pdf", pass_paper.passes_pdf, name="passes_pdf"),
    path("passes/lost-key", passes.lose_key, name="lose_pass_key"),
    path("passes/<uuid:pk>", passes.one_pass, name="pass"),
    path("passes/<uuid:pk>/print.pdf", pass_paper.pass_pdf, name="pass_pdf"),
    path("passes/<uuid:pk>/revoke", passes.revoke_pass, name="revoke_pass"),
    path("exits", exits.exits, name="exits"),
    path("my-pass", my_pass.my_pass, name="my_pass"),
    # From one guard to the next
    path("handover", handover.handover, name="handover"),
    path("handover/notes", handover.leave_note, name="leave_note"),
    path("handover/notes/<uuid:pk>/done", handover.end_note, name="end_note"),
    # On paper
    path("paper", paper.enter, name="paper"),
    path("paper/log.pdf", paper.print_log, name="log_pdf"),
    path("paper/file", paper.read_file, name="read_log"),
    path("words", calming.calming, name="calming"),
    # The rules
    path("rules", rules.rules, name="rules"),
    path("rules/<uuid:pk>/accept", rules.accept, name="accept_rule"),
    path("rules/<uuid:pk>/drop", rules.drop, name="drop_rule"),
    path("gates", rules.add_gate, name="add_gate"),
]
