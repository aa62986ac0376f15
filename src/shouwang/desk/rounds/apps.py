from django.apps import AppConfig


class RoundsConfig(AppConfig):
    name = "shouwang.desk.rounds"
    label = "rounds"
