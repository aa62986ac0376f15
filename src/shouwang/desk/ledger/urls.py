"""Addresses of ledger."""

from django.urls import path

from shouwang.desk.ledger.views import cash, holders, transfers

app_name = "ledger"
urlpatterns = [
    path("", holders.out, name="out"),
    path("mine", holders.mine, name="mine"),
    path("holders/<uuid:pk>/", holders.holder, name="holder"),
    path("cash/", cash.cash, name="cash"),
    path("cash/enter", cash.enter_cash, name="enter_cash"),
    path("cash/count", cash.count, name="count_cash"),
    path("cash/sheet.xlsx", cash.sheet, name="cash_sheet"),
    path("transfers/<uuid:pk>/", transfers.transfer, name="transfer"),
    path("transfers/<uuid:pk>/reverse", transfers.reverse, name="reverse"),
    path("things/<uuid:pk>/", transfers.thing, name="thing"),
    path("things/<uuid:pk>/move", transfers.move_thing, name="move_thing"),
]
