"""From the gap on the first page to who it is and what they say, on the sample company."""

import re

from playwright.sync_api import Page, expect

from tests.browser.steps import idle, visit
from tests.browser.test_journey import choose, go


def test_story_leads_from_the_gap_to_what_they_say(page: Page):
    visit(page)
    expect(page.locator(".strata-lead")).to_have_text(re.compile("Hygienist"))
    go(page, "Sentiment", "NPS by persona")
    expect(page.get_by_text(re.compile(r"Hygienist: NPS is \d+ points lower"))).to_be_visible()
    choose(page, "And by", "Region")
    expect(page.get_by_role("heading", name="NPS of every role in every region")).to_be_visible()
    page.get_by_role("link", name="Read what they say").click()
    about = page.get_by_role("heading", name="What NPS detractor comments are about by role")
    expect(about).to_be_visible()
    choose(page, "Look at", "Quotes")
    page.get_by_label("Comments that contain").fill("charting")
    page.keyboard.press("Enter")
    idle(page)
    expect(page.locator(".st-key-quotes").get_by_text(re.compile("charting", re.IGNORECASE)).first).to_be_visible()
    expect(page).to_have_url(re.compile("charting"))
