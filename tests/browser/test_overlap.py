"""From who is in several segments to a segment of them, on the sample company."""

import re
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.browser.steps import choose, idle, touch, visit

CHART = ".js-plotly-plot:has(.cartesianlayer .subplot:nth-child(3))"


def test_clicked_bar_is_saved_and_found_by_the_builder(page: Page):
    open_overlap(page)
    name = f"Chosen by a click {uuid4().hex[:8]}"
    users = page.locator(".strata-facts dd").first
    before = users.inner_text()
    touch(page.locator(CHART).locator(".bars .point path").first, "users")
    expect(users).not_to_have_text(before)
    expect(page.get_by_role("combobox", name="Combination")).to_have_value(re.compile("1 segment only"))
    idle(page)
    page.get_by_label("Name", exact=True).fill(name)
    page.keyboard.press("Enter")
    idle(page)
    page.get_by_role("button", name="Save as segment").click()
    chosen = users.inner_text()
    page.get_by_role("link", name="see it on the page Build").click()
    choose(page, "Start from", name)
    expect(page.locator(".strata-facts dd").first).to_have_text(chosen)


def test_chosen_combination_shows_masked_people(page: Page):
    open_overlap(page)
    choose(page, "Combination", "2 segments only: dentist, Promoters")
    expect(page.get_by_text(re.compile(r"8 of [\d,]+ people"))).to_be_visible()


def open_overlap(page: Page) -> None:
    visit(page, "/overlap")
    expect(page.locator(CHART)).to_be_visible()
