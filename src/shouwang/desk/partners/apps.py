from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "shouwang.desk.partners"
    label = "partners"

    def ready(self) -> None:
        from shouwang.desk.partners import sunset

        sunset.register_sunset()
