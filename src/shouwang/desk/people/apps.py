from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "shouwang.desk.people"
    label = "people"

    def ready(self) -> None:
        from shouwang.desk.people import own_page, questions, states_shown, stories, sunset

        stories.register_stories()
        questions.register_questions()
        states_shown.register_states()
        own_page.register_panels()
        sunset.register_sunset()
