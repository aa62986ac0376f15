from django.apps import AppConfig


class GateConfig(AppConfig):
    name = "shouwang.desk.gate"
    label = "gate"

    def ready(self) -> None:
        from shouwang.desk.gate import entries, stories, sunset, today, waiting
        from shouwang.desk.gate.paper import lists
        from shouwang.desk.gate.passes import panels

        panels.register_panels()
        stories.register_stories()
        sunset.register_sunset()
        today.register_today()
        waiting.register_waiting()
        entries.register_entries()
        lists.register_lists()
