"""The way from a gap nobody asked about to its comparison, and to what came after the fix."""

from playwright.sync_api import Page, expect

from tests.browser.steps import idle, visit


def test_gap_leads_to_a_comparison_and_to_what_came_after(page: Page):
    visit(page, "/gaps")
    expect(page.get_by_text("hygienist: NPS is 43 points lower").first).to_be_visible()
    expect(page.get_by_text("What may lie behind the gap of hygienist")).to_be_visible()
    expect(page.get_by_text("charting_opened").first).to_be_visible()
    idle(page)
    page.get_by_role("button", name="Open in Compare").click()
    expect(page.get_by_role("heading", name="Compare segments")).to_be_visible()
    expect(page.get_by_role("button", name="hygienist", exact=True)).to_be_visible()
    visit(page, "/gaps")
    idle(page)
    page.get_by_role("button", name="Follow a change").click()
    expect(page.get_by_role("heading", name="Impact of a change")).to_be_visible()
    expect(page.get_by_role("group", name="First day of the change")).to_be_visible()
