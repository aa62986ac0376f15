from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "shouwang.desk.ledger"
    label = "ledger"

    def ready(self) -> None:
        from shouwang.desk.ledger import names, out, panels, stories, sunset

        names.register_names()
        stories.register_stories()
        out.register_today()
        panels.register_panels()
        sunset.register_sunset()
