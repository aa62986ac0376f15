from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "shouwang.desk.messages"
    label = "desk_messages"  # django.contrib.messages has the plain word

    def ready(self) -> None:
        from shouwang.desk.messages import forgetting, stories, sunset

        stories.register_stories()
        forgetting.register_forgetting()
        sunset.register_sunset()
