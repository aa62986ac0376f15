from django.apps import AppConfig


class RoundsConfig(AppConfig):
    name = "shouwang.desk.rounds"
    label = "rounds"

    def ready(self) -> None:
        from shouwang.desk.rounds import panels, stories, sunset, today

        stories.register_stories()
        today.register_today()
        panels.register_panels()
        sunset.register_sunset()
