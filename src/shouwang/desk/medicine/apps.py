from django.apps import AppConfig


class MedicineConfig(AppConfig):
    name = "shouwang.desk.medicine"
    label = "medicine"

    def ready(self) -> None:
        from shouwang.desk.medicine import (
            items_room,
            legs,
            panels,
            plan,
            stories,
            stories_hunt,
            sunset,
            today,
            wave_stories,
            wave_today,
        )
        from shouwang.desk.medicine.actions import forgetting_regimens, prompts

        sunset.register_sunset()
        stories.register_stories()
        prompts.register_prompting()
        forgetting_regimens.register_forgetting()
        panels.register_panels()
        plan.register_plan()
        today.register_today()
        stories_hunt.register_stories()
        legs.register_legs()
        wave_stories.register_stories()
        wave_today.register_today()
        items_room.register_items()
