from django.apps import AppConfig


class MedicineConfig(AppConfig):
    name = "shouwang.desk.medicine"
    label = "medicine"

    def ready(self) -> None:
        from shouwang.desk.medicine import sunset
        from shouwang.desk.medicine.actions import forgetting_regimens, prompts
        from shouwang.desk.medicine.hunts import stories as stories_hunt
        from shouwang.desk.medicine.items import room as items_room
        from shouwang.desk.medicine.regimens import known, panels, plan, stories, today
        from shouwang.desk.medicine.waves import legs
        from shouwang.desk.medicine.waves import stories as wave_stories
        from shouwang.desk.medicine.waves import today as wave_today

        sunset.register_sunset()
        stories.register_stories()
        prompts.register_prompting()
        forgetting_regimens.register_forgetting()
        panels.register_panels()
        known.register_known_regimens()
        plan.register_plan()
        today.register_today()
        stories_hunt.register_stories()
        legs.register_legs()
        wave_stories.register_stories()
        wave_today.register_today()
        items_room.register_items()
