"""The whole story on the sample company: who is unhappy, why, what they say, and what came after the fix."""

import re

from playwright.sync_api import Page, expect
from pptx import Presentation

from tests.browser.steps import choose, idle, visit
from tests.browser.test_exports import TALL, download, open_menu
from tests.browser.test_journey import go

FIX = {"year": "2026", "month": "4", "day": "1"}


def test_story_leads_from_a_gap_to_what_came_after_the_fix(page: Page):
    page.set_viewport_size(TALL)
    visit(page)
    expect(page.locator(".strata-lead")).to_have_text(re.compile("Hygienist"))
    gap_and_what_lies_behind_it(page)
    what_they_say(page)
    what_came_after(page)
    slides = Presentation(str(download(page, open_menu(page), "Slides (PPTX)"))).slides
    assert slides[0].shapes.title is not None
    assert "NPS after the change of 2026-04-01" in slides[0].shapes.title.text_frame.text


def gap_and_what_lies_behind_it(page: Page) -> None:
    """The finder names the gap and its likely reason, and leads to the comparison."""
    go(page, "Discover", "Gap finder")
    expect(page.get_by_text("hygienist: NPS is 43 points lower").first).to_be_visible()
    expect(page.get_by_text("What may lie behind the gap of hygienist")).to_be_visible()
    expect(page.get_by_text("charting_opened").first).to_be_visible()
    idle(page)
    page.get_by_role("button", name="Open in Compare").click()
    expect(page.get_by_role("heading", name="Compare segments")).to_be_visible()
    expect(page.get_by_role("button", name="hygienist", exact=True)).to_be_visible()
    idle(page)


def what_they_say(page: Page) -> None:
    """Scores of two attributes crossed, and the comments of the unhappy, searched."""
    go(page, "Sentiment", "NPS by persona")
    expect(page.get_by_text(re.compile(r"Hygienist: NPS is \d+ points lower"))).to_be_visible()
    choose(page, "And by", "Region")
    expect(page.get_by_role("heading", name="NPS of every role in every region")).to_be_visible()
    page.get_by_role("link", name="Read what they say").click()
    expect(page.get_by_role("heading", name="What NPS detractor comments are about by role")).to_be_visible()
    choose(page, "Look at", "Quotes")
    page.get_by_label("Comments that contain").fill("charting")
    page.keyboard.press("Enter")
    idle(page)
    expect(page.locator(".st-key-quotes").get_by_text(re.compile("charting", re.IGNORECASE)).first).to_be_visible()
    expect(page).to_have_url(re.compile("charting"))


def what_came_after(page: Page) -> None:
    """The day of the fix, typed, and what changed for those who got it."""
    go(page, "Discover", "Impact")
    expect(page.get_by_role("heading", name="Impact of a change")).to_be_visible()
    day = page.get_by_role("group", name="First day of the change")
    for part, text in FIX.items():
        day.get_by_role("spinbutton", name=re.compile(f"^{part},")).press_sequentially(text)
    page.keyboard.press("Escape")  # the calendar that typing opens keeps the day to itself until it is closed
    idle(page)
    expect(page.get_by_role("heading", name="NPS after the change of 2026-04-01")).to_be_visible()
