"""From a chart of what people do to a segment of those who did it, on the sample company."""

import json
from urllib.parse import quote
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import choose, hover, idle, save_people, touch, visit


def role(name: str) -> dict[str, object]:
    return {"name": name.capitalize(), "where": {"attribute": "role", "op": "is", "value": [name]}}


THREE = quote(json.dumps([role("hygienist"), role("dentist"), role("assistant")]))
LAST_90_DAYS = quote(json.dumps({"last": 90, "unit": "day"}))
POINT, BAR, HEAT = ".scatterlayer .trace .points path", ".barlayer .point path", ".heatmaplayer image"


@pytest.mark.parametrize(
    ("path", "exhibit", "shape", "place"),
    [
        ("activity", "activity-share", POINT, 4),
        ("lifecycle", "lifecycle-stages", BAR, 17),
        ("engagement", "engagement-corners", BAR, 1),
    ],
)
def test_mark_of_three_segments_says_who_it_is_and_is_saved(
    page: Page, path: str, exhibit: str, shape: str, place: int
):
    visit(page, f"/{path}?segments={THREE}&window={LAST_90_DAYS}")
    shown = page.locator(f".st-key-exhibit_{exhibit}")
    mark = shown.locator(shape).nth(place)
    expect(mark).to_be_visible()
    idle(page)
    touch(mark, "4,")
    idle(page)
    save_people(shown, f"Chosen on {path} {uuid4().hex[:8]}")


def test_feature_of_three_segments_is_chosen_from_the_list_and_saved(page: Page):
    visit(page, f"/adoption?segments={THREE}&window={LAST_90_DAYS}")
    shown = page.locator(".st-key-exhibit_adoption-map-used")
    heat = shown.locator(HEAT)
    expect(heat).to_be_visible()
    idle(page)
    hover(heat, "users from")
    shown.get_by_text("See who, save as a segment").click()
    idle(page)
    choose(shown, "Whom to look at", "login, Hygienist")
    save_people(shown, f"Chosen on adoption {uuid4().hex[:8]}")
