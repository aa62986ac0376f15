from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "shouwang.desk.base"
    label = "base"

    def ready(self) -> None:
        from shouwang.desk.base import housekeeping, tellings  # noqa: F401
        from shouwang.desk.base.actions import sunset  # noqa: F401
