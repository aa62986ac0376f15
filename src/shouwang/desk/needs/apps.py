from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "shouwang.desk.needs"
    label = "needs"

    def ready(self) -> None:
        from shouwang.desk.needs import numbers, panels, stories
        from shouwang.desk.needs.actions import forgetting

        stories.register_stories()
        numbers.register_all()
        panels.register_panels()
        forgetting.register_forgetting()
