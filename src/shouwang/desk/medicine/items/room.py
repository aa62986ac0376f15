"""What asked-for medicines put into other rooms. Called once, when the desk starts."""

from shouwang.desk.medicine.actions import forgetting_items, offers, taking_in_time
from shouwang.desk.medicine.items import panels as panels_items
from shouwang.desk.medicine.items import stories as stories_items
from shouwang.desk.partners.answers import register_on_answer


def register_items() -> None:
    stories_items.register_stories()
    panels_items.register_all()
    forgetting_items.register_forgetting()
    taking_in_time.register_taking_in()
    register_on_answer(offers.offer_from_answer)
