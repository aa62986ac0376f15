"""Addresses of rounds."""

from django.urls import path

from shouwang.desk.rounds.views import board, change, paper, propose, unapplied, walk

app_name = "rounds"
urlpatterns = [
    path("", board.board, name="board"),
    path("mine", board.mine, name="mine"),
    path("new", propose.propose, name="propose"),
    path("proposals/<uuid:pk>/", propose.proposal, name="proposal"),
    path("unapplied/", unapplied.unapplied, name="unapplied"),
    path("unapplied/<uuid:pk>/settle", unapplied.settle, name="settle"),
    path("enter-back", paper.find_sheet, name="find_sheet"),
    path("<uuid:pk>/", board.round, name="round"),
    path("<uuid:pk>/change", change.change, name="change"),
    path("<uuid:pk>/accept", change.accept, name="accept"),
    path("<uuid:pk>/drop", change.drop, name="drop"),
    path("<uuid:pk>/hand-over", change.hand_over, name="hand_over"),
    path("<uuid:pk>/finish", change.finish, name="finish"),
    path("<uuid:pk>/sheet", walk.sheet, name="sheet"),
    path("<uuid:pk>/sheet.pdf", paper.sheet_pdf, name="sheet_pdf"),
    path("<uuid:pk>/labels.pdf", paper.labels_pdf, name="labels_pdf"),
    path("<uuid:pk>/enter-back", paper.enter_back, name="enter_back"),
    path("stops/<uuid:pk>/end", walk.end_stop, name="end_stop"),
    path("stops/<uuid:pk>/undo", walk.undo_stop, name="undo_stop"),
]
