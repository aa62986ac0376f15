from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "shouwang.desk.messages"
    label = "desk_messages"  # django.contrib.messages has the plain word

    def ready(self) -> None:
        from shouwang.desk.messages import forgetting, stories, sunset, tasks  # noqa: F401  (jobs)

        stories.register_stories()
        forgetting.register_forgetting()
        sunset.register_sunset()
