"""Addresses of the ground."""

from django.urls import path

from shouwang.desk.base.views import home

urlpatterns = [
    path("", home.home, name="home"),
    path("welcome/", home.welcome, name="welcome"),
]
