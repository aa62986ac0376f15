"""What cases bring along when the desk starts."""

from shouwang.desk.checkins.actions.case_visits import register_visits
from shouwang.desk.checkins.actions.watchdog import register_watchdog
from shouwang.desk.checkins.cases.panels import register_panels
from shouwang.desk.checkins.cases.stories import register_stories
from shouwang.desk.checkins.cases.today import register_today


def register_cases() -> None:
    register_stories()
    register_today()
    register_panels()
    register_watchdog()
    register_visits()
