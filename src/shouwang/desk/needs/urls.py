"""Addresses of needs."""

from django.urls import path

from shouwang.desk.needs.views import alerts, capture, change, counts, intake, life, own, sheets, today

app_name = "needs"
urlpatterns = [
    path("today/", today.today, name="today"),
    path("today/board/", today.board, name="board"),
    path("paste/", intake.paste, name="paste"),
    path("paste/<uuid:pk>/", intake.show_intake, name="intake"),
    path("paste/watch/", intake.watch_paste, name="watch_paste"),
    path("paste/sheet/", sheets.give_sheet, name="give_sheet"),
    path("paste/<uuid:pk>/columns/", sheets.correct_columns, name="correct_columns"),
    path("paste/<uuid:pk>/reply/", intake.show_reply, name="reply"),
    path("paste/<uuid:pk>/again/", intake.read_again, name="read_again"),
    path("paste/entry/<uuid:pk>/settle/", intake.settle_entry, name="settle_entry"),
    path("needs/add/", capture.add_need, name="add_need"),
    path("needs/<uuid:pk>/picture/", capture.add_picture, name="add_picture"),
    path("needs/picture/<uuid:pk>/", capture.picture, name="picture"),
    path("needs/<uuid:pk>/", life.need, name="need"),
    path("needs/<uuid:pk>/change/", change.change_need, name="change_need"),
    path("needs/<uuid:pk>/take/", life.take, name="take"),
    path("needs/<uuid:pk>/hand-over/", life.hand_over, name="hand_over"),
    path("needs/<uuid:pk>/return/", life.return_need, name="return"),
    path("needs/<uuid:pk>/withdraw/", life.withdraw, name="withdraw"),
    path("needs/<uuid:pk>/close/", life.close, name="close"),
    path("needs/<uuid:pk>/finish/", life.finish, name="finish"),
    path("needs/<uuid:pk>/reopen/", life.reopen, name="reopen"),
    path("needs/<uuid:pk>/merge/", life.merge, name="merge"),
    path("alerts/<uuid:pk>/", alerts.alert, name="alert"),
    path("alerts/listener/", alerts.listener, name="listener"),
    path("counts/", counts.counts, name="counts"),
    path("home/", own.my_page, name="my_page"),
    path("home/ask/", own.ask, name="ask"),
    path("home/needs/<uuid:pk>/withdraw/", own.withdraw_mine, name="withdraw_mine"),
]
