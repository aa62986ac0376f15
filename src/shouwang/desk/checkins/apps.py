from django.apps import AppConfig


class CheckinsConfig(AppConfig):
    name = "shouwang.desk.checkins"
    label = "checkins"

    def ready(self) -> None:
        from shouwang.desk.checkins import stories, stories_signs, sunset
        from shouwang.desk.checkins.actions import signs

        stories.register_stories()
        sunset.register_sunset()
        stories_signs.register_stories()
        signs.register_signs()
