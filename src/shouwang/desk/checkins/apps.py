from django.apps import AppConfig


class CheckinsConfig(AppConfig):
    name = "shouwang.desk.checkins"
    label = "checkins"

    def ready(self) -> None:
        from shouwang.desk.checkins import sunset

        sunset.register_sunset()
