"""The way through the app that a first visitor takes, on the sample company."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import choose, idle, visit

COUNT = ".st-key-summary dd"


@pytest.fixture(autouse=True)
def first_page(page: Page) -> None:
    visit(page)


def test_overview_opens_on_the_largest_gap(page: Page):
    headline = page.locator(".strata-lead")
    expect(headline).to_have_text(re.compile(r"Hygienist: NPS is \d+ points lower than everyone else"))
    expect(page.locator(".strata-evidence").first).to_contain_text("answers from")
    expect(page.get_by_text("NPS by role")).to_be_visible()


def test_gap_opens_in_the_comparison_and_its_link_shows_the_same_segments(page: Page):
    page.get_by_role("button", name="See it in Compare").click()
    expect(page.get_by_role("heading", name="Compare segments")).to_be_visible()
    expect(page.get_by_role("button", name="hygienist", exact=True)).to_be_visible()
    row = page.get_by_role("row").filter(has_text="hygienist").filter(has_text="Lower")
    expect(row.first).to_contain_text("n = ")
    expect(page).to_have_url(re.compile("segments="))
    idle(page)
    visit(page, page.url)
    expect(page.get_by_role("button", name="hygienist", exact=True)).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text="The link")).to_have_count(0)


def test_unhappy_accounts_are_one_click_away_and_listed_in_full(page: Page):
    page.get_by_role("button", name="See which accounts are unhappy").click()
    shown = page.locator(".st-key-exhibit_accounts-with-the-lowest-nps")
    expect(shown).to_contain_text(re.compile(r"\d+ accounts are clearly below the \d+ of a typical account"))
    idle(page)
    expect(shown.locator(".js-plotly-plot")).to_contain_text("n = ")
    shown.get_by_text(re.compile("All [0-9]+ as a table")).click()
    expect(shown.get_by_test_id("stDataFrame")).to_be_visible()
    expect(page).to_have_url(re.compile("accounts"))


def test_building_a_segment_changes_the_count_and_carries_on_to_compare(page: Page):
    go(page, "Segments", "Build")
    count = page.locator(COUNT).first
    everyone = count.inner_text()
    choose(page, "Add a condition", "Role")
    choose(page, "Values of Role", "hygienist")
    page.keyboard.press("Escape")
    expect(count).not_to_have_text(everyone)
    idle(page)
    page.get_by_label("Name of the segment").fill("Our hygienists")
    page.keyboard.press("Enter")
    idle(page)
    page.get_by_role("button", name="Save and compare").click()
    expect(page.get_by_role("button", name="Our hygienists", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile("segments="))


def test_nothing_is_fetched_from_elsewhere(page: Page, server: str):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in ("/", "/compare"):
        visit(page, path)
    assert not [url for url in asked if not url.startswith((server, server.replace("http", "ws"), "data:", "blob:"))]


def go(page: Page, section: str, title: str) -> None:
    """Opens a page by the menu."""
    page.get_by_test_id("stTopNavSection").filter(has_text=section).click()
    page.get_by_role("menuitem", name=title).click()
    idle(page)
