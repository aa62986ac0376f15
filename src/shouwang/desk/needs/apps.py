from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "shouwang.desk.needs"
    label = "needs"
