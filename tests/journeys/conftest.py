"""The journeys' fixtures: a desk being served, and a person's browser."""

from tests.journeys.gate_phone import gate  # noqa: F401
from tests.support.browser import (  # noqa: F401
    banyan_court,
    banyan_court_data,
    browser,
    desk,
    page_at,
    page_in_whole_chromium,
    pytest_runtest_makereport,
)
