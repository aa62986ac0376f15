from django.apps import AppConfig


class MedicineConfig(AppConfig):
    name = "shouwang.desk.medicine"
    label = "medicine"

    def ready(self) -> None:
        from shouwang.desk.medicine import sunset

        sunset.register_sunset()
