"""Addresses of the gate."""

from django.urls import path

from shouwang.desk.gate.views import barrier, book, kept, rules, scanning

app_name = "gate"
urlpatterns = [
    # Three taps
    path("", barrier.here, name="here"),
    path("ask", barrier.ask, name="ask"),
    path("answer", barrier.answer, name="answer"),
    path("record", barrier.record, name="record"),
    path("scan", scanning.scan, name="scan"),
    path("day-list", kept.kept_day, name="day_list"),
    # The book
    path("out", book.out_now, name="out"),
    path("day", book.day, name="day"),
    # The rules
    path("rules", rules.rules, name="rules"),
    path("rules/<uuid:pk>/accept", rules.accept, name="accept_rule"),
    path("rules/<uuid:pk>/drop", rules.drop, name="drop_rule"),
    path("gates", rules.add_gate, name="add_gate"),
]
