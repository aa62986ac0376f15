from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "shouwang.desk.base"
    label = "base"
