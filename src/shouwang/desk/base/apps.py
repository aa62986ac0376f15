from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "shouwang.desk.base"
    label = "base"

    def ready(self) -> None:
        from shouwang.desk.base import tellings  # noqa: F401
