from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "shouwang.desk.partners"
    label = "partners"

    def ready(self) -> None:
        from shouwang.desk.partners import forgetting, holders, stories, sunset, tasks, today  # noqa: F401  (jobs)

        stories.register_stories()
        today.register_today()
        forgetting.register_forgetting()
        holders.register_holders()
        sunset.register_sunset()
