"""What asked-for medicines put into other rooms. Called once, when the desk starts."""

from shouwang.desk.medicine import panels_items, stories_items
from shouwang.desk.medicine.actions import forgetting_items, offers
from shouwang.desk.partners.answers import register_on_answer


def register_items() -> None:
    stories_items.register_stories()
    panels_items.register_all()
    forgetting_items.register_forgetting()
    register_on_answer(offers.offer_from_answer)
