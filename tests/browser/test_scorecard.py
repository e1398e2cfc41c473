"""The scorecard: a value opens what stands behind it, by mouse and by keyboard; the link brings all of it back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import fits, idle, visit

PANEL = ".st-key-closer_panel"


@pytest.fixture
def scorecard(page: Page) -> Page:
    visit(page, "/compare")
    expect(page.locator("[data-look][aria-pressed]").first).to_be_visible()  # clicks are listened to
    return page


def test_scorecard_says_its_findings_and_opens_them_by_mouse_and_by_keyboard(scorecard: Page):
    expect(scorecard.locator(".strata-findings")).to_contain_text(
        re.compile(r"hygienist: NPS is \d+ points lower than everyone else")
    )
    expect(scorecard.get_by_text("comparisons were made")).to_be_visible()
    row = scorecard.get_by_role("row").filter(has=scorecard.get_by_role("rowheader", name="NPS"))
    expect(row.get_by_role("cell").first).to_contain_text("Lower")
    expect(row.get_by_role("cell").first).to_contain_text("n = ")
    scorecard.get_by_role("button", name=re.compile("hygienist: NPS is")).click()
    expect(scorecard.locator(PANEL)).to_contain_text("hygienist: NPS is")
    idle(scorecard)
    scorecard.locator(cell("csat", "dentist")).first.focus()
    scorecard.keyboard.press("Enter")
    expect(scorecard.locator(PANEL)).to_contain_text("dentist: CSAT")
    expect(scorecard.locator(".st-key-closer")).to_be_focused()


def test_clicked_value_opens_its_panel_and_the_link_brings_it_back(scorecard: Page):
    scorecard.locator(cell("nps", "hygienist")).click()
    panel = scorecard.locator(PANEL)
    expect(panel).to_contain_text("Needed per group")
    expect(panel).to_be_in_viewport()
    expect(scorecard.locator(cell("nps", "hygienist"))).to_have_attribute("aria-pressed", "true")
    expect(scorecard).to_have_url(re.compile("look="))
    visit(scorecard, scorecard.url)
    expect(scorecard.locator(PANEL)).to_contain_text("hygienist: NPS is")


def test_order_and_filter_leave_what_is_looked_at_and_the_csv_is_what_is_shown(scorecard: Page):
    scorecard.locator(cell("tickets", "dentist")).click()
    expect(scorecard.locator(PANEL)).to_contain_text("Tickets per user")
    scorecard.get_by_text("Only clear differences").click()
    expect(scorecard.get_by_role("rowheader", name="Tickets per user")).to_have_count(0)
    expect(scorecard.locator(PANEL)).to_contain_text("Tickets per user")
    idle(scorecard)
    scorecard.get_by_role("button", name="Export", exact=True).first.click()
    with scorecard.expect_download() as started:
        scorecard.get_by_role("button", name="Numbers (CSV)").click()
    lines = started.value.path().read_text(encoding="utf-8").splitlines()
    comparisons = lines[next(i for i, line in enumerate(lines) if line.startswith("segment,baseline")) + 1 :]
    assert len(comparisons) == scorecard.locator("td [data-look]").count()
    assert "everyone else" in comparisons[0]
    scorecard.keyboard.press("Escape")
    scorecard.get_by_text("As chosen").click()
    expect(scorecard.get_by_role("rowheader").first).to_contain_text("NPS")


def test_margin_changes_the_verdict(scorecard: Page):
    scorecard.locator(cell("tickets", "dentist")).click()
    chip = scorecard.locator(f"{PANEL} .strata-chip")
    expect(chip).to_contain_text("No clear difference")
    box = scorecard.get_by_role("spinbutton", name=re.compile("Practically the same within"))
    box.fill("0.2")
    box.press("Enter")
    expect(chip).to_contain_text("Practically the same")
    expect(scorecard).to_have_url(re.compile("margins="))


def test_period_before_is_a_baseline_once_dates_are_chosen(scorecard: Page):
    box = scorecard.get_by_role("combobox", name="Compared with")
    box.click()
    box.fill("The period")
    scorecard.get_by_role("option", name="The period before").click()
    scorecard.get_by_role("button", name="Look at the last 90 days").click()
    expect(scorecard.locator(".strata-scorecard")).to_have_attribute("aria-label", re.compile("the period before"))


def test_scorecard_becomes_cards_on_a_narrow_screen(scorecard: Page):
    fits(scorecard)
    expect(scorecard.locator(".strata-scorecard .whose").first).to_be_visible()


def cell(metric: str, segment: str) -> str:
    """The value of a metric of a segment."""
    return f'td [data-look=\'["{metric}", "{segment}"]\']'
