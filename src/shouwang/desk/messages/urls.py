"""Addresses of telling."""

from django.urls import path

from shouwang.desk.messages.views import channels, failed, inbox

app_name = "messages"

urlpatterns = [
    path("mine/", channels.mine, name="mine"),
    path("mine/add/", channels.add_channel, name="add_channel"),
    path("mine/subscribe/", channels.subscribe, name="subscribe"),
    path("mine/renew/", channels.renew, name="renew"),
    path("channels/<uuid:pk>/test/", channels.test_channel, name="test_channel"),
    path("channels/<uuid:pk>/remove/", channels.remove_channel, name="remove_channel"),
    path("<uuid:pk>/seen/", inbox.see, name="see"),
    path("seen/", inbox.see_all, name="see_all"),
    path("failed/", failed.failed, name="failed"),
    path("<uuid:pk>/again/", failed.try_again, name="try_again"),
]
