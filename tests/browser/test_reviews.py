"""A review from two screens: put in order with the keyboard, told, saved, taken away as a web page and opened again."""

from uuid import uuid4

from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.steps import findings, fits, idle, visit

TALL: ViewportSize = {"width": 1400, "height": 1800}
"""An open menu moves with its button, so it is looked at where all of it has room."""


def test_two_charts_become_a_review_in_a_file(page: Page):
    page.set_viewport_size(TALL)
    name, headline = f"Quarter {uuid4().hex[:8]}", "Hygienists need help <first>"
    visit(page, "/compare")
    add(page, "scorecard", name)
    visit(page, "/activity")
    add(page, "activity-share", name)

    visit(page, "/packs")
    page.locator("[class*='st-key-review_']").filter(has_text=name).get_by_role("button", name="Open").click()
    idle(page)
    items = page.locator("[class*='st-key-item_']")
    expect(items).to_have_count(2)
    expect(items.first).to_contain_text("Segments compared")
    items.last.get_by_role("button", name="Up").focus()
    page.keyboard.press("Enter")
    idle(page)
    expect(items.last).to_contain_text("Segments compared")
    items.last.get_by_label("Headline").fill(headline)
    items.last.get_by_label("Comment").fill("Start with charting.")
    page.keyboard.press("Tab")
    save = page.get_by_role("button", name="Save as version 3")
    expect(save).to_be_enabled()
    idle(page)
    save.click()
    expect(page.get_by_role("button", name="Save as version 4")).to_be_disabled()
    idle(page)
    assert not findings(page)

    page.get_by_role("button", name="Download the review").click()
    with page.expect_download() as started:
        page.get_by_role("button", name="Web page (HTML)").click()
    kept = started.value.path().with_name(started.value.suggested_filename)
    started.value.save_as(kept)
    fits(page)
    page.goto(kept.as_uri())
    expect(page.get_by_role("heading", name=headline)).to_be_visible()
    expect(page.get_by_text("Start with charting.").first).to_be_visible()
    expect(page.locator(".js-plotly-plot").first).to_be_visible()


def add(page: Page, key: str, name: str) -> None:
    """Puts a chart of the page into a review of that name, which is begun with the first."""
    page.locator(f".st-key-adding_{key}").get_by_role("button", name="Add to a review").click()
    form = page.get_by_test_id("stPopoverBody")
    expect(form.get_by_role("combobox", name="Review")).to_be_visible()
    idle(page)
    box = form.get_by_role("combobox", name="Review")
    box.click()
    begun = page.get_by_role("option", name="A new review")
    expect(begun).to_be_visible()
    known = page.get_by_role("option", name=name)
    (known if known.count() else begun).click()
    idle(page)
    new = form.get_by_label("Name of the new review")
    if new.count():
        new.fill(name)
        page.keyboard.press("Enter")
        idle(page)
    form.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text(f"is in {name} now")).to_be_visible()
    idle(page)
