"""From the features of three segments to the people who use one, kept as a segment, on the sample company."""

import json
from urllib.parse import quote
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.browser.steps import idle, visit

ROLES = ("hygienist", "dentist", "assistant")
SEGMENTS = [
    {"name": role, "of": "users", "where": {"all": [{"attribute": "role", "op": "is", "value": [role]}]}}
    for role in ROLES
]


def test_features_of_three_segments_are_hovered_and_kept(page: Page):
    name = f"Log in {uuid4().hex[:8]}"
    visit(page)  # a fresh server knows its pages by their addresses only after the first visit
    visit(page, f"/adoption?segments={quote(json.dumps(SEGMENTS))}")
    exhibit = page.locator(".st-key-exhibit_adoption-map-used")
    expect(exhibit.locator(".js-plotly-plot .heatmaplayer image")).to_be_visible()
    idle(page)
    box = exhibit.locator(".heatmaplayer image").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 6, box["y"] + 10)
    expect(exhibit.locator(".hoverlayer")).to_contain_text("users from")
    page.mouse.click(box["x"] + box["width"] / 6, box["y"] + 10)
    who = exhibit.get_by_role("combobox", name="Whom to look at")
    expect(who).to_have_value("login, hygienist: 4,782 users")
    idle(page)
    exhibit.get_by_label("Name", exact=True).fill(name)
    page.keyboard.press("Enter")
    idle(page)
    exhibit.get_by_role("button", name="Save as a segment").click()
    expect(page.get_by_text(f"{name} is saved.")).to_be_visible()
