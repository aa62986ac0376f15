from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "shouwang.desk.ledger"
    label = "ledger"

    def ready(self) -> None:
        from shouwang.desk.ledger import names, sunset

        names.register_names()
        sunset.register_sunset()
