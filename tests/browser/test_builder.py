"""A segment built without a mouse, on the sample company."""

import re

from playwright.sync_api import Page, expect

from tests.browser.steps import idle, visit

COUNT = ".st-key-summary dd"


def test_nested_segment_is_built_by_keyboard_and_the_count_follows(page: Page):
    visit(page, "/build")
    everyone = users(page)
    pick(page, "Add a condition", "Demographic · Role")
    pick(page, "Values of Role", "hygienist")
    page.keyboard.press("Escape")
    hygienists = changed(page, everyone)
    pick(page, "Add a condition", "Event · report_exported")
    exporters = changed(page, hygienists)
    pick(page, "Whether they did report_exported", "did not")
    silent = changed(page, exporters)
    times = page.get_by_label("Number for report_exported")
    times.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    rarely = changed(page, silent)
    press(page, "Add group")
    expect(page.get_by_text("Nothing in this group yet")).to_be_visible()
    idle(page)
    pick(page, "Add a condition", "Survey · NPS")
    unhappy = changed(page, rarely)
    pick(page, "Add a condition", "Support · Tickets")
    both = changed(page, unhappy)
    expect(page.locator(".strata-definition")).to_contain_text("(who are NPS detractors or who have an open ticket)")
    expect(page.locator(".strata-left")).to_have_count(5)
    page.keyboard.press("Alt+z")
    assert changed(page, both) == unhappy


def test_sample_of_people_is_masked_and_says_why(page: Page):
    visit(page, "/build")
    pick(page, "Add a condition", "Behaviour · Stage of the life cycle")
    page.locator(".strata-left").wait_for()
    page.get_by_text("Who is in it, and why").click()
    idle(page)
    expect(page.get_by_text("Personal fields are masked")).to_be_visible()


def users(page: Page) -> str:
    return page.locator(COUNT).first.inner_text()


def changed(page: Page, before: str) -> str:
    """The number of users, once it is another one."""
    expect(page.locator(COUNT).first).not_to_have_text(before)
    idle(page)
    return users(page)


def pick(page: Page, label: str, text: str) -> None:
    """Chooses from a list with the keyboard alone; the first of its name, which is the innermost."""
    box = page.get_by_role("combobox", name=re.compile(f"^{re.escape(label)}")).first
    box.focus()
    page.keyboard.type(text)
    page.get_by_role("option", name=re.compile(re.escape(text))).first.wait_for()
    page.keyboard.press("Enter")
    idle(page)


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label).last.focus()
    page.keyboard.press("Enter")
    idle(page)
