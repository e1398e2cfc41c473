"""Funnel and paths with three segments: what a mark says, and who stands behind it as a segment."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.steps import idle, touch, visit

SEGMENTS = json.dumps(
    [
        {"name": role.capitalize(), "where": {"attribute": "role", "op": "is", "value": [role]}}
        for role in ("hygienist", "dentist", "assistant")
    ]
)
FUNNEL = {"steps": ["login", "charting_opened", "charting_saved"], "days": 14}
BAR = ".js-plotly-plot .point path"
Open = Callable[..., Locator]


@pytest.fixture
def opened(page: Page) -> Open:
    """Opens a screen with three segments and what is chosen on it, and waits for one of its exhibits."""

    def open_(screen: str, exhibit: str, **options: object) -> Locator:
        visit(page, f"/{screen}?segments={SEGMENTS}&options={json.dumps({screen: options})}")
        found = page.locator(f".st-key-exhibit_{exhibit}")
        expect(found.locator(".js-plotly-plot .nsewdrag")).to_have_count(1)
        idle(page)
        return found

    return open_


def test_click_on_a_drop_off_saves_who_stopped(opened: Open, page: Page):
    stops = opened("funnel", "funnel-stops", **FUNNEL)
    touch(stops.locator(BAR).first, "users")
    expect(stops.get_by_role("textbox", name="Name")).to_have_value("Hygienist: stopped after login")
    stops.get_by_role("button", name="Save as a segment").click()
    expect(page.get_by_text("is saved.")).to_be_visible()


def test_branch_is_people(opened: Open):
    ways = opened("paths", "paths-next", event="charting_opened")
    expect(ways).to_contain_text("Right after charting_opened")
    touch(ways.locator(BAR).first, "users")
    expect(ways.get_by_role("textbox", name="Name")).to_have_value(re.compile("Hygienist: "))
