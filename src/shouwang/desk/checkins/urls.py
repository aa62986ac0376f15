"""Addresses of the watch."""

from django.urls import path

from shouwang.desk.checkins.views import cases, health, ladder

app_name = "checkins"
urlpatterns = [
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
