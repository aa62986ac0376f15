from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "shouwang.desk.partners"
    label = "partners"

    def ready(self) -> None:
        from shouwang.desk.partners import forgetting, stories, sunset, tasks  # noqa: F401  (tasks registers its jobs)

        stories.register_stories()
        forgetting.register_forgetting()
        sunset.register_sunset()
