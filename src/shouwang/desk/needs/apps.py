from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "shouwang.desk.needs"
    label = "needs"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy

        from shouwang.desk.needs import known, numbers, panels, stories
        from shouwang.desk.needs.actions import forgetting
        from shouwang.desk.needs.views import sheets
        from shouwang.desk.people import other_sheets

        stories.register_stories()
        numbers.register_all()
        panels.register_panels()
        known.register_knowers()
        forgetting.register_forgetting()
        label = gettext_lazy("orders, medicine, rides, transfers, gate, shifts")
        other_sheets.register_taker("list", label, sheets.take)
