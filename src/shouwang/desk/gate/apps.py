from django.apps import AppConfig


class GateConfig(AppConfig):
    name = "shouwang.desk.gate"
    label = "gate"

    def ready(self) -> None:
        from shouwang.desk.gate import stories, sunset, today, waiting

        stories.register_stories()
        sunset.register_sunset()
        today.register_today()
        waiting.register_waiting()
