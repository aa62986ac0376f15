from django.apps import AppConfig


class CheckinsConfig(AppConfig):
    name = "shouwang.desk.checkins"
    label = "checkins"

    def ready(self) -> None:
        from shouwang.desk.checkins import (
            numbers,
            panels,
            panels_health,
            panels_plans,
            stories,
            stories_plans,
            stories_signs,
            sunset,
        )
        from shouwang.desk.checkins.actions import day, lists, signs
        from shouwang.desk.checkins.cases import room as cases_room

        stories.register_stories()
        panels.register_panels()
        numbers.register_answers()
        sunset.register_sunset()
        stories_signs.register_stories()
        signs.register_signs()
        cases_room.register_cases()
        panels_health.register_panels()
        lists.register_lists()
        stories_plans.register_stories()
        day.register_days()
        panels_plans.register_panels()
