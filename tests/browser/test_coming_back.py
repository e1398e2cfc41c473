"""From a cohort that came back, and from those who stopped on their way, to a segment of them."""

import json
from urllib.parse import quote
from uuid import uuid4

import pytest
from playwright.sync_api import Page

from tests.browser.steps import choose, idle, save_people, visit

SEGMENTS = quote(
    json.dumps(
        [
            {"name": name.capitalize(), "where": {"attribute": "role", "op": "is", "value": [name]}}
            for name in ("hygienist", "dentist", "assistant")
        ]
    )
)
LAST_YEAR = quote(json.dumps({"last": 365, "unit": "day"}))


@pytest.mark.parametrize(
    ("path", "tab", "exhibit", "chosen"),
    [
        ("retention", "Dentist: by when they started", "retention-cohorts-1", "week 1"),
        ("funnel", "", "funnel-stops", "after 1."),
    ],
)
def test_people_of_a_chart_of_three_segments_are_chosen_from_the_list_and_saved(
    page: Page, path: str, tab: str, exhibit: str, chosen: str
):
    visit(page, f"/{path}?segments={SEGMENTS}&window={LAST_YEAR}")
    if tab:
        page.get_by_role("tab", name=tab).click()
        idle(page)
    shown = page.locator(f".st-key-exhibit_{exhibit}")
    shown.get_by_text("See who, save as a segment").click()
    idle(page)
    choose(shown, "Whom to look at", chosen)
    save_people(shown, f"Chosen of {exhibit} {uuid4().hex[:8]}")
